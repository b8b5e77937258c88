// Each part saves itself: after a pause, when it is left, when the network is back.
// States: dirty, saving, saved, waiting (no network, no session), conflict, refused.
import { say } from "../../js/page.js";
import { settle } from "./conflict.js";
import { drop, keep, left } from "./drafts.js";
import { Refusal, ask } from "./net.js";
import { load, print, redraw } from "./paper.js";
import { all, get, learn, now, page, same, user } from "./parts.js";
import { stranded } from "./stranded.js";
import { flaw } from "./text.js";

const pause = 1200;
const words = () => ({
  dirty: say("Đang gõ…", "Typing…"), saving: say("Đang lưu…", "Saving…"), saved: say("Đã lưu", "Saved"),
  waiting: say("Chờ mạng", "Waiting for the network"), conflict: say("Có hai bản", "Two versions"), refused: say("Chưa lưu được", "Not saved"),
});

export function set(part, state, why = "") {
  part.state = state;
  part.why = why;
  show(part);
  summarise();
}

/** Says beside the part how it stands. */
export function show(part) {
  const margin = part.element.querySelector(".ed-margin");
  if (!margin) return;
  let note = margin.querySelector(".ed-state");
  if (!note) {
    note = Object.assign(document.createElement("span"), { className: "ed-state" });
    margin.append(note);
  }
  note.dataset.state = part.state;
  note.textContent = part.state ? words()[part.state] : "";
  let why = part.element.querySelector(".ed-refusal");
  if (!part.why) return why?.remove();
  if (!why) {
    why = Object.assign(document.createElement("p"), { className: "ed-refusal" });
    why.setAttribute("role", "alert");
    part.element.append(why);
  }
  why.textContent = part.why;
}

function summarise() {
  const bar = document.getElementById("ed-save");
  const of = (state) => all().filter((part) => part.state === state).length;
  const choices = [
    ["conflict", say(`${of("conflict")} mục có hai bản`, `${of("conflict")} parts with two versions`)],
    ["refused", say(`${of("refused")} mục chưa lưu được`, `${of("refused")} parts not saved`)],
    ["waiting", say(`${of("waiting")} mục chờ mạng, giữ trên máy này`, `${of("waiting")} parts kept here until the network is back`)],
    ["saving", words().saving], ["dirty", words().dirty], ["saved", say("Đã lưu mọi thay đổi", "All changes saved")],
  ];
  const [state, text] = choices.find(([name]) => of(name)) ?? ["", ""];
  bar.dataset.state = state;
  if (bar.textContent !== text) bar.textContent = text;
}

/** The author has typed. */
export function changed(part, state) {
  if (part.state === "conflict") { // waits for the author's choice
    part.mine = state;
    return keep(part);
  }
  part.mine = same(state, part.base) ? null : state;
  clearTimeout(part.timer);
  if (!part.mine) {
    if (!part.sending) {
      drop(part.id);
      if (part.state) set(part, "saved");
    }
    return;
  }
  const kept = keep(part);
  set(part, part.state === "waiting" ? "waiting" : "dirty", kept ? "" : say("Máy này không còn chỗ để giữ bản nháp: đừng đóng trang khi chưa lưu.", "This machine has no room for the draft: do not close the page before it is saved."));
  part.timer = setTimeout(send, pause, part);
}

/** The author leaves the part: what is typed goes now. */
export function leave(part) {
  clearTimeout(part.timer);
  return send(part);
}

export async function send(part, options) {
  if (part.sending) return part.sending;
  if (!part.mine || part.state === "conflict") return;
  clearTimeout(part.timer);
  const mine = part.mine;
  const wrong = flaw(mine);
  if (wrong) return set(part, "refused", wrong);
  if (part.state !== "waiting") set(part, "saving");
  part.sending = deliver(part, mine, options);
  return part.sending;
}

async function deliver(part, mine, options) {
  try {
    const answer = await ask("/save", { user, id: part.id, tag: part.base.tag, title: mine.title, text: mine.text }, options);
    part.sending = null;
    if (answer.stale) return settle(part);
    saved(part, mine, answer);
  } catch (error) {
    part.sending = null;
    await failed(part, error);
  }
}

/** The server has taken what was sent. */
export function saved(part, sent, { parts: [data], revision }) {
  if (revision === now.revision + 1) now.revision = revision; // else others wrote too: the next look tells
  learn(part, data);
  if (part.mine && part.mine !== sent && !same(part.mine, part.base)) {
    keep(part);
    set(part, "dirty");
    part.timer = setTimeout(send, pause, part);
    return;
  }
  part.mine = null;
  drop(part.id);
  set(part, "saved");
  if (!part.open) print(part);
  document.dispatchEvent(new CustomEvent("part-saved", { detail: part }));
}

async function failed(part, error) {
  if (!(error instanceof Refusal) || error.passing) {
    document.dispatchEvent(new CustomEvent("connection", { detail: error }));
    return set(part, "waiting");
  }
  if (error.status === 401 || error.code === "other_user") {
    document.dispatchEvent(new CustomEvent("connection", { detail: error }));
    return set(part, "waiting");
  }
  if (error.code === "section_not_found") stranded(part.id, part.label, part.mine);
  set(part, "refused", error.words);
}

/** Sends again what is waiting. */
export function retry() {
  for (const part of all()) if (part.mine && !part.sending && /^(waiting|dirty)$/.test(part.state)) send(part);
}

export function saveAll() {
  for (const part of all()) if (part.mine) send(part);
}

/** Everything that was typed has been sent, or the reason is thrown. */
export async function settled() {
  for (const part of all()) {
    if (part.mine) await send(part);
    if (part.mine) throw new Refusal(409, { detail: say(`Mục «${part.label}» chưa lưu được. Hãy giải quyết trước.`, `The part "${part.label}" is not saved yet. See to it first.`) });
  }
}

/** Takes up what an earlier visit could not send. */
export async function recover() {
  const drafts = left();
  if (!drafts.size) return;
  const ids = [...drafts.keys()].filter((id) => get(id));
  try {
    await load(ids);
  } catch {
    return setTimeout(recover, 5000);
  }
  for (const [id, draft] of drafts) {
    const part = get(id);
    if (!part?.base) {
      stranded(id, draft.label, draft);
      continue;
    }
    if (part.mine) continue;
    part.mine = { title: draft.title, text: draft.text };
    part.base = { ...part.base, ...draft.base, tag: draft.tag };
    const edit = redraw(part, part.mine);
    for (const field of edit.querySelectorAll("[contenteditable]")) field.contentEditable = "false";
    part.element.classList.remove("open");
    set(part, "waiting");
    send(part);
  }
}

export function watchSaving() {
  addEventListener("online", retry);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) saveAll();
    else retry();
  });
  addEventListener("pagehide", () => {
    for (const part of all()) if (part.mine && part.state !== "conflict") send(part, { keepalive: new Blob([part.mine.text]).size < 60000, signal: undefined });
  });
  addEventListener("beforeunload", (event) => {
    if (all().some((part) => part.mine && /^(waiting|conflict|refused)$/.test(part.state))) event.preventDefault();
  });
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.restore == null) return;
    const part = get(form.elements.part.value);
    if (part?.mine) saveAll();
  });
}
