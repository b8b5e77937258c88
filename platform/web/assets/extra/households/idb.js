// IndexedDB in promises: one database a tenant, what the vault is (meta) and what
// it keeps (records).
const prefix = "vuon-offline-";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export async function connect(tenant) {
  const request = indexedDB.open(prefix + tenant, 1);
  request.onupgradeneeded = () => ["meta", "records"].forEach((name) => request.result.createObjectStore(name, { keyPath: "id" }));
  const db = await done(request);
  db.onversionchange = () => db.close(); // another tab signs out
  return db;
}

export const get = (db, store, id) => done(db.transaction(store).objectStore(store).get(id));
export const all = (db, store) => done(db.transaction(store).objectStore(store).getAll());

/** Resolves when the change is on the disk, not only in the system's memory. */
export function change(db, store, run) {
  const tx = db.transaction(store, "readwrite", { durability: "strict" });
  run(tx.objectStore(store));
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });
}

/** The tenants of which this device keeps something. */
export async function kept() {
  const list = await indexedDB.databases();
  return list.map(({ name }) => name).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

export const drop = (tenant) => done(indexedDB.deleteDatabase(prefix + tenant));
