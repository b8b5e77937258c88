// Somebody else saved a part while I was writing it: both versions side by side,
// and nothing is written over until I have chosen.
import { announce, say } from "../../js/page.js";
import { drop, keep } from "./drafts.js";
import { Refusal, ask } from "./net.js";
import { open, print, redraw } from "./paper.js";
import { learn } from "./parts.js";
import { saved, send, set } from "./saving.js";

const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

/** Asks how the part stands now, and shows both or finds that they are the same. */
export async function settle(part) {
  const mine = part.mine;
  if (!mine) return;
  let answer;
  try {
    answer = await ask("/compare", { id: part.id, title: mine.title, text: mine.text });
  } catch (error) {
    if (error instanceof Refusal && !error.passing && error.status !== 401) return set(part, "refused", error.words);
    return set(part, "waiting");
  }
  const { theirs, when, diff } = answer;
  const who = answer.who.split(" · ")[0];
  if (answer.same) return saved(part, mine, { parts: [theirs] }); // our answer was lost on the way: the words are there
  const base = { title: part.base.title, text: part.base.text };
  part.conflict = { theirs, base };
  set(part, "conflict");
  draw(part, who, when, diff);
}

function draw(part, who, when, diff) {
  part.element.querySelector(".ed-conflict")?.remove();
  const card = make("div", "ed-conflict");
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", say("Hai bản của mục này", "Two versions of this part"));
  card.lang = document.documentElement.lang;
  card.append(make("h4", "", say(`${who || "Người khác"} đã lưu mục này trong lúc bạn gõ`, `${who || "Somebody else"} saved this part while you were typing`)),
    make("p", "hint", say("Chưa có gì bị ghi đè. Chọn một bản, hoặc sửa bản ghép rồi lưu.", "Nothing was written over. Choose one, or edit the merged text and save it.")));
  const both = make("div", "ed-both");
  const side = (title, body) => {
    const box = make("div", "ed-side");
    box.tabIndex = 0; // it may scroll
    box.append(make("h5", "", title), body);
    both.append(box);
  };
  const words = make("div", "pre", [part.conflict.theirs.title, part.conflict.theirs.text].filter(Boolean).join("\n"));
  words.lang = "vi";
  side(say(`Bản của ${who || "người khác"}${when ? ` · ${when}` : ""}`, `Theirs${when ? ` · ${when}` : ""}`), words);
  const mine = make("div", "");
  mine.lang = "vi";
  mine.innerHTML = diff; // of the server, escaped there
  side(say("Bản của bạn, khác ở chỗ", "Yours, where it differs"), mine);
  const acts = make("div", "row");
  const act = (name, text, kind) => {
    const button = make("button", `btn small ${kind}`, text);
    button.type = "button";
    button.dataset.choose = name;
    acts.append(button);
  };
  act("merge", say("Sửa bản ghép", "Edit the merged text"), "primary");
  act("mine", say("Lưu bản của bạn", "Keep yours"), "");
  act("theirs", say(`Lấy bản của ${who || "người kia"}`, "Take theirs"), "");
  card.append(both, acts);
  card.addEventListener("click", (event) => chosen(part, event.target.closest("[data-choose]")?.dataset.choose));
  part.element.prepend(card);
  const first = mine.querySelector("ins, del"); // long texts begin where they differ
  if (first) for (const box of both.children) box.scrollTop = Math.max(first.offsetTop - mine.offsetTop - 40, 0);
  announce(say("Một mục có hai bản. Hãy chọn bản để lưu.", "A part has two versions. Choose which to save."), "warn");
}

/** Closes the card; what is saved from now on stands upon theirs. */
function upon(part) {
  const { theirs } = part.conflict;
  part.element.querySelector(".ed-conflict")?.remove();
  part.conflict = null;
  learn(part, theirs);
}

async function chosen(part, choice) {
  if (!choice) return;
  const { theirs, base } = part.conflict;
  if (choice === "theirs") {
    upon(part);
    part.mine = null;
    drop(part.id);
    set(part, "saved");
    if (part.open) redraw(part, part.base);
    else print(part);
    return;
  }
  if (choice === "merge") {
    const merged = { title: mergeWords(base.title, part.mine.title, theirs.title), text: merge(base.text, part.mine.text, theirs.text) };
    part.mine = merged;
    if (!part.open) await open(part);
    redraw(part, merged);
    part.undo?.note(merged, true);
    return wait(part);
  }
  upon(part);
  if (choice === "mine" || choice === "save") {
    keep(part);
    part.state = "dirty";
    send(part);
  }
}

/** The merged text lies in the part to be edited; it is saved when the author says so. */
function wait(part) {
  const card = part.element.querySelector(".ed-conflict");
  const acts = card.querySelector(".row");
  const button = make("button", "btn small primary", say("Lưu bản ghép", "Save the merged text"));
  button.type = "button";
  button.dataset.choose = "save";
  acts.querySelector("[data-choose=merge]").replaceWith(button);
  card.querySelector(".hint").textContent = say("Bản ghép nằm trong mục bên dưới: sửa rồi bấm «Lưu bản ghép».", "The merged text lies in the part below: edit it, then save it.");
}

/** Three-way by lines, and within a line that both have changed by words. */
export const merge = (base, mine, theirs) => threeWay(base.split("\n"), mine.split("\n"), theirs.split("\n"), (was, ours, others) => {
  if (was.length === 1 && ours.length === 1 && others.length === 1 && !/\t/.test(was + ours + others)) return [mergeWords(was[0], ours[0], others[0])];
  return [...others, ...ours.filter((line) => !others.includes(line))];
}).join("\n");

const mergeWords = (was, ours, others) => threeWay(was.split(" "), ours.split(" "), others.split(" "), (_, x, y) => [...y, ...x]).join(" ");

/** What only one has changed is taken from that one; where both did, both decides. */
function threeWay(o, a, b, both) {
  const inMine = matches(o, a), inTheirs = matches(o, b);
  const out = [];
  let i = 0, x = 0, y = 0;
  while (i <= o.length) {
    let j = i;
    while (j < o.length && !(inMine.has(j) && inTheirs.has(j))) j++;
    const endMine = j < o.length ? inMine.get(j) : a.length, endTheirs = j < o.length ? inTheirs.get(j) : b.length;
    const [was, ours, others] = [o.slice(i, j), a.slice(x, endMine), b.slice(y, endTheirs)];
    const equal = (p, q) => p.join("\n") === q.join("\n");
    if (equal(ours, was)) out.push(...others);
    else if (equal(others, was) || equal(ours, others)) out.push(...ours);
    else out.push(...both(was, ours, others));
    if (j < o.length) out.push(o[j]);
    [i, x, y] = [j + 1, endMine + 1, endTheirs + 1];
  }
  return out;
}

/** Which line of the first is which of the second: a longest common subsequence. */
function matches(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  const out = new Map();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) out.set(i++, j++);
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  return out;
}
