// What is pasted comes as words, rows and paragraphs; the server reads Word's HTML.
import { Refusal, ask } from "./net.js";
import { insert } from "./insert.js";

/** Cells of a spreadsheet come as lines with tabs already. */
const fromText = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");

export async function paste(event, part) {
  event.preventDefault();
  const html = event.clipboardData.getData("text/html");
  const text = fromText(event.clipboardData.getData("text/plain"));
  const title = event.target.closest?.(".ed-title");
  if (!html || title || (!text.includes("\n") && !/<(table|li|ol|ul)\b/i.test(html))) return insert(part, title ? text.replace(/\s+/g, " ") : text);
  const stays = getSelection().getRangeAt(0).cloneRange();
  let words = text;
  try {
    words = (await ask("/paste", { html })).text || text;
  } catch (error) {
    if (error instanceof Refusal && !error.passing && error.status !== 401 && error.status !== 404) words = text;
  }
  if (!part.open) return;
  getSelection().removeAllRanges();
  getSelection().addRange(stays);
  insert(part, words);
}
