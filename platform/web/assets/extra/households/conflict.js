// Two versions of one household's sheet, field by field; a person chooses.
import { say } from "../../js/page.js";
import { decided, differences } from "./outbox.js";
import { fill, words } from "./sheet.js";

/** Shows the versions in box; decide is called with the record that was agreed. */
export function settle(box, form, record, decide) {
  const panel = document.getElementById("off-conflict").content.cloneNode(true).firstElementChild;
  const { theirs } = record;
  panel.querySelector("[data-who]").textContent = say(`${theirs.who} lưu lúc ${theirs.when}.`, `Saved by ${theirs.who}, ${theirs.when}.`);
  const table = panel.querySelector("tbody");
  fill(form, { ...theirs.sheet, ...record.draft }); // so that every field of either has its words
  for (const [i, difference] of differences(record).entries()) table.append(line(form, difference, i));
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const picks = Object.fromEntries(differences(record).map(({ name }, i) => [name, panel.elements[`pick-${i}`].value]));
    decide(decided(record, picks));
  });
  panel.addEventListener("click", ({ target }) => {
    const all = target.closest("[data-all]")?.dataset.all;
    if (all) for (const radio of panel.querySelectorAll(`input[value="${all}"]`)) radio.checked = true;
  });
  box.replaceChildren(panel);
}

function line(form, { name, mine, theirs, changed }, i) {
  const tr = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = words(form, name, mine || theirs).label;
  tr.append(head);
  for (const [side, value] of [["mine", mine], ["theirs", theirs]]) {
    const label = Object.assign(document.createElement("label"), { className: "choice" });
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: `pick-${i}`, value: side, required: true, checked: changed === side });
    label.append(radio, Object.assign(document.createElement("span"), { textContent: words(form, name, value).value }));
    tr.insertCell().append(label);
  }
  return tr;
}
