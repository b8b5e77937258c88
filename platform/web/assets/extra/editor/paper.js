// The document in the middle: choosing a part, writing in it, leaving it.
import { announce, say } from "../../js/page.js";
import { caretOf, putAt, putAtChange, putCaret } from "./caret.js";
import { Refusal, ask } from "./net.js";
import { paste } from "./paste.js";
import { all, editable, get, learn, neighbour, now, page } from "./parts.js";
import { changed, leave, show as showState } from "./saving.js";
import { gridClick, gridKey } from "./table.js";
import { read, write } from "./text.js";
import { history } from "./undo.js";

const paper = () => document.getElementById("ed-doc");
let opened = null; // the part that is being written

export const openPart = () => opened;
export const editOf = (part) => part.element.querySelector(".ed-edit");

/** Fetches what the page does not hold yet; bare: the words without their print. */
export async function load(ids, bare = false) {
  const { parts, revision, version } = await ask("/parts", { ids, bare });
  for (const data of parts) {
    const part = get(data.id);
    if (!part || (part.mine && part.base)) continue;
    learn(part, data);
    if (!bare) print(part);
  }
  return { parts, revision, version };
}

/** Shows a part as it is printed. */
export function print(part) {
  const printed = part.element.querySelector(".ed-print") ?? document.createElement("div");
  printed.className = "ed-print";
  delete printed.dataset.lazy;
  printed.innerHTML = part.html || "";
  if (!printed.textContent.trim()) {
    const nothing = Object.assign(document.createElement("p"), { className: "ed-nothing", textContent: part.label });
    printed.replaceChildren(nothing);
  }
  const edit = editOf(part);
  if (edit) edit.replaceWith(printed);
  else if (!printed.isConnected) part.element.prepend(printed);
  part.element.classList.remove("open");
}

/** Chooses a part: everything beside the document is about it. */
export function choose(part, { scroll } = {}) {
  if (!part) return;
  const fresh = now.current !== part.id;
  now.current = part.id;
  for (const element of page.querySelectorAll(".ed-part.chosen")) element.classList.remove("chosen");
  part.element.classList.add("chosen");
  if (scroll) part.element.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  if (fresh) document.dispatchEvent(new CustomEvent("part-chosen", { detail: part }));
}

/** Opens a part for writing. */
export async function open(part, point) {
  if (!editable() || !part) return;
  if (opened && opened !== part) close(opened);
  choose(part);
  if (part.open) return;
  if (!part.base) {
    try {
      await load([part.id]);
    } catch (error) {
      return announce(error instanceof Refusal ? error.words : say("Chưa tải được mục này vì mất mạng.", "This part cannot be loaded without a connection."), "bad");
    }
  }
  if (!part.base) return;
  const state = part.mine ?? part.base;
  part.undo = history({ title: state.title, text: state.text });
  part.open = true;
  opened = part;
  redraw(part, state);
  putAt(editOf(part), point);
}

/** Makes the elements of an open part anew. */
export function redraw(part, state) {
  const edit = write(part, state);
  part.html ??= part.element.querySelector(".ed-print")?.innerHTML; // as the page brought it
  (editOf(part) ?? part.element.querySelector(".ed-print")).replaceWith(edit);
  part.element.classList.add("open");
  return edit;
}

/** Ends writing; the words stay as typed until the server has printed them. */
export function close(part, { focus } = {}) {
  if (!part?.open) return;
  part.open = false;
  if (opened === part) opened = null;
  part.element.classList.remove("open");
  for (const field of part.element.querySelectorAll("[contenteditable]")) field.contentEditable = "false";
  if (part.mine) leave(part);
  else print(part);
  if (focus) part.element.querySelector(".ed-open")?.focus();
}

/** What the author has changed is noted and kept. */
export function touched(part, alone) {
  const state = read(editOf(part));
  part.undo?.note(state, alone);
  changed(part, state);
}

function step(part, state) {
  if (!state) return;
  const before = read(editOf(part));
  putAtChange(redraw(part, state), before, state);
  changed(part, state);
}

export const undo = (part) => step(part, part.undo.undo());
export const redo = (part) => step(part, part.undo.redo());

/** Others have changed what I have open without having touched it: shows theirs. */
export function refresh(part) {
  if (!part.open) return part.mine || print(part);
  const edit = editOf(part);
  const caret = caretOf(edit);
  const fresh = redraw(part, part.base);
  part.undo.note({ title: part.base.title, text: part.base.text }, true);
  if (caret) putCaret(fresh, caret);
}

export function go(by) {
  const from = get(now.current) ?? all()[0];
  const to = neighbour(from, by);
  if (!to) return;
  const writing = opened;
  choose(to, { scroll: true });
  if (writing) open(to);
  else to.element.querySelector(".ed-open")?.focus({ preventScroll: true });
}

function pressed(event) {
  const part = opened;
  if (!part || !editOf(part)?.contains(event.target) || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && key === "z" && !event.altKey) {
    event.preventDefault();
    return event.shiftKey ? redo(part) : undo(part);
  }
  if (command && key === "y") {
    event.preventDefault();
    return redo(part);
  }
  if (command && /^[biu]$/.test(key)) return event.preventDefault(); // the decree decides what is bold
  if (key === "escape") {
    event.preventDefault();
    return close(part, { focus: true });
  }
  if (event.target.closest("td")) return gridKey(event, part);
  if (key === "enter" && event.target.classList.contains("ed-title")) {
    event.preventDefault();
    const edit = editOf(part);
    putCaret(edit, { block: 1, offset: 0 });
  }
}

/** A field that was emptied keeps a paragraph to write in. */
function mend(field, part) {
  if (!field.classList.contains("ed-body") || field.querySelector(":scope > p")) return;
  const p = Object.assign(document.createElement("p"), { className: part.base.body });
  p.append(...field.childNodes);
  if (!p.childNodes.length) p.append(document.createElement("br"));
  field.append(p);
  getSelection().collapse(p, p.textContent ? 1 : 0);
}

function clicked(event) {
  const element = event.target.closest(".ed-part");
  const part = element && get(element.dataset.part);
  if (!part) return;
  if (event.target.closest(".ed-conflict, .ed-keep")) return;
  if (gridClick(event, part)) return;
  const link = event.target.closest("a");
  if (link?.classList.contains("ed-open")) {
    if (event.ctrlKey || event.metaKey || event.button) return;
    event.preventDefault();
    return editable() ? open(part) : choose(part);
  }
  if (link || part.open || !getSelection().isCollapsed) return;
  if (editable()) open(part, { x: event.clientX, y: event.clientY });
  else choose(part);
}

/** What is far below comes when it comes into sight. */
function watchLazy() {
  const waiting = new Set();
  let timer;
  const fetchThem = () => {
    const ids = [...waiting];
    waiting.clear();
    load(ids).catch(() => ids.forEach((id) => observer.observe(get(id).element)));
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      waiting.add(target.dataset.part);
      clearTimeout(timer);
      timer = setTimeout(fetchThem, 80);
    }
  }, { rootMargin: "1500px" });
  for (const lazy of page.querySelectorAll("[data-lazy]")) {
    const height = document.createElementNS("http://www.w3.org/2000/svg", "svg"); // a height without a style
    height.setAttribute("width", "1");
    height.setAttribute("height", String(Math.min(+lazy.dataset.lazy * 22, 20000)));
    height.setAttribute("aria-hidden", "true");
    lazy.append(height);
    observer.observe(lazy.closest(".ed-part"));
  }
}

async function fetchWords(ids) {
  try {
    await load(ids, true);
    page.dataset.ready = "";
  } catch {
    setTimeout(fetchWords, 5000, ids);
  }
}

export function watchPaper() {
  try {
    document.execCommand("defaultParagraphSeparator", false, "p");
  } catch { /* browsers that always make paragraphs */ }
  paper().addEventListener("click", clicked);
  paper().addEventListener("keydown", pressed);
  paper().addEventListener("input", (event) => {
    if (!opened || !editOf(opened)?.contains(event.target)) return;
    if (!event.isComposing) mend(event.target, opened);
    touched(opened);
  });
  paper().addEventListener("beforeinput", (event) => {
    if (/^history|^format/.test(event.inputType)) event.preventDefault();
  });
  paper().addEventListener("paste", (event) => opened && paste(event, opened));
  paper().addEventListener("drop", (event) => event.preventDefault());
  document.addEventListener("pointerdown", (event) => {
    const keeps = event.target.closest?.(".ed-part, .ed-right, .ed-bar, dialog, .ed-alert");
    if (opened && !keeps) close(opened);
  });
  watchLazy();
  const asked = new URLSearchParams(location.search).get("part");
  if (asked && get(asked)) choose(get(asked), { scroll: !location.hash });
  const words = all().filter((part) => !part.element.querySelector("[data-lazy]")).map((part) => part.id);
  if (editable()) fetchWords(words); // so that one may write although the network goes
  for (const part of all()) showState(part);
}

