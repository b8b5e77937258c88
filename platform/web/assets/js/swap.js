// data-swap="id": a link or form replaces #id instead of the page, with history.
// data-live: the form does so while one types.
import { announce, fetchPart, later, put, say, showMain } from "./page.js";
import { start as startPolls } from "./poll.js";

const address = () => location.pathname + location.search;
let shown = address(); // what the page holds now; going back elsewhere loads it
let running; // aborts the swap under way: the last wish counts

async function swap(url, id, { options, typing } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  const old = document.getElementById(id);
  if (!old) return location.assign(url);
  old.setAttribute("aria-busy", "true");
  try {
    const { part, page, response } = await fetchPart(url, id, { ...options, signal: mine.signal });
    const moved = response.redirected && new URL(response.url).pathname !== location.pathname;
    if (moved || (!part && !options)) return location.assign(options ? response.url : url);
    if (!part) return showMain(page);
    put(part);
    if (!options) history[typing ? "replaceState" : "pushState"](null, "", response.url);
    shown = address();
    if (!typing) reveal(part);
    announce(part.dataset.say || say("Đã cập nhật", "Updated"));
  } catch (error) {
    if (error.name === "AbortError") return;
    old.removeAttribute("aria-busy");
    announce(say("Mất kết nối. Nội dung chưa được cập nhật, hãy thử lại.", "No connection. Nothing was updated, please try again."), "bad");
  }
}

/** Leads keyboard and screen reader to what is new. */
function reveal(part) {
  const target = part.querySelector("[data-errors], [autofocus]") || part;
  if (target === part) part.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (part.getBoundingClientRect().top < 0) part.scrollIntoView();
}

/** Sends a form by fetch: GET as a query without empty fields, POST as a body. */
function send(form, submitter, typing) {
  const data = new FormData(form, submitter);
  if (form.method === "post") {
    const file = form.enctype.startsWith("multipart");
    return swap(form.action, form.dataset.swap, { options: { method: "POST", body: file ? data : new URLSearchParams(data) } });
  }
  const url = new URL(form.action);
  url.search = new URLSearchParams([...data].filter(([, value]) => value !== ""));
  return swap(url.href, form.dataset.swap, { typing });
}

export function watchSwaps() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    swap(link.href, link.dataset.swap);
    for (const other of link.closest("nav")?.querySelectorAll("[aria-current]") ?? []) other.removeAttribute("aria-current");
    if (link.closest("nav:not(.pager)")) link.setAttribute("aria-current", "true");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.swap || form.dataset.upload != null || event.defaultPrevented) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  const typed = later(250, (form) => send(form, null, true));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.live != null && form.dataset.swap) typed(form);
  });
  addEventListener("popstate", () => { if (address() !== shown) location.reload(); });
  document.addEventListener("swapped", (event) => startPolls(event.detail));
}
