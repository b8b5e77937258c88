// The records of the device: sealed on the disk, opened in memory while the vault
// is. Every change is on the disk before anybody is told that it is made.
import * as outbox from "./outbox.js";

const packageID = "package";
const recordID = (round, household) => `${round}~${household}`;

export function openBook(vault) {
  const records = new Map();
  let parcel = { places: [] }; // what came with the households: rounds, villages, standards
  const tails = new Map(); // writes of one record, one after the other

  /** Replaces a record by what make gives for it, in turn. */
  function update(id, make) {
    const run = async () => {
      const now = records.get(id);
      const next = now && make(now);
      if (!next || next === now) return now;
      await vault.write(id, outbox.state(next), next);
      records.set(id, next);
      return next;
    };
    const tail = (tails.get(id) ?? Promise.resolve()).catch(() => {}).then(run);
    tails.set(id, tail);
    return tail;
  }

  return {
    update,
    get: (id) => records.get(id),
    all: () => [...records.values()],
    place: (record) => parcel.places.find(({ round, village }) => round === record.round && village === record.village),
    get places() { return parcel.places; },
    settled: () => Promise.allSettled([...tails.values()]),

    async load() {
      records.clear();
      for (const value of await vault.read()) {
        if (value.id === packageID) parcel = value;
        else records.set(value.id, value);
      }
    },

    /** Keeps what was taken along; work of one's own that is not sent stays. */
    async take(place, households) {
      const places = parcel.places.filter(({ round, village }) => round !== place.round || village !== place.village);
      const next = { id: packageID, places: [...places, place] };
      await vault.write(packageID, "", next);
      parcel = next;
      for (const fresh of households) {
        const id = recordID(place.round, fresh.household);
        if (records.has(id)) await update(id, (old) => (outbox.unsent(outbox.state(old)) ? null : blank(id, place, fresh)));
        else {
          const record = blank(id, place, fresh);
          await vault.write(id, outbox.state(record), record);
          records.set(id, record);
        }
      }
    },

    /** Takes away what has nothing unsent. */
    async dropSent() {
      const gone = [...records.values()].filter((record) => !outbox.unsent(outbox.state(record))).map(({ id }) => id);
      await vault.remove(gone);
      gone.forEach((id) => records.delete(id));
    },
  };
}

const blank = (id, { round, village }, { household, code, head, last, revision, entered, sheet }) => ({
  id, round, village, household, code, head, last, revision, entered, base: outbox.tidy(sheet), draft: null, done: false, sent: null, theirs: null, faults: null,
});
