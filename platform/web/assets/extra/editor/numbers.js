// Numbers as Vietnamese documents write them: 1.200.000 and 0,5.

/** The number, NaN where it is written in another way. */
export function amount(text) {
  const words = text.trim().replace(/[\s\u00a0]+/g, "");
  if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(words)) return NaN;
  return Number(words.replaceAll(".", "").replace(",", "."));
}

export function written(number) {
  const [whole, fraction] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (fraction ? `,${fraction}` : "");
}
