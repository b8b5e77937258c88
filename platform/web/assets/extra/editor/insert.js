// Puts words into the open part where the caret is, or was before something
// beside the document was used.
import { announce, say } from "../../js/page.js";
import { caretOf, putCaret } from "./caret.js";
import { editOf, open, openPart, redraw, touched } from "./paper.js";
import { get, now } from "./parts.js";
import { read, cell } from "./text.js";

let last = null; // {part, caret}

/** Remembers where the caret stands while the focus is in the document. */
document.addEventListener("selectionchange", () => {
  const part = openPart();
  const edit = part && editOf(part);
  const caret = edit && caretOf(edit);
  if (caret) last = { part, caret };
});

function intoCells(td, text) {
  const rows = text.split("\n").map((row) => row.split("\t"));
  const table = td.closest("table"), top = td.parentElement.rowIndex, left = td.cellIndex;
  rows.forEach((row, r) => {
    const tr = table.rows[top + r] ?? table.insertRow();
    row.forEach((words, c) => {
      while (tr.cells.length <= left + c) cell(tr);
      tr.cells[left + c].textContent = words.trim();
    });
  });
  const columns = Math.max(...[...table.rows].map((tr) => tr.cells.length));
  for (const tr of table.rows) while (tr.cells.length < columns) cell(tr);
}

const clean = (text) => text.replace(/\r\n?/g, "\n").replaceAll("\u00a0", " ");

/** Puts text in place of the selection. */
export function insert(part, text) {
  const edit = editOf(part);
  text = clean(text);
  const selection = getSelection();
  if (!selection.rangeCount || !edit.contains(selection.focusNode)) {
    putCaret(edit, last?.part === part ? last.caret : { block: 1e9, offset: 1e9 });
  }
  const range = selection.getRangeAt(0);
  const td = range.startContainer.parentElement?.closest("td") ?? (range.startContainer.closest?.("td"));
  if (td && /[\t\n]/.test(text)) {
    intoCells(td, text);
    return touched(part, true);
  }
  range.deleteContents();
  if (!text.includes("\n") && !text.includes("\t")) {
    const node = document.createTextNode(text);
    range.insertNode(node);
    selection.collapse(node, node.length);
    node.parentElement?.normalize();
    return touched(part, true);
  }
  // A mark stands for the caret while the lines are made anew.
  const mark = "\ue000";
  range.insertNode(document.createTextNode(mark));
  const state = read(edit);
  const at = state.text.indexOf(mark);
  if (at < 0) return;
  let head = state.text.slice(0, at), tail = state.text.slice(at + 1);
  if (text.split("\n")[0].includes("\t") && head && !head.endsWith("\n")) head += "\n";
  if (text.split("\n").at(-1).includes("\t") && tail && !tail.startsWith("\n")) tail = `\n${tail}`;
  const fresh = redraw(part, { title: state.title, text: head + text + mark + tail });
  const walker = document.createTreeWalker(fresh, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const i = node.data.indexOf(mark);
    if (i < 0) continue;
    node.parentElement.closest("[contenteditable]").focus();
    node.deleteData(i, 1);
    const block = node.parentElement;
    if (!block.textContent) block.append(document.createElement("br"));
    selection.collapse(node, i);
    break;
  }
  touched(part, true);
}

/** Inserts lines of their own behind the line with the caret. */
export function insertLines(part, text) {
  const edit = editOf(part);
  const caret = last?.part === part ? last.caret : null;
  const lines = read(edit).text.split("\n");
  const heads = edit.querySelector(".ed-title") ? 1 : 0;
  if (!caret || !lines.join("").trim()) {
    putCaret(edit, { block: 1e9, offset: 1e9 });
  } else {
    putCaret(edit, { block: Math.max(caret.block, heads), offset: 1e9 });
  }
  const empty = !getSelection().focusNode.textContent.trim();
  insert(part, (empty ? "" : "\n") + text);
}

/** Opens the chosen part if none is, and inserts there. */
export async function insertHere(text, asLines) {
  let part = openPart();
  if (!part) {
    part = get(now.current);
    if (!part) return announce(say("Hãy chọn mục để chèn.", "Choose a part first."), "warn");
    await open(part);
  }
  if (!part.open) return;
  if (asLines || text.includes("\n") || text.includes("\t")) insertLines(part, text);
  else {
    const edit = editOf(part);
    putCaret(edit, last?.part === part ? last.caret : { block: 1e9, offset: 1e9 });
    const node = getSelection().focusNode;
    const before = node?.nodeType === Node.TEXT_NODE ? node.data.slice(0, getSelection().focusOffset) : "";
    insert(part, before && !/[\s(]$/.test(before) ? ` ${text}` : text);
  }
  announce(say("Đã chèn vào mục.", "Inserted."));
}

export function insertions() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insertHere(button.dataset.insert, button.dataset.line != null);
  });
}
