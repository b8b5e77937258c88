// Assignments as rows: role, office. Of a part that is about a project they are the
// project's own, and the server writes the sentences that say them.
import { announce, say } from "../../js/page.js";
import { insertHere } from "./insert.js";
import { Refusal, ask } from "./net.js";
import { now, user } from "./parts.js";
import { lookNow } from "./presence.js";
import { settled } from "./saving.js";

const dialog = () => document.getElementById("ed-assign");
let duties = null; // what the rows are of: {code, tag}

function addRow({ role, unit = "", function: office = "", text = "" } = {}, focus) {
  const rows = dialog().querySelector("[data-duties]");
  rows.append(document.getElementById("ed-duty").content.cloneNode(true));
  const row = rows.lastElementChild;
  row.querySelector("[name=role]").value = role ?? (rows.childElementCount > 1 ? "coordinate" : "lead");
  row.querySelector("[name=unit]").value = unit;
  row.dataset.was = JSON.stringify({ unit, function: office, text });
  if (focus) row.querySelector("[name=unit]").focus();
}

const refused = (error) => announce(error instanceof Refusal ? error.words : say("Mất kết nối. Hãy thử lại khi có mạng.", "No connection. Try again when the network is back."), "bad");

export async function assigning() {
  if (!now.current) return announce(say("Hãy chọn mục để phân công.", "Choose a part first."), "warn");
  try {
    await settled();
    duties = await ask("/assignments", { user, id: now.current, code: "", tag: "", keep: false, rows: [] });
  } catch (error) {
    return refused(error);
  }
  dialog().querySelector("[data-duties]").replaceChildren();
  dialog().querySelector("[data-duties-of]").textContent = duties.title || say("Câu phân công cho mục này", "A sentence for this part");
  for (const row of duties.rows) addRow(row);
  if (!duties.rows.length) addRow();
  dialog().showModal();
  dialog().querySelector("[name=unit]").focus();
}

/** The rows; of one that was not touched the sentence stays. */
function rows() {
  return [...dialog().querySelectorAll(".ed-duty")].map((row) => {
    const was = JSON.parse(row.dataset.was);
    const unit = row.querySelector("[name=unit]").value.trim();
    return { role: row.querySelector("[name=role]").value, unit, function: unit === was.unit ? was.function : "", text: unit === was.unit ? was.text : "" };
  }).filter(({ unit }) => unit);
}

async function make() {
  try {
    const { text, code } = await ask("/assignments", { user, id: now.current, code: duties.code, tag: duties.tag, keep: true, rows: rows() });
    if (!code) return insertHere(text, true);
    await lookNow();
    announce(say("Đã ghi phân công vào văn bản.", "The assignments stand in the text."));
  } catch (error) {
    refused(error);
    dialog().showModal();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-duty-add]")) addRow({}, true);
  event.target.closest("[data-duty-drop]")?.closest(".ed-duty").remove();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest?.(".ed-duty") || event.target.name !== "unit") return;
  event.preventDefault(); // a further line, not the end
  addRow({}, true);
});
document.addEventListener("submit", (event) => event.target.dataset.assign != null && make());
