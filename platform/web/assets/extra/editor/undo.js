// Undoing within one part: the browser's own memory ends where elements are made
// anew, as when a row is added to a table.
const pause = 700; // what is typed without a longer pause is undone together

export function history(start) {
  let past = [start], future = [], stamp = 0;
  const differs = (a, b) => a.title !== b.title || a.text !== b.text;
  return {
    /** Remembers what stands there now; alone starts a step of its own. */
    note(state, alone) {
      if (!differs(past.at(-1), state)) return;
      const at = performance.now();
      if (!alone && at - stamp < pause && past.length > 1) past[past.length - 1] = state;
      else past.push(state);
      stamp = alone ? 0 : at;
      future = [];
      if (past.length > 200) past.shift();
    },
    undo() {
      if (past.length < 2) return null;
      future.push(past.pop());
      stamp = 0;
      return past.at(-1);
    },
    redo() {
      if (!future.length) return null;
      past.push(future.pop());
      return past.at(-1);
    },
  };
}
