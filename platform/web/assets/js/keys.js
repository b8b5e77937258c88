// Keyboard, dialogs, menus, and small buttons.
import { say } from "./page.js";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
}

function showPassword(button) {
  const field = document.getElementById(button.dataset.show);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
  button.textContent = shown ? say("Ẩn", "Hide") : say("Hiện", "Show");
}

function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
}

function clicked(event) {
  const { target } = event;
  const act = (selector, run) => {
    const found = target.closest(selector);
    if (found) run(found);
    return found;
  };
  closeMenus(target.closest("details.menu"));
  act("[data-open]", (button) => (event.preventDefault(), closeMenus(), open(button.dataset.open)));
  act("dialog[open] [data-close]", (button) => (event.preventDefault(), button.closest("dialog").close()));
  act("[data-print]", () => print());
  act("[data-show]", showPassword);
  if (target.matches("dialog[open]")) target.close(); // beside it, on the backdrop
}

function pressed(event) {
  const { key, target } = event;
  if (key === "Escape") {
    const menu = target.closest?.("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
    if (location.hash === "#nav") location.hash = "main";
  } else if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    target.form?.requestSubmit();
  } else if (typing(target) || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (key === "?") {
    open("shortcuts");
  } else if (key === "/") {
    const search = document.querySelector("main input[type=search]") ?? document.querySelector("[data-search]");
    if (search) (event.preventDefault(), search.focus(), search.select());
  }
}

export function watchKeys() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
}
