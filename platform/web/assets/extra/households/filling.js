// The form of one household on the device: each change is kept at once.
import { say } from "../../js/page.js";
import { settle } from "./conflict.js";
import { mark, show as showOutcome, tie } from "./form.js";
import { ordered, titles } from "./list.js";
import * as outbox from "./outbox.js";
import { faults, preview } from "./rules.js";
import { part, show } from "./screens.js";
import { fill, read } from "./sheet.js";

let untie = () => {};

/** Opens a household's form; leave is called when the reviewer is done with it. */
export function open(book, id, leave) {
  untie();
  const record = book.get(id);
  const { standard } = book.place(record);
  const box = part("[data-sheet]");
  box.replaceChildren(document.getElementById("off-form").content.cloneNode(true));
  const form = box.querySelector("form");
  part("[data-form-head]").textContent = record.head;
  part("[data-form-where]").textContent = [record.code, book.place(record).name, record.last && say(`lần trước ${record.last}`, `last time ${record.last}`)].filter(Boolean).join(" · ");
  const conflict = part("[data-conflict]");
  conflict.replaceChildren();
  show("form");
  if (record.theirs) {
    form.hidden = true;
    return settle(conflict, form, record, (agreed) => book.update(id, () => agreed).then(() => leave(null)));
  }
  fill(form, outbox.shown(record));
  const state = form.querySelector("[data-save-state]");
  const say1 = () => { state.textContent = titles()[outbox.state(book.get(id))]; };
  untie = tie(form, (sheet) => showOutcome(form, preview(standard, sheet)));
  say1();
  if (record.faults) mark(form, record.faults);
  form.addEventListener("input", () => {
    const sheet = read(form);
    book.update(id, (now) => outbox.edit(now, sheet)).then(say1, () => {
      state.textContent = say("Máy này không còn chỗ để giữ phiếu: hãy gửi trước khi nhập tiếp.", "This device has no room left: send before you go on.");
    });
  });
  let done = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (done) return;
    const sheet = read(form);
    if (!mark(form, faults(standard, sheet))) return;
    done = true;
    const stay = event.submitter?.value === "stay";
    await book.update(id, (now) => outbox.finish({ ...now, draft: outbox.tidy(sheet) }));
    leave(stay ? null : following(book, id));
  });
}

/** The next household that is not entered, after this one and round again. */
function following(book, id) {
  const list = ordered(book);
  const at = list.findIndex((record) => record.id === id);
  return [...list.slice(at + 1), ...list.slice(0, at)].find((record) => /^(todo|draft)$/.test(outbox.state(record)))?.id ?? null;
}
