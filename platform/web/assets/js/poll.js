// data-poll="2000": an element with an id fetches itself until it is data-done.
// It rests while the page is hidden, and slows down while the server does not answer.
import { announce, fetchPart, put } from "./page.js";

const watched = new WeakSet();

export function start(root) {
  const all = [...root.querySelectorAll("[data-poll]")];
  if (root.matches?.("[data-poll]")) all.push(root);
  for (const element of all) {
    if (element.dataset.done != null || watched.has(element)) continue;
    watched.add(element);
    wait(element, +element.dataset.poll);
  }
}

const wait = (element, pause) => setTimeout(ask, pause, element, pause);

async function ask(element, pause) {
  if (!element.isConnected) return;
  if (document.hidden) {
    return document.addEventListener("visibilitychange", () => ask(element, pause), { once: true });
  }
  try {
    const { part, response } = await fetchPart(element.dataset.src || location.href, element.id);
    if (!element.isConnected) return;
    if (!part || !response.ok) throw new Error(`HTTP ${response.status}`);
    put(part); // which starts the next round unless it is done
    if (part.dataset.done != null) announce(part.dataset.done || part.innerText, "info");
  } catch {
    wait(element, Math.min(pause * 2, 60000));
  }
}
