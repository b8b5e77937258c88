// The keyboard, and the tools above the document, which do the same.
import { announce, say } from "../../js/page.js";
import { assigning } from "./assign.js";
import { fold } from "./beside.js";
import { money, targets } from "./figures.js";
import { insertHere } from "./insert.js";
import { choose, go, open, openPart } from "./paper.js";
import { all, editable, get, now, page } from "./parts.js";
import { saveAll } from "./saving.js";
import { adding, undoing } from "./structure.js";
import { showPane } from "./tabs.js";

const beside = (name, field) => {
  if (!now.current) choose(all()[0]);
  showPane("beside");
  setTimeout(() => {
    fold(name);
    document.querySelector(field)?.focus();
  }, 350); // the pane has followed by then
};

const tools = {
  section: adding,
  assign: assigning,
  targets,
  money,
  table: () => insertHere(say("Nội dung\tĐơn vị tính\tSố lượng", "Item\tUnit\tQuantity") + "\n\t\t\n\t\t", true),
  cite: () => beside("gavel", "#ed-cite-q"),
  comment: () => beside("message-2", "#ed-say"),
};
const letters = { KeyN: "section", KeyT: "table", KeyP: "assign", KeyH: "targets", KeyK: "money", KeyC: "cite", KeyM: "comment" };

const use = (name) => page.querySelector(`[data-tool=${name}]`) && tools[name]();

function pressed(event) {
  if (document.querySelector("dialog[open]")) return;
  const { key, code, altKey, shiftKey, target } = event;
  const command = event.ctrlKey || event.metaKey;
  if (command && !altKey && key.toLowerCase() === "s") {
    event.preventDefault();
    saveAll();
    if (!all().some((part) => part.mine)) announce(say("Mọi thay đổi đã được lưu.", "All changes are saved."));
  } else if (altKey && !command && (key === "PageDown" || key === "PageUp")) {
    event.preventDefault();
    go(key === "PageDown" ? 1 : -1);
  } else if (altKey && shiftKey && !command && code === "KeyZ") {
    event.preventDefault();
    undoing();
  } else if (altKey && shiftKey && !command && letters[code]) {
    event.preventDefault();
    use(letters[code]);
  } else if (key === "Enter" && !openPart() && target === document.body && now.current && editable()) {
    event.preventDefault();
    open(get(now.current));
  }
}

export function watchKeys() {
  document.addEventListener("keydown", pressed);
  page.addEventListener("click", (event) => {
    const name = event.target.closest("[data-tool]")?.dataset.tool;
    if (name) use(name);
  });
  const list = document.getElementById("ed-keys"), dialog = document.querySelector("#shortcuts .dialog-body, #shortcuts");
  if (list && dialog) dialog.prepend(list.content.cloneNode(true));
}
