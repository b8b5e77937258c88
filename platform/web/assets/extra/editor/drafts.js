// What was typed and is not saved lies on this machine under the key of its
// author, until the server has it, the author signs out, or somebody else signs in.
import { desk, user } from "./parts.js";

const prefix = `editor:${user}:${desk}:`;

export function keep(part) {
  const { base, mine } = part;
  try {
    localStorage.setItem(prefix + part.id, JSON.stringify({ tag: base.tag, title: mine.title, text: mine.text,
      base: { title: base.title, text: base.text }, label: part.label }));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

export const drop = (id) => localStorage.removeItem(prefix + id);

/** What was left behind, by part. */
export function left() {
  const out = new Map();
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    try {
      out.set(key.slice(prefix.length), JSON.parse(localStorage.getItem(key)));
    } catch {
      localStorage.removeItem(key);
    }
  }
  return out;
}
