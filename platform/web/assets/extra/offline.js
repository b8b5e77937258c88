// The offline application (apps/households/views/offline.templ): the day's
// households are taken along sealed, filled in without network, and sent.
import { later, say } from "../js/page.js";
import { openBook } from "./households/book.js";
import { open as openForm } from "./households/filling.js";
import { leaveMark, unsentCount, wipe } from "./households/leaving.js";
import { draw } from "./households/list.js";
import { Refusal, ask } from "./households/net.js";
import { base, page, part, refuse, show, status, tenant } from "./households/screens.js";
import { send } from "./households/sending.js";
import { openVault, shortestCode, weakness } from "./households/vault.js";

const idle = 20 * 60_000; // without a touch the vault locks
const again = 60_000; // while something waits, the network is tried so often

let vault, book, running;

const lost = () => status(say("Không có mạng. Phiếu được giữ trên máy, mã hóa, và gửi khi có mạng.", "No network. What you enter is kept here, encrypted, and sent when the network is back."), "warn");

/** Whether an error is only that there is no network now. */
const offline = (error) => !(error instanceof Refusal) || error.passing;

/** The server knows us no more: what was sent goes, what was not stays sealed. */
async function ended() {
  if (book && vault.open) await book.dropSent();
  if ((await unsentCount()) === 0) {
    await wipe();
    return location.assign(`/sign-in?next=${encodeURIComponent(base)}`);
  }
  status(say("Phiên làm việc đã hết. Phiếu chưa gửi vẫn được giữ mã hóa trên máy: hãy đăng nhập lại rồi gửi.", "Your session has ended. What is not sent stays here, encrypted: sign in again and send it."), "warn");
  part("[data-sign-in]").hidden = false;
}

async function failed(error) {
  if (offline(error)) return lost();
  if (error.ended) return ended();
  status(error.message, "bad");
}

function refresh() {
  if (!vault.open) return;
  draw(book);
}

/** Sends what is ready, one sending at a time. */
function deliver() {
  if (!vault?.open || running) return running;
  running = (async () => {
    try {
      await send(base, vault.owner, book, refresh);
      if (navigator.onLine) status("");
      part("[data-sign-in]").hidden = true;
    } catch (error) {
      await failed(error);
    } finally {
      running = null;
      if (page.dataset.now === "list") refresh();
    }
  })();
  return running;
}

function toList() {
  refresh();
  show("list");
}

function fillIn(id) {
  openForm(book, id, (next) => {
    deliver();
    if (next) fillIn(next);
    else toList();
  });
}

async function opened() {
  book = openBook(vault);
  await book.load();
  if (book.all().length) toList();
  else await choosing();
  deliver();
}

/** Offers the villages that the server has for this reviewer. */
async function choosing() {
  try {
    const { account, places } = await ask(`${base}/places`);
    if (account !== vault.owner) {
      toList();
      return status(say("Máy này đang giữ hồ sơ của người khác. Người đó phải đăng nhập và gửi, hoặc xóa hồ sơ khỏi máy.", "This device keeps somebody else's work. They must sign in and send it, or remove it."), "bad");
    }
    part("[data-places]").replaceChildren(...places.map(placeRow));
    part("[data-no-places]").hidden = places.length > 0;
    show("take");
  } catch (error) {
    toList();
    await failed(error);
  }
}

function placeRow({ round, title, village, name, count, todo }) {
  const label = Object.assign(document.createElement("label"), { className: "key" });
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "place", value: JSON.stringify({ round, village }), checked: todo > 0 });
  const text = document.createElement("span");
  text.append(Object.assign(document.createElement("b"), { textContent: name }), Object.assign(document.createElement("small"), { textContent: say(`${title}: ${count} hộ, ${todo} hộ chưa nhập`, `${title}: ${count} households, ${todo} not entered`) }));
  label.append(box, text);
  return label;
}

async function take(form) {
  const chosen = [...form.querySelectorAll("input:checked")].map(({ value }) => JSON.parse(value));
  try {
    for (const { round, village } of chosen) {
      const { place, households } = await ask(`${base}/package?round=${encodeURIComponent(round)}&village=${encodeURIComponent(village)}`);
      await book.take(place, households);
    }
    status(say("Đã lấy hộ về máy. Có thể nhập khi không có mạng.", "The households are here. You can enter them without network."), "good");
    toList();
  } catch (error) {
    await failed(error);
  }
}

async function make(form) {
  const code = form.elements.code.value;
  const weak = weakness(code);
  if (weak === "short") return refuse(form, say(`Mã mở khóa có ít nhất ${shortestCode} ký tự.`, `The code has at least ${shortestCode} characters.`));
  if (weak) return refuse(form, say("Mã này quá dễ đoán. Hãy chọn mã khác.", "This code is too easy to guess. Choose another."));
  if (code !== form.elements.again.value) return refuse(form, say("Hai lần nhập không giống nhau.", "The two are not the same."));
  refuse(form, "");
  try {
    const { account } = await ask(`${base}/places`);
    await vault.make(code, account);
    leaveMark(base);
    await navigator.storage?.persist?.();
    form.reset();
    await opened();
  } catch (error) {
    await failed(error);
  }
}

async function unlock(form) {
  const right = await vault.unlock(form.elements.code.value);
  form.reset();
  if (right) {
    refuse(form, "");
    return opened();
  }
  const wait = Math.ceil((vault.until - Date.now()) / 60_000);
  refuse(form, wait > 0 ? say(`Sai mã nhiều lần. Hãy thử lại sau ${wait} phút.`, `Wrong too often. Try again in ${wait} minutes.`) : say("Mã mở khóa không đúng.", "The code is wrong."));
}

function lock() {
  vault.lock();
  book = null;
  part("[data-sheet]").replaceChildren();
  part("[data-conflict]").replaceChildren();
  part("[data-list]").replaceChildren();
  part("[data-find]").value = "";
  part("[data-form-head]").textContent = part("[data-form-where]").textContent = "";
  show("unlock");
}

async function leaving() {
  const count = await unsentCount();
  if (count === 0) return left();
  part("[data-unsent]").textContent = count;
  part("[data-leave] input[name=sure]").checked = false;
  show("leave");
}

async function left() {
  await wipe();
  document.getElementById("off-sign-out").submit();
}

const clicks = {
  taking: () => choosing(), send: () => deliver(), lock: () => book.settled().then(lock), leaving, list: () => toList(),
};

function watch() {
  page.addEventListener("click", ({ target }) => {
    const household = target.closest("[data-household]")?.dataset.household;
    if (household) return fillIn(household);
    const act = target.closest("[data-do]")?.dataset.do;
    if (act) clicks[act]();
  });
  page.addEventListener("submit", (event) => {
    const form = event.target;
    const act = { make, unlock, take, leave: left }[form.dataset.form];
    if (!act) return;
    event.preventDefault();
    form.toggleAttribute("aria-busy", true);
    act(form).finally(() => form.removeAttribute("aria-busy"));
  });
  part("[data-find]").addEventListener("input", later(150, refresh));
  addEventListener("online", () => deliver());
  addEventListener("offline", lost);
  document.addEventListener("visibilitychange", () => document.hidden || deliver());
  setInterval(() => vault?.open && !document.hidden && deliver(), again);
  const rest = later(idle, () => vault?.open && book.settled().then(lock));
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => rest());
  rest();
}

/** One tab at a time works with what the device keeps. */
const alone = () => new Promise((resolve) => {
  navigator.locks.request(`vuon-offline-${tenant}`, { ifAvailable: true }, (held) => {
    resolve(!!held);
    return held && new Promise(() => {}); // until the tab is closed
  });
});

async function begin() {
  if (!isSecureContext || !navigator.serviceWorker || !navigator.locks || !indexedDB.databases) return show("unfit");
  if (!(await alone())) return show("twice");
  watch();
  navigator.serviceWorker.register(`${base}/worker.js`, { scope: base }).then(() => (page.dataset.ready = ""), () => {});
  vault = await openVault(tenant);
  if (!navigator.onLine) lost();
  if (new URLSearchParams(location.search).has("leave")) return leaving();
  show(vault.exists ? "unlock" : "make");
}

if (page) begin();
