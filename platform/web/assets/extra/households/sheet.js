// Between the form (views/entry.templ) and its sheet: a value for each name.
// Members stand in rows; a row is made of the form's own template.
const control = (form) => [...form.elements].filter((field) => field.name && !/^(submit|button)$/.test(field.type) && !("out" in field.dataset));
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

export function read(form) {
  const sheet = {};
  for (const field of control(form)) {
    if (ticks(field) && !field.checked) continue;
    const value = field.value.normalize("NFC").replace(/\s+/g, " ").trim();
    if (value) sheet[field.name] = value;
  }
  return sheet;
}

const rows = (form) => form.querySelector("[data-members]");

/** Adds a member's row under an id. */
export function addRow(form, id, order) {
  const row = form.querySelector("template[data-member]").content.cloneNode(true);
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) if (value.includes("PERSON")) element.setAttribute(name, value.replaceAll("PERSON", id));
  }
  row.querySelector(`[name="m.${id}.order"]`).value = order;
  rows(form).append(row);
  return rows(form).lastElementChild;
}

/** The persons of a sheet, in order. */
export function persons(sheet) {
  const found = Object.entries(sheet).flatMap(([name, value]) => {
    const id = /^m\.([\w-]+)\.order$/.exec(name)?.[1];
    return id ? [{ id, order: +value }] : [];
  });
  return found.sort((a, b) => a.order - b.order).map(({ id }) => id);
}

export function fill(form, sheet) {
  rows(form).replaceChildren();
  for (const id of persons(sheet)) addRow(form, id, sheet[`m.${id}.order`]);
  for (const field of control(form)) {
    const value = sheet[field.name] ?? "";
    if (ticks(field)) field.checked = field.type === "radio" ? field.value === value : value !== "";
    else field.value = value;
  }
  for (const row of rows(form).children) title(row);
}

const year = (text) => /\d{4}$/.exec(text.trim())?.[0] ?? "";

/** The head of a row tells whom it is about. */
export function title(row) {
  const value = (name) => row.querySelector(`[name$=".${name}"]`);
  const relation = value("relation");
  row.querySelector("[data-name]").textContent = value("name").value || row.dataset.nobody;
  row.querySelector("[data-about]").textContent = [year(value("birth").value), relation.selectedOptions[0]?.textContent, value("end").value && value("end").selectedOptions[0]?.textContent].filter(Boolean).join(" · ");
  row.toggleAttribute("data-ended", value("end").value !== "");
}

/** The words of a field, and of a value of it. */
export function words(form, name, value) {
  const field = [...form.elements].find((element) => element.name === name);
  const label = field?.dataset.label ?? name;
  if (!field || !value) return { label, value: value ? value : "–" };
  if (field.type === "checkbox") return { label, value: "✓" };
  if (field.tagName === "SELECT") return { label, value: [...field.options].find((option) => option.value === value)?.textContent ?? value };
  return { label, value };
}
