// Who else is here and where, and what others have changed meanwhile: a look every
// few seconds. It never keeps anybody from writing.
import { announce, fetchPart, say } from "../../js/page.js";
import { Refusal, ask } from "./net.js";
import { choose, openPart, refresh } from "./paper.js";
import { adopt, all, desk, forget, get, learn, now, ordered, page, user } from "./parts.js";
import { retry } from "./saving.js";
import { stranded } from "./stranded.js";

const often = 4000, seldom = 20000; // ms between looks, and while the page is hidden
const client = sessionStorage.getItem("editor-tab") ?? crypto.randomUUID?.() ?? String(Math.random()).slice(2, 18);
let timer, looking, lost = false, others = [];

/** One look: tells where I am, learns who is where and what has changed. */
async function look() {
  clearTimeout(timer);
  if (looking) return looking;
  looking = glance().finally(() => {
    looking = null;
    timer = setTimeout(look, document.hidden ? seldom : often);
  });
  return looking;
}

async function glance() {
  try {
    const answer = await ask("/here", { client, part: now.current, writing: !!openPart(), version: now.version, revision: now.revision });
    if (answer.user !== user) throw new Refusal(409, { code: "other_user", detail: otherUser() });
    back();
    others = answer.people;
    if (answer.parts.length) await follow(answer);
    people();
    comments(answer.comments);
    standing(answer);
  } catch (error) {
    trouble(error);
  }
}

const otherUser = () => say("Trang này được mở bằng tài khoản khác với tài khoản đang đăng nhập.", "This page was opened by another account than the one signed in.");

function back() {
  if (!lost) return;
  lost = false;
  document.getElementById("ed-alert").querySelector("[data-line]")?.remove();
  hideEmpty();
  retry();
}

const hideEmpty = () => {
  const alert = document.getElementById("ed-alert");
  if (!alert.childElementCount) alert.hidden = true;
};

/** Says what is wrong with the connection, once, where it is seen. */
function trouble(error) {
  lost = true;
  const alert = document.getElementById("ed-alert");
  let line = alert.querySelector("[data-line]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.line = "";
    alert.prepend(line);
  }
  const session = error instanceof Refusal && (error.status === 401 || error.code === "other_user");
  const kind = session ? "session" : error instanceof Refusal && !error.passing ? "refused" : "network";
  if (line.dataset.line !== kind) {
    line.dataset.line = kind;
    line.textContent = {
      session: say("Phiên làm việc đã hết. Cứ soạn tiếp: nội dung giữ trên máy này và tự gửi sau khi ", "Your session has ended. Go on writing: what you type is kept here and sent after you "),
      network: say("Mất kết nối. Cứ soạn tiếp: nội dung giữ trên máy này và tự gửi khi có mạng.", "No connection. Go on writing: what you type is kept here and sent when the network is back."),
      refused: error.words ?? "",
    }[kind];
    if (session) {
      const link = Object.assign(document.createElement("a"), { href: "/sign-in", target: "_blank", rel: "noopener", textContent: say("đăng nhập lại ở thẻ mới", "sign in again in a new tab") });
      line.append(link, ".");
    }
  }
  alert.hidden = false;
}

/** The text has changed: takes over what others did, around what I am writing. */
async function follow({ parts: places, version, revision }) {
  if (version !== now.version) return location.reload(); // another version is open now
  const list = places.filter((place) => place.id);
  const wanted = list.filter(({ id, tag, mark, head }) => {
    const part = get(id);
    return !part || !part.base || part.base.tag !== tag || part.base.mark !== mark || part.base.head !== head;
  }).map(({ id }) => id).filter((id) => !get(id)?.element.querySelector("[data-lazy]"));
  arrange(list);
  const mine = new Set(all().filter((part) => part.mine || part.sending));
  const changed = wanted.filter((id) => !mine.has(get(id)));
  if (changed.length) {
    const fresh = await ask("/parts", { ids: changed, bare: false });
    for (const data of fresh.parts) {
      const part = get(data.id);
      if (!part || part.mine || part.sending) continue;
      const news = part.base && part.base.tag !== data.tag;
      learn(part, data);
      refresh(part);
      if (news) flash(part);
    }
  }
  now.revision = revision;
  await outline();
}

/** Shows for a moment that a part was changed by somebody else. */
function flash(part) {
  part.element.classList.add("news");
  setTimeout(() => part.element.classList.remove("news"), 4000);
}

/** Puts the parts into the order of the plan. */
function arrange(list) {
  const there = new Set(list.map(({ id }) => id));
  for (const part of all()) {
    if (there.has(part.id)) continue;
    if (part.mine) stranded(part.id, part.label, part.mine);
    if (now.current === part.id) { // what stands beside goes on with the part above
      const before = ordered();
      choose(before.slice(0, before.indexOf(part)).findLast(({ id }) => there.has(id)));
    }
    part.element.remove();
    forget(part);
  }
  let before = page.querySelector("[data-kind=opening]");
  for (const { id } of list.filter(({ head }) => head)) {
    const part = get(id) ?? make(id);
    if (before.nextElementSibling !== part.element) before.after(part.element);
    before = part.element;
  }
}

function make(id) {
  const pattern = page.querySelector("[data-kind=opening]");
  const element = pattern.cloneNode(true);
  element.id = `part-${id}`;
  element.dataset.part = id;
  element.dataset.kind = "section";
  element.className = "ed-part";
  element.querySelector(".ed-print, .ed-edit").replaceWith(Object.assign(document.createElement("div"), { className: "ed-print" }));
  const link = element.querySelector(".ed-open");
  link.href = `${page.dataset.plan}/sections/${id}`;
  element.querySelector(".ed-state")?.remove();
  element.querySelector(".ed-refusal")?.remove();
  return adopt(element);
}

async function outline() {
  const { part } = await fetchPart(`${desk}?part=${encodeURIComponent(now.current)}`, "ed-outline");
  const old = document.getElementById("ed-outline");
  if (!part) return;
  const focused = old.contains(document.activeElement) && document.activeElement.dataset.goto;
  old.replaceWith(part);
  if (focused) part.querySelector(`[data-goto="${CSS.escape(focused)}"]`)?.focus();
  document.dispatchEvent(new CustomEvent("outlined"));
}

const initials = (name) => name.split(" · ")[0].trim().split(/\s+/).slice(-2).map((word) => word[0]).join("").toUpperCase();
const colour = (name) => [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5;

function chip({ name, writing }) {
  const span = document.createElement("span");
  span.className = `ed-chip c${colour(name)}${writing ? " writing" : ""}`;
  span.textContent = initials(name);
  span.title = writing ? say(`${name} đang sửa`, `${name} is writing`) : say(`${name} đang xem`, `${name} is reading`);
  span.setAttribute("role", "img");
  span.setAttribute("aria-label", span.title);
  return span;
}

/** Shows who is where: in the outline, in the margin, above. */
function people() {
  const key = JSON.stringify(others);
  if (people.shown === key && !people.stale) return;
  people.shown = key;
  people.stale = false;
  for (const element of page.querySelectorAll(".ed-who, .ed-beside-who")) element.replaceChildren();
  for (const person of others) {
    page.querySelector(`[data-who="${CSS.escape(person.part)}"]`)?.append(chip(person));
    const margin = get(person.part)?.element.querySelector(".ed-margin");
    if (!margin) continue;
    let who = margin.querySelector(".ed-beside-who");
    if (!who) margin.append((who = Object.assign(document.createElement("span"), { className: "ed-beside-who" })));
    who.append(chip(person));
  }
  const names = [...new Map(others.map((person) => [person.name, person])).values()];
  document.getElementById("ed-people").replaceChildren(...names.slice(0, 6).map(chip),
    ...(names.length > 6 ? [Object.assign(document.createElement("span"), { className: "ed-more", textContent: `+${names.length - 6}` })] : []));
}

function comments(counts) {
  for (const span of page.querySelectorAll("[data-talk]")) {
    const n = counts[span.dataset.talk] ?? 0;
    const text = n ? String(n) : "";
    if (span.firstChild?.textContent.trim() === text || (!text && !span.textContent.trim())) continue;
    span.replaceChildren(text);
    if (n) span.append(Object.assign(document.createElement("span"), { className: "sr", textContent: say(" ý kiến", " comments") }));
  }
}

/** The plan went on, or came back, while it was open here. */
function standing({ edit, why }) {
  if (edit === (page.dataset.edit != null)) return;
  announce(why || say("Kế hoạch lại được mở để soạn.", "The plan is open for writing again."), "warn");
  if (all().some((part) => part.mine)) return; // what was typed is still to be saved or copied
  location.reload();
}

export const lookNow = look;

export function keepInTouch() {
  sessionStorage.removeItem("editor-tab"); // a copied tab must not carry the same name
  addEventListener("pagehide", () => {
    sessionStorage.setItem("editor-tab", client);
    navigator.sendBeacon?.(`${desk}/leave`, new Blob([JSON.stringify({ client })], { type: "application/json" }));
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", look);
  addEventListener("offline", () => trouble(new TypeError("offline")));
  document.addEventListener("connection", ({ detail }) => trouble(detail));
  document.addEventListener("part-chosen", () => (clearTimeout(timer), (timer = setTimeout(look, 300))));
  document.addEventListener("look", look);
  document.addEventListener("outlined", () => {
    people.stale = true;
    people();
  });
  look();
}

