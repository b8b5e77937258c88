// Words whose part is gone: they are shown to be copied, or made a section again.
import { say } from "../../js/page.js";
import { drop } from "./drafts.js";
import { ask } from "./net.js";
import { user } from "./parts.js";

const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

export function stranded(id, label, { title, text }) {
  const alert = document.getElementById("ed-alert");
  if (alert.querySelector(`[data-stranded="${CSS.escape(id)}"]`)) return;
  const box = make("details", "ed-keep");
  box.dataset.stranded = id;
  box.open = true;
  box.append(make("summary", "", say(`Mục «${label ?? title}» đã bị xóa trong lúc bạn gõ. Nội dung của bạn còn ở đây:`, `The part "${label ?? title}" was removed while you were typing. Your words are here:`)));
  const words = make("p", "pre", [title, text].filter(Boolean).join("\n"));
  words.lang = "vi";
  const again = make("button", "btn small primary", say("Chèn lại ở cuối kế hoạch", "Insert at the end of the plan"));
  const away = make("button", "btn small", say("Bỏ nội dung này", "Discard these words"));
  const acts = make("div", "row");
  acts.append(again, away);
  box.append(words, acts);
  const done = () => {
    drop(id);
    box.remove();
    if (!alert.childElementCount) alert.hidden = true;
  };
  away.addEventListener("click", done);
  again.addEventListener("click", async () => {
    const sections = [...document.querySelectorAll("#ed-outline > ol > [data-section]")];
    await ask("/structure", { user, do: "insert", id: "", tag: "", parent: "", after: sections.at(-1)?.dataset.node ?? "", title: title || label || "", text });
    done();
    document.dispatchEvent(new CustomEvent("look"));
  });
  alert.append(box);
  alert.hidden = false;
}
