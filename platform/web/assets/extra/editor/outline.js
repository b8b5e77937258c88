// The outline on the left: goes to parts, and moves sections by keys or by drag.
import { choose, open, openPart } from "./paper.js";
import { editable, get, now } from "./parts.js";
import { change, place, removing } from "./structure.js";
import { showPane } from "./tabs.js";

const nav = () => document.getElementById("ed-outline");
const links = () => [...nav().querySelectorAll("[data-goto]")];

export function mark() {
  for (const link of links()) {
    if (link.dataset.goto === now.current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const current = nav().querySelector("[aria-current]");
  const pane = nav().closest(".ed-left");
  if (!current || pane.scrollHeight <= pane.clientHeight) return;
  const { top, bottom } = current.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (top < frame.top + 60 || bottom > frame.bottom) pane.scrollTop += top - frame.top - frame.height / 3;
}

function clicked(event) {
  const link = event.target.closest("#ed-outline [data-goto]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const part = get(link.dataset.goto);
  if (!part) return;
  event.preventDefault();
  showPane("paper");
  const writing = openPart() && openPart() !== part;
  choose(part, { scroll: true });
  if (writing) open(part);
  else part.element.querySelector(".ed-open")?.focus({ preventScroll: true });
}

const shifts = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "outdent", ArrowRight: "indent" };

function pressed(event) {
  const link = event.target.closest?.("#ed-outline [data-goto]");
  if (!link) return;
  const id = link.dataset.goto;
  const section = link.closest("[data-node]").dataset.section != null;
  if (event.altKey && editable() && section && shifts[event.key]) {
    event.preventDefault();
    return change(shifts[event.key], id);
  }
  if (event.altKey && editable() && section && event.key === "Delete") {
    event.preventDefault();
    return removing(id);
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const list = links(), at = list.indexOf(link);
  const to = { ArrowDown: list[at + 1], ArrowUp: list[at - 1], Home: list[0], End: list.at(-1) }[event.key];
  if (to) {
    event.preventDefault();
    to.focus();
  }
}

/** Dragging: above or below the middle of an entry, or into it from its right half. */
function watchDrag() {
  let dragged = null;
  const clear = () => nav().querySelectorAll(".drop-before, .drop-after, .drop-in").forEach((e) => e.classList.remove("drop-before", "drop-after", "drop-in"));
  const target = (event) => {
    const link = event.target.closest?.("#ed-outline [data-goto]");
    const node = link?.closest("[data-section]");
    if (!dragged || !node || dragged.contains(node)) return null;
    const { top, height, left, width } = link.getBoundingClientRect();
    const low = event.clientY > top + height / 2;
    const how = low && event.clientX > left + width / 2 ? "in" : low ? "after" : "before";
    return { link, node, how };
  };
  document.addEventListener("dragstart", (event) => {
    const link = event.target.closest?.("#ed-outline [data-goto]");
    if (!link) return;
    dragged = link.closest("[data-node]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", link.textContent.trim());
  });
  document.addEventListener("dragover", (event) => {
    const on = target(event);
    clear();
    if (!on) return;
    event.preventDefault();
    on.link.classList.add(`drop-${on.how}`);
  });
  document.addEventListener("drop", (event) => {
    const on = target(event);
    clear();
    if (!on) return;
    event.preventDefault();
    const id = dragged.dataset.node;
    dragged = null;
    change("move", id, place(on.node, on.how, id));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });
}

export function watchOutline() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  document.addEventListener("part-chosen", mark);
  document.addEventListener("outlined", mark);
  if (editable()) watchDrag();
}
