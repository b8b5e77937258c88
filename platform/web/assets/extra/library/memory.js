// What is being sent is remembered in IndexedDB: which upload of the server a
// file belongs to, and small files themselves, so that a reload goes on by itself.

const small = 64 << 20; // bytes of a file that is remembered whole
const life = 24 * 3600 * 1000; // as long as the server keeps an unfinished upload

const open = new Promise((resolve) => {
  const request = indexedDB.open("vuon-library", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("uploads", { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => resolve(null); // a private window: nothing is remembered
});

async function act(mode, run) {
  const db = await open;
  if (!db) return undefined;
  return new Promise((resolve) => {
    const request = run(db.transaction("uploads", mode).objectStore("uploads"));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
}

const owner = () => document.body.dataset.user ?? "";
const keyOf = (place, file) => [owner(), place.uploads, place.folder, place.file, file.name, file.size, file.lastModified].join("|");

/** Remembers that the file is being sent to the place; finds what was remembered of it. */
export async function keep(place, file) {
  const key = keyOf(place, file);
  const old = await act("readonly", (store) => store.get(key));
  if (old && Date.now() - old.at < life) return old;
  const entry = { key, owner: owner(), place, name: file.name, size: file.size, at: Date.now(), id: "" };
  if (file.size <= small) entry.file = file;
  await act("readwrite", (store) => store.put(entry));
  return entry;
}

/** Remembers the server's name of the upload. */
export async function note(entry, id) {
  entry.id = id;
  entry.at = Date.now();
  await act("readwrite", (store) => store.put(entry));
}

export const forget = (entry) => act("readwrite", (store) => store.delete(entry.key));

/** What is unfinished at a place; what is too old is forgotten. */
export async function kept(place) {
  const all = (await act("readonly", (store) => store.getAll())) ?? [];
  const here = [];
  for (const entry of all) {
    if (Date.now() - entry.at >= life) await forget(entry);
    else if (entry.owner === owner() && JSON.stringify(entry.place) === JSON.stringify(place)) here.push(entry);
  }
  return here;
}
