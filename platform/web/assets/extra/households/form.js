// What the form does by script, with and without network: keys for ticks, rows of
// members, and what the household is while one types.
import { later, say } from "../../js/page.js";
import { addRow, read, title } from "./sheet.js";

const keys = "1234567890-=";
const writes = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select");

function pressed(form, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (key === "Enter" && target.name === "b1") { // on to the deprivations
    event.preventDefault();
    return form.elements.t1.focus();
  }
  if (key === "Enter" && target.type === "checkbox") {
    event.preventDefault();
    return target.click();
  }
  if (writes(target)) return;
  const n = keys.indexOf(key) + 1;
  const field = n && form.elements[`t${n}`];
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.click();
}

function newMember(form) {
  const count = form.querySelectorAll("[data-members] > *").length;
  const row = addRow(form, crypto.randomUUID(), count + 1);
  row.dataset.added = "";
  row.open = true;
  row.querySelector("input:not([type=hidden])").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Somebody who was only just added can be taken away again. */
function dropMember(form, row) {
  row.remove();
  form.querySelector("[data-add]").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

const tones = { poor: "bad", near_poor: "warn", not_poor: "good", "": "" };

/** Shows what the household is. */
export function show(form, { class: name, b1, b2, reasons }) {
  const scored = [...form.querySelectorAll("[data-score] [name]")].some((field) => field.value);
  form.elements.b1.readOnly = scored;
  if (scored && b1) form.elements.b1.value = b1;
  const box = form.querySelector("[data-outcome]");
  const badge = box.querySelector("[data-class]");
  badge.className = `badge ${tones[name]}`;
  badge.textContent = box.dataset[name === "" ? "unknown" : name.replace(/_(\w)/, (_, c) => c.toUpperCase())];
  box.querySelector("[data-b2]").textContent = b2;
  box.querySelector("[data-reasons]").replaceChildren(...reasons.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

/** Marks the fields that are wrong, and leads to the first. */
export function mark(form, faults) {
  form.querySelectorAll(".error[data-found]").forEach((note) => note.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  const found = Object.entries(faults ?? {});
  for (const [name, text] of found) {
    const field = name && [...form.elements].find((element) => element.name === name);
    const note = Object.assign(document.createElement("p"), { className: "error", textContent: text });
    note.dataset.found = "";
    if (!field) {
      form.prepend(note);
      continue;
    }
    note.id = `${field.id}-found`;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
    (field.closest(".field, .key, .choice") ?? field).after(note);
    field.closest("details")?.setAttribute("open", "");
  }
  const first = form.querySelector("[aria-invalid]");
  first?.focus();
  if (found.length) form.querySelector("[data-save-state]").textContent = say(`Có ${found.length} nội dung cần sửa.`, `${found.length} things need to be put right.`);
  return found.length === 0;
}

/** Ties the form; look is asked for the outcome of a sheet after each change. */
export function tie(form, look) {
  const soon = later(200, () => look(read(form)));
  form.addEventListener("input", (event) => {
    const row = event.target.closest?.("[data-members] > *");
    if (row) title(row);
    soon();
  });
  form.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-implicit]")) event.preventDefault(); // Enter goes on within the form; Ctrl+Enter sends it
    if (target.closest("[data-add]")) newMember(form);
    const drop = target.closest("[data-drop]");
    if (drop) dropMember(form, drop.closest("[data-members] > *"));
  });
  const listen = (event) => form.isConnected && pressed(form, event);
  document.addEventListener("keydown", listen);
  for (const row of form.querySelectorAll("[data-members] > *")) title(row);
  look(read(form));
  return () => document.removeEventListener("keydown", listen);
}
