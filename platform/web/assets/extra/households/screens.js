// The screens of the offline application: one is shown at a time.
export const page = document.getElementById("offline");
export const base = page?.dataset.base;
export const tenant = page?.dataset.tenant;

export const part = (selector) => page.querySelector(selector);

/** Shows a screen and leads keyboard and screen reader to it. */
export function show(name) {
  for (const screen of page.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  page.dataset.now = name;
  const screen = part(`[data-screen="${name}"]`);
  const target = screen.querySelector("[data-first]") ?? screen.querySelector("h2");
  target.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Says how things are, in the line above all screens. */
export function status(text, tone = "") {
  const line = part("[data-status]");
  line.textContent = text;
  line.className = `alert ${tone}`;
  line.hidden = text === "";
}

/** What is wrong with a small form's field. */
export function refuse(form, text) {
  const note = form.querySelector("[data-wrong]");
  note.textContent = text;
  note.hidden = text === "";
  const field = form.querySelector("input");
  field.toggleAttribute("aria-invalid", text !== "");
  if (text) field.focus();
}
