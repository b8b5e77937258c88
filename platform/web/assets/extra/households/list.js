// The list of the households on the device, coloured by how far each is.
import { say } from "../../js/page.js";
import { state, unsent } from "./outbox.js";
import { part } from "./screens.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

export const titles = () => ({
  todo: say("Chưa nhập", "Not entered"), draft: say("Đang nhập dở", "Begun"), waiting: say("Chờ gửi", "Waiting to be sent"),
  saved: say("Đã lưu", "Saved"), invalid: say("Cần sửa", "To be put right"), conflict: say("Có hai bản", "Two versions"),
});
const tones = { todo: "", draft: "info", waiting: "warn", saved: "good", invalid: "bad", conflict: "bad" };

export const ordered = (book) => book.all().sort((a, b) => {
  const village = (record) => book.place(record)?.name ?? "";
  return village(a).localeCompare(village(b), "vi") || a.code.localeCompare(b.code, "vi", { numeric: true });
});

export function draw(book) {
  const list = part("[data-list]");
  const wanted = fold(part("[data-find]").value.trim());
  const all = ordered(book);
  const rows = all.filter((record) => !wanted || fold(`${record.head} ${record.code}`).includes(wanted));
  list.replaceChildren(...rows.map((record) => row(record, book.place(record))));
  const states = all.map(state);
  const count = (name) => states.filter((s) => s === name).length;
  const entered = states.filter((s) => s !== "todo" && s !== "draft").length;
  part("[data-empty]").hidden = all.length > 0;
  part("[data-progress]").hidden = !all.length;
  part("[data-progress] progress").max = Math.max(all.length, 1);
  part("[data-progress] progress").value = entered;
  part("[data-progress] output").textContent = say(`${entered}/${all.length} hộ đã nhập`, `${entered} of ${all.length} entered`);
  part("[data-count]").textContent = ["waiting", "draft", "invalid", "conflict"].filter(count).map((name) => `${count(name)} ${titles()[name].toLowerCase()}`).join(" · ") || (all.length ? say("Mọi phiếu đã nhập đều ở trên máy chủ.", "Whatever was entered is on the server.") : "");
  return states.filter(unsent).length;
}

function row(record, place) {
  const element = document.getElementById("off-row").content.cloneNode(true).firstElementChild;
  const name = state(record);
  const button = element.querySelector("button");
  button.dataset.household = record.id;
  element.querySelector("[data-head]").textContent = record.head;
  element.querySelector("[data-where]").textContent = [record.code, place?.name].filter(Boolean).join(" · ");
  const badge = element.querySelector("[data-state]");
  badge.className = `badge ${tones[name]}`;
  badge.textContent = titles()[name];
  element.dataset.state = name;
  return element;
}
