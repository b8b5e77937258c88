// data-upload: a bar while a file is sent. data-draft="key": what was typed stays
// in this tab until it was saved, and leaving with unsaved words asks first.
import { announce, later, say, showMain } from "./page.js";

const draftOf = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
const kept = (field) => field.name && !field.disabled && !/^(hidden|password|file|submit|button|search)$/.test(field.type);
const ticks = (field) => field.type === "checkbox" || field.type === "radio";
const memory = sessionStorage;

function forgetAll() {
  Object.keys(memory).filter((key) => key.startsWith("draft:")).forEach((key) => memory.removeItem(key));
}

/** What the editor of plans could not send yet (extra/editor/drafts.js) waits on this machine for its author alone. */
function forgetPlans(author) {
  Object.keys(localStorage).filter((key) => key.startsWith("editor:") && !key.startsWith(`editor:${author}:`)).forEach((key) => localStorage.removeItem(key));
}

/** What the offline application keeps on this machine goes first, and asks where something is not sent (extra/offline.js). */
function leaveOffline(event) {
  const away = localStorage.getItem("offline");
  if (!away || location.pathname === away) return;
  event.preventDefault();
  location.assign(`${away}?leave`);
}

/** The version of the thing that is edited, and whatever else the form carries unseen. */
const version = (form) => [...form.elements].filter((f) => f.type === "hidden" && f.name !== "csrf").map((f) => f.value).join();

function keep(form) {
  const values = [...form.elements].filter(kept).map((field) => (ticks(field) ? field.checked : field.value));
  memory.setItem(draftOf(form), JSON.stringify({ version: version(form), values }));
  form.dataset.dirty = "";
}

function restore(form) {
  const draft = JSON.parse(memory.getItem(draftOf(form)) ?? "null");
  const fields = [...form.elements].filter(kept);
  if (draft?.values.length !== fields.length) return;
  const property = (field) => (ticks(field) ? "checked" : "value");
  const changed = fields.filter((field, i) => field[property(field)] !== draft.values[i]);
  if (!changed.length) return;
  if (draft.version !== version(form)) return beside(form, draft.values);
  fields.forEach((field, i) => (field[property(field)] = draft.values[i]));
  form.dataset.dirty = "";
  announce(say("Đã khôi phục nội dung bạn gõ mà chưa lưu.", "What you typed and did not save has been restored."), "info");
}

/** Somebody saved another version meanwhile: shows the draft to copy from, instead of writing over it. */
function beside(form, values) {
  const text = document.createElement("p");
  text.className = "pre";
  text.textContent = values.filter((value) => typeof value === "string").join("\n");
  const title = document.createElement("b");
  title.textContent = say("Nội dung đã được lưu bản khác sau khi bạn gõ. Bản bạn gõ, chưa lưu:", "Another version was saved after you typed. What you typed, not saved:");
  const box = document.createElement("div");
  box.className = "alert warn";
  box.append(document.createElement("div"));
  box.firstChild.append(title, text);
  form.prepend(box);
}

const saved = (sent, root) => root.querySelector("[data-errors]") || memory.removeItem(sent);

/** After a form was sent: its draft goes when the next page is no refusal. */
function settle() {
  const { user, status } = document.body.dataset;
  const sent = memory.getItem("sent");
  memory.removeItem("sent");
  if (!user) return; // the session ended: what was typed waits for the same user
  if (memory.getItem("user") !== user) forgetAll();
  memory.setItem("user", user);
  forgetPlans(user);
  if (sent && status < 400) saved(sent, document);
}

function upload(form, submitter) {
  const bar = form.querySelector("[data-upload-bar]");
  const request = new XMLHttpRequest();
  const buttons = [...form.querySelectorAll("[type=submit]")];
  const over = (text) => {
    buttons.forEach((button) => (button.disabled = false));
    bar.hidden = true;
    announce(text, "bad");
  };
  request.upload.onprogress = ({ loaded, total }) => {
    const percent = Math.round((100 * loaded) / total);
    bar.querySelector("progress").value = percent;
    bar.querySelector("output").textContent = `${percent}%`;
    if (percent === 100) bar.querySelector("[data-upload-text]").textContent = say("Đã gửi xong, đang xử lý", "Sent, working on it");
  };
  request.onload = () => {
    if (request.status < 400 && request.responseURL !== form.action) return location.assign(request.responseURL);
    showMain(new DOMParser().parseFromString(request.responseText, "text/html"));
  };
  request.onerror = () => over(say("Mất kết nối khi gửi tệp. Hãy thử lại.", "The connection broke while sending. Please try again."));
  const data = new FormData(form, submitter); // a disabled button would not be in it
  bar.hidden = false;
  buttons.forEach((button) => (button.disabled = true));
  request.open("POST", form.action);
  request.send(data);
}

export function watchForms() {
  settle();
  const drafts = (root) => root.querySelectorAll("form[data-draft]").forEach(restore);
  drafts(document);
  document.addEventListener("swapped", ({ detail }) => {
    if (detail.dataset.poll != null) return;
    const sent = memory.getItem("sent");
    memory.removeItem("sent");
    if (sent) saved(sent, detail);
    drafts(detail);
  });
  const remember = later(300, keep);
  document.addEventListener("input", ({ target: { form } }) => {
    if (form?.dataset.draft == null) return;
    form.dataset.dirty = "";
    remember(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.forget != null) (forgetAll(), forgetPlans(null), leaveOffline(event));
    if (form.dataset.draft != null) {
      keep(form);
      delete form.dataset.dirty;
      memory.setItem("sent", draftOf(form));
    }
    if (form.dataset.upload == null || event.defaultPrevented) return;
    event.preventDefault();
    upload(form, event.submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });
  document.querySelector("[data-errors]")?.focus();
}
