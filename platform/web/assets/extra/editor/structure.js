// Inserting, moving and removing sections. The server numbers anew and says which
// texts name a section by its old number.
import { announce, say } from "../../js/page.js";
import { Refusal, ask } from "./net.js";
import { choose, load, open } from "./paper.js";
import { get, now, page, user } from "./parts.js";
import { lookNow } from "./presence.js";
import { saveAll } from "./saving.js";

const node = (id) => page.querySelector(`[data-node="${CSS.escape(id)}"]`);
const parentOf = (entry) => entry.parentElement.closest("[data-node]")?.dataset.node ?? "";
const sectionBefore = (entry, skip) => {
  let at = entry.previousElementSibling;
  while (at && at.dataset.node === skip) at = at.previousElementSibling;
  return at?.dataset.section != null ? at.dataset.node : "";
};

/** Where something dropped at an entry goes. */
export function place(entry, how, skip) {
  if (how === "in") return { parent: entry.dataset.node, after: [...entry.querySelectorAll(":scope > ol > [data-node]")].map((e) => e.dataset.node).filter((id) => id !== skip).at(-1) ?? "" };
  return { parent: parentOf(entry), after: how === "after" ? entry.dataset.node : sectionBefore(entry, skip) };
}

/** Changes the structure and shows what became of it. */
export async function change(act, id, more = {}) {
  saveAll();
  const body = { user, do: act, undo: 0, id, tag: get(id)?.base?.tag ?? "", parent: "", after: "", title: "", text: "", ...more };
  try {
    const done = await ask("/structure", body);
    offer(done.undo);
    await lookNow();
    if (done.references.length) {
      announce(say(`Số mục đã đổi. Nên xem lại chỗ viết: ${done.references.slice(0, 3).join("; ")}`, `Numbers have changed. Look again at: ${done.references.slice(0, 3).join("; ")}`), "warn");
    } else announce(done.renumbered ? say("Đã xong, số thứ tự đã tính lại.", "Done, and numbered anew.") : say("Đã xong.", "Done."));
    return done;
  } catch (error) {
    announce(error instanceof Refusal ? error.words : say("Mất kết nối nên chưa làm được. Hãy thử lại khi có mạng.", "No connection, so nothing was done. Try again when the network is back."), "bad");
    return null;
  }
}

let last = 0; // the revision of the last move or removal here

/** Offers to take the last move or removal back. */
function offer(revision) {
  last = revision;
  const button = page.querySelector("[data-undo]");
  if (!revision && button.contains(document.activeElement)) page.querySelector("[data-tool]").focus();
  button.hidden = !revision;
}

export async function undoing() {
  if (!last) return;
  const done = await change("undo", "", { undo: last });
  const part = done && get(done.id);
  if (part) choose(part, { scroll: true });
}

const chosenSection = () => {
  const entry = now.current && node(now.current);
  return entry?.dataset.section != null ? entry : null;
};

export function adding() {
  const dialog = document.getElementById("ed-new");
  const entry = chosenSection();
  const name = entry?.querySelector(":scope > a").textContent.replace(/\s+/g, " ").trim();
  const say1 = (where, text) => (dialog.querySelector(`[data-where=${where}]`).textContent = text);
  say1("after", entry ? say(`Sau «${name}», cùng cấp`, `Behind "${name}", same level`) : say("Cuối kế hoạch", "At the end of the plan"));
  say1("inside", entry ? say(`Bên trong «${name}», cuối cùng`, `Inside "${name}", last`) : say("Cuối kế hoạch", "At the end of the plan"));
  dialog.querySelector("form").reset();
  dialog.showModal();
  dialog.querySelector("input[name=title]").focus();
}

async function add(form) {
  const entry = chosenSection();
  const last = [...page.querySelectorAll("#ed-outline > ol > [data-section]")].at(-1);
  const to = entry ? place(entry, form.elements.where.value === "inside" ? "in" : "after") : { parent: "", after: last?.dataset.node ?? "" };
  const done = await change("insert", "", { ...to, title: form.elements.title.value });
  const part = done && get(done.id);
  if (!part) return;
  choose(part, { scroll: true });
  open(part);
}

export function removing(id) {
  const entry = node(id);
  if (entry?.dataset.section == null) return announce(say("Phần này không xóa được, chỉ để trống.", "This part cannot be removed, only emptied."), "warn");
  const dialog = document.getElementById("ed-remove");
  dialog.dataset.id = id;
  dialog.querySelector("[data-remove-what]").textContent = entry.querySelector(":scope > a").textContent.replace(/\s+/g, " ").trim();
  dialog.showModal();
}

async function loaded(id) {
  if (!get(id)?.base) await load([id]).catch(() => {});
}

export function watchStructure() {
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-undo]")) return void undoing();
    const act = event.target.closest("[data-shift]")?.dataset.shift;
    if (!act) return;
    if (!chosenSection()) return announce(say("Hãy chọn một mục trong mục lục.", "Choose a section in the outline."), "warn");
    if (act === "remove") removing(now.current);
    else change(act, now.current);
  });
  page.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.newSection != null) add(form);
    if (form.dataset.remove == null) return;
    const { id } = form.closest("dialog").dataset;
    await loaded(id);
    change("remove", id);
  });
}
