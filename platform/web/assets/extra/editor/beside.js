// The pane on the right follows the chosen part, unless somebody writes in it.
import { fetchPart, later } from "../../js/page.js";
import { desk, now, page } from "./parts.js";

const pane = () => document.getElementById("beside");
const folds = () => JSON.parse(sessionStorage.getItem("editor-folds") ?? "{}");
let running;

const busy = () => {
  const active = document.activeElement;
  return pane().contains(active) && (active.matches("textarea, input") && active.value);
};

async function show() {
  const id = now.current;
  if (!id || (pane().dataset.of === id && busy())) return;
  running?.abort();
  const mine = (running = new AbortController());
  const query = pane().dataset.of === id ? pane().querySelector("#ed-cite-q")?.value : "";
  const url = `${desk}?${new URLSearchParams({ part: id, ...(query ? { q: query } : {}) })}`;
  try {
    const { part } = await fetchPart(url, "beside", { signal: mine.signal });
    if (!part || now.current !== id) return;
    const inside = pane().contains(document.activeElement) && document.activeElement.id;
    pane().replaceWith(part);
    unfold();
    if (inside) document.getElementById(inside)?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("swapped", { detail: part }));
  } catch { /* what stands there stays until the network is back */ }
}

/** Opens and closes what the reader opened and closed before. */
function unfold() {
  const kept = folds();
  for (const fold of pane().querySelectorAll("[data-fold]")) if (fold.dataset.fold in kept) fold.open = kept[fold.dataset.fold];
}

export function fold(name) {
  const details = pane().querySelector(`[data-fold="${name}"]`);
  if (details) details.open = true;
  return details;
}

export function follow() {
  const soon = later(220, show), after = later(1500, show);
  document.addEventListener("part-chosen", ({ detail }) => {
    const url = new URL(location);
    url.search = new URLSearchParams({ part: detail.id });
    url.hash = "";
    history.replaceState(null, "", url);
    soon();
  });
  document.addEventListener("part-saved", ({ detail }) => detail.id === now.current && after());
  page.addEventListener("toggle", ({ target }) => {
    if (!target.dataset?.fold) return;
    sessionStorage.setItem("editor-folds", JSON.stringify({ ...folds(), [target.dataset.fold]: target.open }));
  }, true);
  document.addEventListener("swapped", ({ detail }) => {
    if (detail.id !== "beside") return;
    unfold();
    document.dispatchEvent(new CustomEvent("look"));
  });
  page.addEventListener("input", ({ target }) => { // "@" offers names
    if (target.matches?.(".ed-say textarea")) offer(target);
  });
}

/** Offers names behind an "@" that is being typed. */
function offer(field) {
  const names = [...(document.getElementById("ed-names")?.options ?? [])].map((option) => option.value);
  const typed = field.value.slice(0, field.selectionStart).match(/@([^@\n]{0,30})$/)?.[1];
  let list = field.parentElement.querySelector(".ed-offers");
  const fold = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const fitting = typed == null ? [] : names.filter((name) => fold(name).includes(fold(typed))).slice(0, 6);
  if (!fitting.length || fitting.some((name) => typed.startsWith(name))) return list?.remove();
  if (!list) {
    list = Object.assign(document.createElement("div"), { className: "ed-offers" });
    field.after(list);
  }
  list.replaceChildren(...fitting.map((name) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small quiet", textContent: name });
    button.addEventListener("click", () => {
      const at = field.selectionStart, head = field.value.slice(0, at).replace(/@[^@\n]{0,30}$/, `@${name} `);
      field.value = head + field.value.slice(at);
      field.focus();
      field.setSelectionRange(head.length, head.length);
      list.remove();
    });
    return button;
  }));
}

