// The library: files are sent in pieces, go on after a cut or a reload, and are
// listed when they have come. Without this script the form sends one file.
import { announce, fetchPart, put, say } from "../js/page.js";
import { forget, keep, kept } from "./library/memory.js";
import { send } from "./library/send.js";

const together = 2; // files at a time

/** The line that shows how far one file is. */
function line(list, name) {
  list.hidden = false;
  const row = document.createElement("li");
  row.innerHTML = `<div class="sending-head"><b></b><span class="muted"></span></div><progress max="100" value="0"></progress>
    <div class="sending-foot"><small role="status"></small><button class="btn quiet small" type="button"></button></div>`;
  row.querySelector("b").textContent = name;
  const bar = row.querySelector("progress");
  bar.setAttribute("aria-label", name);
  const button = row.querySelector("button");
  button.textContent = say("Hủy", "Cancel");
  list.append(row);
  return {
    row, button,
    far(received, size) {
      bar.value = size ? (100 * received) / size : 0;
      row.querySelector("span").textContent = `${Math.floor(bar.value)}%`;
    },
    tell(text, tone = "") {
      row.querySelector("small").textContent = text;
      row.dataset.tone = tone;
    },
    done(answer) {
      bar.remove();
      button.remove();
      row.querySelector("span").textContent = "";
      const link = document.createElement("a");
      link.href = answer.href;
      link.textContent = say("Đã lưu. Mở tài liệu", "Kept. Open it");
      row.querySelector("small").replaceChildren(link);
      row.dataset.tone = "good";
    },
  };
}

/** One form that takes files. */
class Sender {
  constructor(form) {
    this.form = form;
    this.list = form.parentElement.querySelector("[data-sending]");
    this.place = { uploads: form.dataset.uploads, folder: form.dataset.folder ?? "", file: form.dataset.file ?? "" };
    this.waiting = [];
    this.running = 0;
    this.input = form.querySelector("input[type=file]");
    this.input.addEventListener("change", () => {
      this.take([...this.input.files]);
      this.input.value = "";
    });
    this.input.required = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.dataset.ready = "";
  }

  /** What a reload or a closed tab left unfinished here. */
  async goOn() {
    for (const entry of await kept(this.place)) {
      if (entry.file) this.add(entry.file, entry);
      else this.rest(entry);
    }
  }

  rest(entry) {
    const shown = line(this.list, entry.name);
    shown.tell(say("Đang gửi dở. Chọn lại đúng tệp này để gửi tiếp phần còn lại.", "Not finished. Choose this file again to send the rest."), "warn");
    shown.button.addEventListener("click", () => forget(entry).then(() => shown.row.remove()));
    this.resting = { ...this.resting, [entry.key]: shown };
  }

  take(files) {
    if (this.place.file) files = files.slice(0, 1);
    for (const file of files) this.add(file);
  }

  async add(file, known) {
    const most = Number(this.form.dataset.most);
    const shown = line(this.list, file.name);
    shown.far(0, file.size);
    if (file.size > most || file.size === 0) {
      shown.tell(file.size ? say(`Tệp quá lớn: tối đa ${this.form.dataset.mostText}.`, `The file is too large: at most ${this.form.dataset.mostText}.`) : say("Tệp rỗng.", "The file is empty."), "bad");
      shown.button.addEventListener("click", () => shown.row.remove());
      return;
    }
    shown.tell(say("Đang chờ", "Waiting"));
    const entry = known ?? (await keep(this.place, file));
    this.resting?.[entry.key]?.row.remove();
    this.waiting.push({ file, entry, shown });
    this.next();
  }

  next() {
    while (this.running < together && this.waiting.length) this.run(this.waiting.shift());
  }

  async run({ file, entry, shown }) {
    this.running++;
    const stop = new AbortController();
    shown.button.addEventListener("click", () => stop.abort());
    try {
      const answer = await send({ place: this.place, file, entry, most: Number(this.form.dataset.part), shown, signal: stop.signal });
      shown.done(answer);
      this.came = answer;
    } catch (error) {
      shown.tell(error.message, "bad");
      if (stop.signal.aborted) shown.row.remove();
      else shown.button.addEventListener("click", () => shown.row.remove());
    }
    await forget(entry);
    this.running--;
    this.next();
    if (!this.running && !this.waiting.length && this.came) this.refresh();
  }

  async refresh() {
    announce(say("Đã tải lên xong.", "All files have come."));
    if (this.place.file) return location.assign(this.came.href);
    const { part } = await fetchPart(location.href, "library-files");
    if (part) put(part);
  }
}

/** Files that are dropped anywhere on the page go to its first sender. */
function drops(sender) {
  const zone = sender.form.querySelector(".drop");
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const over = (on) => zone.classList.toggle("over", on);
  addEventListener("dragenter", (event) => carries(event) && over((depth += 1) > 0));
  addEventListener("dragleave", (event) => carries(event) && over((depth -= 1) > 0));
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(Boolean((depth = 0)));
    sender.take([...event.dataTransfer.files]);
  });
}

function copies() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    announce(say("Đã chép.", "Copied."), "good");
  });
}

const senders = [...document.querySelectorAll("form[data-sender]")].map((form) => new Sender(form));
if (senders[0]) drops(senders[0]);
for (const sender of senders) sender.goOn();
copies();
addEventListener("beforeunload", (event) => {
  if (senders.some((sender) => sender.running)) event.preventDefault();
});
