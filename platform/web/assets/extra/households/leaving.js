// Leaves nothing behind: databases, caches, service workers, the mark for the
// pages' sign-out.
import { connect, all, drop, kept } from "./idb.js";
import { unsent } from "./outbox.js";

const mark = "offline";

/** Tells the ordinary pages that this device keeps something, and where. */
export const leaveMark = (base) => localStorage.setItem(mark, base);

/** How many sheets on this device are not sent, of all tenants; no key is needed. */
export async function unsentCount() {
  let count = 0;
  for (const tenant of await kept()) {
    const db = await connect(tenant);
    count += (await all(db, "records")).filter(({ state }) => state && unsent(state)).length;
    db.close();
  }
  return count;
}

export async function wipe() {
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
  for (const name of await caches.keys()) if (name.startsWith("vuon-offline")) await caches.delete(name);
  for (const tenant of await kept()) await drop(tenant);
  localStorage.removeItem(mark);
}
