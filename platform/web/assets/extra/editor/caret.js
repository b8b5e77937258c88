// Where the caret stands, in terms of a part's lines, so that it can be found
// again after the elements were made anew.
const blocks = (edit) => [...edit.querySelectorAll(".ed-title, .ed-body > *, td")];

const offsetIn = (block, node, at) => {
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEnd(node, at);
  return range.toString().length;
};

/** {block, offset} of the caret, null when it is elsewhere. */
export function caretOf(edit) {
  const selection = getSelection();
  if (!selection.rangeCount || !edit.contains(selection.focusNode)) return null;
  const list = blocks(edit);
  const index = list.findIndex((block) => block.contains(selection.focusNode));
  if (index < 0) return { block: list.findIndex((block) => !block.matches(".ed-title")), offset: 0 };
  return { block: index, offset: offsetIn(list[index], selection.focusNode, selection.focusOffset) };
}

export function putCaret(edit, caret) {
  const list = blocks(edit);
  const block = list[Math.min(Math.max(caret.block, 0), list.length - 1)];
  if (!block) return;
  block.closest("[contenteditable]").focus({ preventScroll: true });
  let left = caret.offset;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node; (node = walker.nextNode()); last = node) {
    if (left <= node.length) return getSelection().collapse(node, left);
    left -= node.length;
  }
  if (last) getSelection().collapse(last, last.length);
  else getSelection().collapse(block, 0);
}

/** Puts the caret where somebody clicked, else at the end. */
export function putAt(edit, point) {
  const range = point && caretAt(point);
  const start = range?.startContainer;
  const field = start && (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest("[contenteditable]");
  if (field && edit.contains(field)) {
    field.focus({ preventScroll: true });
    getSelection().collapse(range.startContainer, range.startOffset);
    return;
  }
  const list = blocks(edit);
  const last = [...list].reverse().find((block) => block.matches(".ed-body > *")) ?? list.at(-1);
  putCaret(edit, { block: list.indexOf(last), offset: last.textContent.length });
}

function caretAt({ x, y }) {
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y);
    if (!position) return null;
    const range = document.createRange();
    range.setStart(position.offsetNode, position.offset);
    return range;
  }
  return document.caretRangeFromPoint?.(x, y);
}

/** Puts the caret where two texts begin to differ. */
export function putAtChange(edit, before, after) {
  const a = [before.title, ...before.text.split(/[\n\t]/)];
  const b = [after.title, ...after.text.split(/[\n\t]/)];
  let block = 0;
  while (block < b.length - 1 && a[block] === b[block]) block++;
  const from = a[block] ?? "", to = b[block] ?? "";
  let end = 0;
  while (end < to.length && end < from.length && to.at(-1 - end) === from.at(-1 - end)) end++;
  putCaret(edit, { block: edit.querySelector(".ed-title") ? block : Math.max(block - 1, 0), offset: to.length - end });
}
