// Assignments as rows: role, office, what. The server makes the sentences.
import { announce, say } from "../../js/page.js";
import { insertHere } from "./insert.js";
import { Refusal, ask } from "./net.js";

const dialog = () => document.getElementById("ed-assign");

function addRow(focus) {
  const rows = dialog().querySelector("[data-duties]");
  rows.append(document.getElementById("ed-duty").content.cloneNode(true));
  const row = rows.lastElementChild;
  row.querySelector("[name=role]").value = rows.childElementCount > 1 ? "coordinate" : "lead";
  if (focus) row.querySelector("[name=unit]").focus();
}

export function assigning() {
  dialog().querySelector("[data-duties]").replaceChildren();
  addRow();
  dialog().showModal();
  dialog().querySelector("[name=unit]").focus();
}

async function make() {
  const rows = [...dialog().querySelectorAll(".ed-duty")].map((row) => ({
    role: row.querySelector("[name=role]").value, unit: row.querySelector("[name=unit]").value.trim(), text: row.querySelector("[name=text]").value.trim() }));
  const said = rows.filter(({ unit, text }) => unit || text);
  if (!said.length) return;
  try {
    const { text } = await ask("/assignments", { rows: said });
    insertHere(text, true);
  } catch (error) {
    announce(error instanceof Refusal ? error.words : say("Mất kết nối nên chưa viết được câu.", "No connection, so the sentence could not be made."), "bad");
    dialog().showModal();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-duty-add]")) addRow(true);
  const drop = event.target.closest("[data-duty-drop]");
  if (drop) drop.closest(".ed-duty").remove();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest?.(".ed-duty") || event.target.name !== "text") return;
  event.preventDefault(); // a further line, not the end
  addRow(true);
});
document.addEventListener("submit", (event) => event.target.dataset.assign != null && make());
