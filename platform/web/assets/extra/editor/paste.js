// What is pasted comes as words, rows and paragraphs. The server reads what a word
// processor gives; headings become sections of the plan.
import { announce, say } from "../../js/page.js";
import { caretOf } from "./caret.js";
import { insert } from "./insert.js";
import { Refusal, ask } from "./net.js";
import { editOf } from "./paper.js";
import { user } from "./parts.js";
import { lookNow } from "./presence.js";
import { leave } from "./saving.js";

/** Cells of a spreadsheet come as lines with tabs already. */
const fromText = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");

/** The line of the part's text in which the caret stands. */
function lineOf(part) {
  const edit = editOf(part);
  const caret = caretOf(edit);
  if (!caret) return 1e6;
  const blocks = [...edit.querySelectorAll(".ed-title, .ed-body > *, td")].slice(0, caret.block + 1);
  return blocks.filter((block) => (block.matches("td") ? block.cellIndex === 0 : !block.matches(".ed-title"))).length - 1;
}

export async function paste(event, part) {
  event.preventDefault();
  const html = event.clipboardData.getData("text/html");
  const text = fromText(event.clipboardData.getData("text/plain"));
  const field = event.target.nodeType === Node.TEXT_NODE ? event.target.parentElement : event.target;
  const title = field.closest(".ed-title");
  if (!html || title || (!text.includes("\n") && !/<(table|li|ol|ul)\b/i.test(html))) return insert(part, title ? text.replace(/\s+/g, " ") : text);
  const stays = getSelection().getRangeAt(0).cloneRange();
  let words = text;
  try {
    const read = await ask("/paste", { user, id: part.id, html, line: 0, keep: false });
    if (read.sections && part.kind === "section" && !field.closest("td")) return await structured(part, html, read.sections);
    words = read.text || text;
  } catch (error) {
    if (error instanceof Refusal && error.status === 422) announce(error.words, "warn"); // as plain words then
  }
  if (!part.open) return;
  getSelection().removeAllRanges();
  getSelection().addRange(stays);
  insert(part, words);
}

/** Headings become sections behind this one; what stands before them goes to the caret's line. */
async function structured(part, html, sections) {
  const line = lineOf(part);
  await leave(part);
  await ask("/paste", { user, id: part.id, html, line, keep: true });
  await lookNow();
  announce(say(`Đã dán thành ${sections} mục, số thứ tự đã tính lại. Nếu không muốn, mở Lịch sử hoặc xóa các mục ấy.`, `Pasted as ${sections} sections, numbered anew.`));
}
