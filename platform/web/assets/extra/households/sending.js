// Brings to the server what is ready. What may have arrived is sent again under
// the same name until it is answered, so it counts once.
import { ask } from "./net.js";
import * as outbox from "./outbox.js";

const atOnce = 20; // sheets a request

/** Sends everything that is ready; told is called with how many are left. Throws
 * what net.js throws where it cannot go on. */
export async function send(base, owner, book, told) {
  for (;;) {
    const ready = [];
    for (const { id } of book.all()) {
      if (ready.length === atOnce) break;
      const record = await book.update(id, (now) => outbox.next(now, crypto.randomUUID()));
      if (record?.sent) ready.push(record);
    }
    if (!ready.length) return;
    const { answers } = await ask(`${base}/send`, { user: owner, entries: ready.map(({ round, household, sent }) => ({ round, household, ...sent })) });
    for (const record of ready) {
      const answer = answers.find(({ client }) => client === record.sent.client);
      if (!answer) throw new TypeError("an entry was not answered");
      await book.update(record.id, (now) => outbox.answered(now, answer));
    }
    told();
  }
}
