// Targets and money as rows. The server makes the sentences and the table: what it
// would write is shown while the rows are filled in, and kept only when asked.
import { announce, later, say } from "../../js/page.js";
import { Refusal, ask } from "./net.js";
import { amount, written } from "./numbers.js";
import { now, user } from "./parts.js";
import { lookNow } from "./presence.js";
import { settled } from "./saving.js";

let kind = "", state = null, asked = 0; // state: what the server said of the rows: {rows, tag, into, label}

const dialog = () => document.getElementById(`ed-${kind}`);
const find = (what, within = dialog()) => within.querySelector(`[data-figure${what}]`);
const rowsOf = () => [...dialog().querySelectorAll("[data-figure]")];
const field = (row, name) => row.querySelector(`[name=${name}]`);
const offline = () => say("Mất kết nối. Hãy thử lại khi có mạng.", "No connection. Try again when the network is back.");
const wordsOf = (error) => (error instanceof Refusal ? error.words : offline());

/** What differs between the two kinds of rows. */
const kinds = {
  targets: {
    fresh: () => ({ text: "", indicator: "poor_rate", direction: "decrease", amount: null, at_least: true, unit: "percentage_point", population: "all", at: "", from: null, up_to: null, was: -1, section: state.into }),
    numbers: { amount: true, from: false, up_to: false },
    total: () => "",
  },
  money: {
    fresh: (last) => ({ project: last ? field(last, "project").value : "", source: "central", capital: "development", amount: null }),
    numbers: { amount: true },
    total: (rows) => `${say("Tổng cộng", "Total")}: ${written(rows.reduce((sum, row) => sum + (row.amount || 0), 0))} đồng`,
  },
};

function addRow(data, focus) {
  const last = rowsOf().at(-1);
  data ??= kinds[kind].fresh(last);
  find("s-rows").append(document.getElementById(`ed-row-${kind}`).content.cloneNode(true));
  const row = rowsOf().at(-1);
  row.data = data;
  for (const [name, value] of Object.entries(data)) {
    const input = field(row, name);
    if (!input) continue;
    if (input.type === "checkbox") input.checked = value;
    else if (name in kinds[kind].numbers) input.value = value == null ? "" : written(value);
    else if (input.tagName !== "SELECT") input.value = value;
    else if ([...input.options].some((option) => option.value === value)) input.value = value;
  }
  if (data.text) find("-name", row).textContent = data.text;
  wording(row);
  if (focus) row.querySelector("select, input").focus();
  return row;
}

/** A kind of target that has no sentence of its own is worded by the author. */
function wording(row) {
  const words = find("-words", row);
  if (words) words.hidden = field(row, "indicator").value !== "other" && field(row, "population").value !== "other";
}

/** The usual direction and unit of a kind of target. */
function usual(row) {
  const [direction, unit] = { poor_rate: ["decrease", "percentage_point"], near_poor_rate: ["decrease", "percentage_point"], disbursement_rate: ["reach", "percent"], job_placements: ["reach", "count"] }[field(row, "indicator").value] ?? [];
  if (!direction || row.data.was >= 0) return;
  field(row, "direction").value = direction;
  field(row, "unit").value = unit;
}

function complain(row, text, input) {
  const note = find("-error", row);
  note.textContent = text;
  note.hidden = !text;
  for (const other of row.querySelectorAll("[aria-invalid]")) other.removeAttribute("aria-invalid");
  if (!text) return;
  note.id ||= `ed-wrong-${Math.random().toString(36).slice(2)}`;
  const bad = input ?? row.querySelector("input, select");
  bad.setAttribute("aria-invalid", "true");
  bad.setAttribute("aria-describedby", note.id);
}

/** The row as the server takes it; null when a number in it cannot be read. */
function read(row) {
  const data = { ...row.data };
  for (const input of row.querySelectorAll("[name]")) {
    const { name, value } = input;
    if (input.type === "checkbox") data[name] = input.checked;
    else if (!(name in kinds[kind].numbers)) data[name] = value.trim();
    else {
      data[name] = value.trim() ? amount(value) : null;
      if (Number.isNaN(data[name]) || (data[name] == null && kinds[kind].numbers[name])) {
        complain(row, data[name] == null ? say("Ghi số.", "Give an amount.") : say("Viết số như 1.200.000 hoặc 0,5.", "Write numbers as 1.200.000 or 0,5."), input);
        return null;
      }
    }
  }
  return data;
}

/** All rows, null while one is unfinished. */
function collect() {
  const rows = rowsOf();
  rows.forEach((row) => complain(row, ""));
  const list = rows.map(read);
  find("s-total").textContent = kinds[kind].total(list.filter(Boolean));
  return list.includes(null) ? null : list;
}

/** Says what is wrong beside the row that it is about, else above the rows. */
function refuse(words, at = 0) {
  const box = find("s-error"), row = rowsOf()[at - 1];
  if (row) complain(row, words);
  box.textContent = row ? "" : words;
  box.hidden = !!row;
}

const send = (rows, keep) => ask(`/${kind}`, { user, id: state.into, tag: state.tag, try: !keep, keep, rows });

/** What the rows would write. */
async function preview() {
  const mine = ++asked, rows = collect(), shown = find("s-preview");
  find("s-error").hidden = true;
  if (!rows) return shown.replaceChildren();
  try {
    const { html, wrong, row } = await send(rows, false);
    if (mine !== asked) return;
    shown.innerHTML = html; // made and escaped on the server
    if (wrong) refuse(wrong, row);
  } catch (error) {
    if (mine !== asked) return;
    shown.replaceChildren();
    refuse(wordsOf(error));
  }
}
const soon = later(400, () => dialog()?.open && preview());

async function show(which) {
  kind = which;
  if (which === "targets" && !now.current && !document.querySelector("[data-kind=section]")) return;
  try {
    await settled();
    state = await ask(`/${which}`, { user, id: now.current, tag: "", try: false, keep: false, rows: [] });
  } catch (error) {
    return announce(wordsOf(error), "bad");
  }
  if (!state.into) {
    return announce(which === "money" ? say("Kế hoạch chưa có mục kinh phí. Hãy thêm mục «Kinh phí thực hiện» trước.", "The plan has no section on funding yet. Add one first.")
      : say("Hãy chọn mục để ghi chỉ tiêu.", "Choose the section to write the targets into."), "warn");
  }
  if (which === "money" && !document.getElementById("ed-row-money").content.querySelector("[name=project] option")) {
    return announce(say("Danh mục chương trình chưa có dự án cho năm này, nên chưa lập được bảng kinh phí.", "The catalogue has no projects for this year, so the table of money cannot be made."), "warn");
  }
  find("s-rows").replaceChildren();
  find("s-preview").replaceChildren();
  find("s-error").hidden = true;
  find("s-of").textContent = which === "money" ? state.label : say(`Chỉ tiêu mới ghi vào «${state.label}»`, `New targets go into "${state.label}"`);
  for (const row of state.rows) addRow(row);
  if (!state.rows.length) addRow();
  find("s-total").textContent = kinds[kind].total(state.rows);
  dialog().showModal();
  rowsOf()[0].querySelector("select, input").focus();
}

export const targets = () => show("targets");
export const money = () => show("money");

async function keep() {
  const rows = collect();
  asked++; // a preview that is under way comes too late
  if (!rows) return dialog().querySelector("[aria-invalid]")?.focus();
  const button = dialog().querySelector("[type=submit]");
  button.disabled = true;
  try {
    const { wrong, row } = await send(rows, true);
    if (wrong) return refuse(wrong, row);
    dialog().close();
    await lookNow();
    announce(say("Đã ghi vào văn bản.", "It stands in the text."));
  } catch (error) {
    refuse(wordsOf(error));
  } finally {
    button.disabled = false;
    dialog().querySelector("[aria-invalid]")?.focus();
  }
}

const inside = (event) => event.target.closest?.("[data-figures]");

export function watchFigures() {
  document.addEventListener("click", (event) => {
    if (!inside(event)) return;
    if (event.target.closest("[data-figure-add]")) addRow(null, true);
    const drop = event.target.closest("[data-figure-drop]");
    if (!drop) return;
    const row = drop.closest("[data-figure]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("select, input") ?? find("-add")).focus();
    soon();
  });
  document.addEventListener("input", (event) => inside(event) && soon());
  document.addEventListener("change", (event) => {
    const row = inside(event) && event.target.closest("[data-figure]");
    if (!row) return;
    if (event.target.name === "indicator") usual(row);
    wording(row);
    if (event.target.name in kinds[kind].numbers) {
      const n = amount(event.target.value);
      if (!Number.isNaN(n)) event.target.value = written(n);
    }
    soon();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !inside(event) || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // a further row, not the end
    addRow(null, true);
  });
  document.addEventListener("submit", (event) => {
    if (!inside(event)) return;
    event.preventDefault();
    keep();
  });
}
