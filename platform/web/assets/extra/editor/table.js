// Tables are written as grids: Tab and Enter go on, at the end they add a row.
import { touched } from "./paper.js";
import { cell } from "./text.js";

const focus = (td) => {
  if (!td) return;
  td.focus();
  getSelection().selectAllChildren(td);
  getSelection().collapseToEnd();
};

const atEdge = (td, end) => {
  const selection = getSelection();
  if (!selection.isCollapsed) return false;
  const range = document.createRange();
  range.selectNodeContents(td);
  if (end) range.setStart(selection.focusNode, selection.focusOffset);
  else range.setEnd(selection.focusNode, selection.focusOffset);
  return range.toString() === "";
};

function addRow(table, below) {
  const tr = table.insertRow(below ? below.rowIndex + 1 : -1);
  for (let i = 0; i < table.rows[0].cells.length; i++) cell(tr);
  return tr;
}

export function gridKey(event, part) {
  const td = event.target.closest("td");
  const tr = td.parentElement, table = td.closest("table");
  const column = td.cellIndex, row = tr.rowIndex;
  const at = (r, c) => table.rows[r]?.cells[c];
  const { key } = event;
  const go = (to) => (event.preventDefault(), focus(to));
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === "Tab") {
    const cells = [...table.querySelectorAll("td")];
    const next = cells[cells.indexOf(td) + (event.shiftKey ? -1 : 1)];
    if (!next && event.shiftKey) return; // out of the table, as everywhere
    const made = next ?? addRow(table).cells[0];
    go(made);
    if (!next) touched(part, true);
  } else if (key === "Enter") {
    const below = at(row + 1, column);
    go(below ?? addRow(table).cells[column]);
    if (!below) touched(part, true);
  } else if (key === "ArrowDown" && at(row + 1, column)) go(at(row + 1, column));
  else if (key === "ArrowUp" && at(row - 1, column)) go(at(row - 1, column));
  else if (key === "ArrowRight" && atEdge(td, true)) go(at(row, column + 1) ?? at(row + 1, 0) ?? td);
  else if (key === "ArrowLeft" && atEdge(td, false)) go(at(row, column - 1) ?? at(row - 1, table.rows[0].cells.length - 1) ?? td);
}

let last = null; // the cell that was written in last
document.addEventListener("focusin", ({ target }) => {
  const td = target.closest?.(".ed-grid td");
  if (td) last = td;
});

/** A press on the tools below a grid. */
export function gridClick(event, part) {
  const act = event.target.closest("[data-grid]")?.dataset.grid;
  if (!act) return false;
  const scroll = event.target.closest(".ed-grid");
  const table = scroll.querySelector("table");
  const td = last && table.contains(last) ? last : table.rows[table.rows.length - 1].cells[0];
  const tr = td.parentElement, column = td.cellIndex;
  let to = td;
  if (act === "row") to = addRow(table, tr).cells[column];
  if (act === "column") for (const row of table.rows) to = cell(row, "", row.cells[column + 1] ?? null);
  if (act === "column") to = tr.cells[column + 1];
  if (act === "unrow") {
    to = (tr.nextElementSibling ?? tr.previousElementSibling)?.cells[column];
    tr.remove();
  }
  if (act === "uncolumn") {
    for (const row of [...table.rows]) row.deleteCell(column);
    to = tr.cells[Math.max(column - 1, 0)];
  }
  if (!table.rows.length || !table.rows[0].cells.length) {
    to = scroll.nextElementSibling ?? scroll.previousElementSibling;
    scroll.remove();
  }
  touched(part, true);
  focus(to);
  return true;
}
