// Between a part's text (lines; cells of a table apart by tabs) and the elements
// in which it is written.
import { say } from "../../js/page.js";

const make = (tag, className, more = {}) => Object.assign(document.createElement(tag), { className, ...more });

const box = (element, label) => {
  element.contentEditable = "true";
  element.spellcheck = false;
  element.setAttribute("role", "textbox");
  element.setAttribute("aria-label", label);
  return element;
};

/** A paragraph; an empty one needs a break to have height. */
export function line(text, className) {
  const p = make("p", className);
  if (text) p.textContent = text;
  else p.append(document.createElement("br"));
  return p;
}

/** Runs of lines: {rows: [...]} for tables, {lines: [...]} for the text between. */
function runs(text) {
  const out = [];
  for (const row of text.split("\n")) {
    const table = row.includes("\t");
    const last = out.at(-1);
    if (last && !!last.rows === table) (last.rows ?? last.lines).push(row);
    else out.push(table ? { rows: [row] } : { lines: [row] });
  }
  if (!out.length || out.at(-1).rows) out.push({ lines: [""] });
  if (out[0].rows) out.unshift({ lines: [""] }); // room to write before a table
  return out;
}

/** The elements in which the part is written. */
export function write(part, { title, text }) {
  const edit = make("div", "ed-edit");
  const { head, body, mark } = part.base;
  if (head) {
    const headline = make("div", `ed-headline ${head}`);
    if (mark) headline.append(make("span", "ed-mark", { textContent: mark }), " ");
    const field = box(make("span", "ed-title"), say("Tiêu đề", "Title"));
    field.textContent = title;
    headline.append(field);
    if (part.base.after) headline.append(part.base.after);
    edit.append(headline);
    edit.classList.toggle("run-in", part.base.run_in);
    edit.classList.toggle("untitled", !title && part.base.run_in);
  }
  for (const run of runs(text)) {
    if (run.rows) {
      edit.append(grid(run.rows));
      continue;
    }
    const field = box(make("div", "ed-body"), say("Nội dung", "Text"));
    field.setAttribute("aria-multiline", "true");
    field.append(...run.lines.map((words) => line(words, body)));
    edit.append(field);
  }
  return edit;
}

export function grid(rows) {
  const scroll = make("div", "doc-scroll ed-grid");
  const table = make("table", "doc-table");
  const cells = rows.map((row) => row.split("\t"));
  const columns = Math.max(...cells.map((row) => row.length));
  for (const row of cells) {
    const tr = table.insertRow();
    for (let i = 0; i < columns; i++) cell(tr, row[i] ?? "");
  }
  scroll.append(table, gridTools());
  return scroll;
}

export function cell(tr, text = "", before = null) {
  const td = make("td", "doc-OBang");
  td.contentEditable = "true";
  td.spellcheck = false;
  td.textContent = text;
  tr.insertBefore(td, before);
  return td;
}

function gridTools() {
  const tools = make("div", "ed-grid-tools");
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", say("Hàng và cột", "Rows and columns"));
  for (const [act, vi, en] of [["row", "+ Hàng", "+ Row"], ["column", "+ Cột", "+ Column"], ["unrow", "− Hàng", "− Row"], ["uncolumn", "− Cột", "− Column"]]) {
    const button = make("button", "btn quiet small", { type: "button", textContent: say(vi, en) });
    button.dataset.grid = act;
    tools.append(button);
  }
  return tools;
}

/** The words of an element, line breaks as "\n". */
function words(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replaceAll("\u00a0", " ").replaceAll("\u200b", "");
  if (node.nodeName === "BR") return "\n";
  return [...node.childNodes].map(words).join("");
}

const flat = (element) => words(element).replace(/\n$/, "");

function linesOf(field) {
  const out = [];
  let loose = "";
  const flush = () => {
    if (loose.trim()) out.push(...loose.split("\n"));
    loose = "";
  };
  for (const child of field.childNodes) {
    if (/^(P|DIV|LI|UL|OL|H\d)$/.test(child.nodeName)) {
      flush();
      out.push(...flat(child).split("\n"));
    } else loose += words(child);
  }
  flush();
  return out;
}

const rowOf = (tr) => {
  const row = [...tr.cells].map((td) => flat(td).replace(/[\t\n]+/g, " ").trim());
  return row.length > 1 ? row.join("\t") : `${row[0]}\t`;
};

/** What stands in the elements. */
export function read(edit) {
  const title = edit.querySelector(".ed-title");
  const lines = [];
  for (const child of edit.children) {
    if (child.classList.contains("ed-body")) lines.push(...linesOf(child));
    else if (child.classList.contains("ed-grid")) lines.push(...[...child.querySelectorAll("tr")].map(rowOf));
  }
  return { title: title ? flat(title).replace(/\s+/g, " ") : "", text: lines.join("\n") };
}

/** Where a character that no text may hold stands, in words; "" when there is none. */
export function flaw({ title, text }) {
  const lines = [title, ...text.split("\n")];
  for (const [i, words] of lines.entries()) {
    const at = words.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\0/);
    if (at < 0) continue;
    const place = i ? say(`đoạn ${i}, ký tự thứ ${at + 1}`, `paragraph ${i}, character ${at + 1}`) : say(`tiêu đề, ký tự thứ ${at + 1}`, `title, character ${at + 1}`);
    return say(`Có ký tự hỏng ở ${place}. Hãy xóa ký tự đó.`, `There is a broken character at ${place}. Delete it.`);
  }
  return "";
}
