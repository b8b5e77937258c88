// What the device keeps is sealed with a key that is made of the reviewer's code
// and lives in this page's memory alone. In clear stand only ids, how far each
// record is (so that unsent work can be counted while locked), salt and tries.
import { all, change, connect, drop, get } from "./idb.js";

const iterations = 600_000; // of PBKDF2: half a second on a slow phone
const freeTries = 5;
const minute = 60_000;
const longestWait = 60 * minute;
export const shortestCode = 6;

const bytes = (text) => new TextEncoder().encode(text);
const random = (n) => crypto.getRandomValues(new Uint8Array(n));

async function keyOf(code, salt, rounds) {
  const secret = await crypto.subtle.importKey("raw", bytes(code.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, secret,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const bound = (tenant, id) => bytes(`${tenant}|${id}`); // a sealed record opens in its own place only

async function seal(key, tenant, id, value) {
  const iv = random(12);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(tenant, id) }, key, bytes(JSON.stringify(value)));
  return { iv, body };
}

async function unseal(key, tenant, { id, iv, body }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(tenant, id) }, key, body);
  return JSON.parse(new TextDecoder().decode(plain));
}

/** Why a code is too easy to guess: "short", "simple", or "". */
export function weakness(code) {
  const letters = [...code];
  if (letters.length < shortestCode) return "short";
  const steps = new Set(letters.slice(1).map((c, i) => c.codePointAt(0) - letters[i].codePointAt(0)));
  return steps.size === 1 && Math.abs([...steps][0]) < 2 ? "simple" : "";
}

/** How long to wait after so many wrong tries, in ms. */
export const pauseAfter = (tries) => (tries < freeTries ? 0 : Math.min(longestWait, minute * 2 ** (tries - freeTries)));

export async function openVault(tenant) {
  let db = await connect(tenant);
  let key = null;
  let meta = await get(db, "meta", "vault");
  const remember = (next) => change(db, "meta", (store) => store.put((meta = next)));

  return {
    tenant,
    get exists() { return !!meta; },
    get open() { return !!key; },
    get owner() { return meta?.owner; },
    /** When the next try is allowed, in ms of the clock. */
    get until() { return meta?.until ?? 0; },

    async make(code, owner) {
      const salt = random(16);
      key = await keyOf(code, salt, iterations);
      await remember({ id: "vault", owner, salt, iterations, tries: 0, until: 0, check: { id: "check", ...(await seal(key, tenant, "check", "vuon")) } });
    },

    /** Whether the code is right. A try counts before its outcome is known. */
    async unlock(code) {
      meta = await get(db, "meta", "vault"); // another tab may have tried
      if (Date.now() < meta.until) return false;
      const tries = meta.tries + 1;
      await remember({ ...meta, tries, until: Date.now() + pauseAfter(tries) });
      const candidate = await keyOf(code, meta.salt, meta.iterations);
      try {
        await unseal(candidate, tenant, meta.check);
      } catch {
        return false;
      }
      await remember({ ...meta, tries: 0, until: 0 });
      key = candidate;
      return true;
    },

    lock() { key = null; },

    async write(id, state, value) {
      const sealed = await seal(key, tenant, id, value);
      await change(db, "records", (store) => store.put({ id, state, ...sealed }));
    },

    async read() {
      const list = await all(db, "records");
      return Promise.all(list.map((record) => unseal(key, tenant, record)));
    },

    remove: (ids) => change(db, "records", (store) => ids.forEach((id) => store.delete(id))),

    /** Ids and states, which need no key. */
    async states() {
      return (await all(db, "records")).map(({ id, state }) => ({ id, state }));
    },

    async destroy() {
      key = meta = null;
      db.close();
      await drop(tenant);
    },
  };
}
