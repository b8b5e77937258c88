// What the other parts share: fetching a part of a page, and saying something.

const vietnamese = document.documentElement.lang !== "en";

/** The words of the page's language. */
export const say = (vi, en) => (vietnamese ? vi : en);

/** Says a message in the live region: in a corner when it has a tone, otherwise only aloud. */
export function announce(text, tone) {
  const box = document.createElement("div");
  box.className = tone ? `alert ${tone}` : "sr";
  box.textContent = text;
  document.getElementById("toasts").replaceChildren(box);
  setTimeout(() => box.remove(), 8000);
}

/** Runs after wait ms without another call. */
export function later(wait, run) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(run, wait, ...args);
  };
}

/** Fetches the fragment id; answers {part, response}, part null when the answer has none. */
export async function fetchPart(url, id, options = {}) {
  const response = await fetch(url, { ...options, headers: { "X-Fragment": id } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { response, page, part: page.getElementById(id) };
}

/** Puts part in the place of the element with its id; the focus and the caret stay. */
export function put(part) {
  const old = document.getElementById(part.id);
  const active = document.activeElement;
  const inside = old.contains(active) && active.id;
  const caret = inside && active.selectionStart;
  old.replaceWith(part);
  const again = inside && document.getElementById(inside);
  if (again) {
    again.focus({ preventScroll: true });
    if (caret != null && again.setSelectionRange) again.setSelectionRange(caret, caret);
  }
  document.dispatchEvent(new CustomEvent("swapped", { detail: part }));
}

/** Shows the answer to a form whose part is not in it: an error, or the form once more. */
export function showMain(page) {
  const main = page.querySelector("main");
  if (!main) return announce(say("Máy chủ không trả lời đúng. Hãy thử lại.", "The server did not answer properly. Please try again."), "bad");
  document.querySelector("main").replaceWith(main);
  (main.querySelector("[data-errors]") || main).focus();
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("swapped", { detail: main }));
}
