// What becomes of one household's sheet between the device and the server. Pure:
// each function answers with the next record.
//
// record: revision and base, what the server had; draft, what was typed since
// (null: nothing); done, the reviewer is ready with it; sent, what is on its way
// and may have arrived ({client, revision, sheet}); theirs, what somebody else
// saved meanwhile; faults, why the server took it not.

/** A sheet without the fields that say nothing. */
export const tidy = (sheet) => Object.fromEntries(Object.entries(sheet).filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1)));

export const same = (a, b) => JSON.stringify(tidy(a ?? {})) === JSON.stringify(tidy(b ?? {}));

/** What the reviewer sees now. */
export const shown = (record) => record.draft ?? record.sent?.sheet ?? record.base;

/** todo, draft, waiting, saved, invalid, conflict. */
export function state(record) {
  if (record.theirs) return "conflict";
  if (record.faults) return "invalid";
  if (record.sent || (record.draft && record.done)) return "waiting";
  if (record.draft) return "draft";
  return record.entered ? "saved" : "todo";
}

/** Whether something here is not on the server. */
export const unsent = (name) => name !== "saved" && name !== "todo";

/** Something was typed. What says the same as before is no change. */
export function edit(record, sheet) {
  if (same(sheet, shown(record))) return record;
  const back = !record.sent && same(sheet, record.base);
  return { ...record, draft: back ? null : tidy(sheet), done: false, faults: null };
}

export const finish = (record) => ({ ...record, draft: record.draft ?? tidy(shown(record)), done: true, faults: null });

/** What to send now, with the record that remembers it; null: nothing. What may
 * have arrived is sent again as it was, before anything newer. */
export function next(record, client) {
  if (record.theirs || record.faults) return null;
  if (record.sent) return record;
  if (!record.draft || !record.done) return null;
  return { ...record, sent: { client, revision: record.revision, sheet: record.draft } };
}

/** The server has answered: saved, same, conflict or refused. */
export function answered(record, answer) {
  if (record.sent?.client !== answer.client) return record; // of an older sending
  const { sent, ...rest } = record;
  const typedSince = record.draft && !same(record.draft, sent.sheet);
  switch (answer.status) {
    case "saved":
    case "same":
      return { ...rest, sent: null, faults: null, entered: true, revision: answer.revision, base: answer.sheet,
        draft: typedSince ? record.draft : null, done: typedSince ? record.done : false };
    case "conflict":
      return { ...rest, sent: null, draft: record.draft ?? sent.sheet, theirs: answer.theirs };
    default:
      return { ...rest, sent: null, draft: record.draft ?? sent.sheet, done: false, faults: answer.faults };
  }
}

/** The fields in which both differ, each with the side that alone has changed it
 * since they parted ("" when both did). */
export function differences(record) {
  const { base, theirs, draft: mine } = record;
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs.sheet)]);
  return [...names].filter((name) => (mine[name] ?? "") !== (theirs.sheet[name] ?? "")).sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((name) => {
    const was = base[name] ?? "", ours = mine[name] ?? "", other = theirs.sheet[name] ?? "";
    return { name, mine: ours, theirs: other, changed: ours === was ? "theirs" : other === was ? "mine" : "" };
  });
}

/** A person has decided: picks says of each field whose value stays. */
export function decided(record, picks) {
  const sheet = { ...record.draft };
  for (const { name, theirs } of differences(record)) if (picks[name] === "theirs") sheet[name] = theirs;
  const settled = { ...record, revision: record.theirs.revision, base: record.theirs.sheet, entered: true, theirs: null, faults: null };
  if (same(sheet, record.theirs.sheet)) return { ...settled, draft: null, done: false };
  return { ...settled, draft: tidy(sheet), done: true };
}
