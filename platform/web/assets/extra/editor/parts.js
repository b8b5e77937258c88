// The parts of the plan as this page knows them. base is what the server said
// last, mine what was typed here since (null: nothing).
export const page = document.getElementById("editor");
export const desk = page?.dataset.desk;
export const user = document.body.dataset.user;
export const editable = () => page.dataset.edit != null;

const parts = new Map();

/** What changes from moment to moment. */
export const now = { current: "", revision: +(page?.dataset.revision ?? 0), version: +(page?.dataset.version ?? 0) };

export const get = (id) => parts.get(id);
export const all = () => [...parts.values()];
export const forget = (part) => parts.delete(part.id);

/** Takes the parts from the page. */
export function gather() {
  for (const element of page.querySelectorAll("[data-part]")) adopt(element);
}

export function adopt(element) {
  const part = { id: element.dataset.part, kind: element.dataset.kind, label: element.getAttribute("aria-label"),
    element, base: null, mine: null, state: "", open: false };
  parts.set(part.id, part);
  return part;
}

/** Takes what the server says of a part. */
export function learn(part, data) {
  const { html, ...base } = data;
  part.base = base;
  part.label = base.label;
  if (html !== "") part.html = html;
  part.element.setAttribute("aria-label", base.label);
}

/** The parts in the order in which they stand on the page. */
export const ordered = () => [...page.querySelectorAll("[data-part]")].map((element) => parts.get(element.dataset.part));

export const neighbour = (part, by) => {
  const list = ordered();
  return list[list.indexOf(part) + by];
};

/** What a text says, without how it was typed: as the server will keep it. */
export const plain = (text) => text.normalize("NFC").split("\n")
  .map((line) => line.split("\t").map((cell) => cell.replace(/\s+/g, " ").trim()).join("\t"))
  .filter(Boolean).join("\n"); // a row of empty cells is a line too

export const same = (a, b) => plain(a.title) === plain(b.title) && plain(a.text) === plain(b.text);
