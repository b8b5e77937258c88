// The entry form with network (apps/households/views/entry.templ): keys, rows of
// members, and the class while one types, as the server sees it.
import { say } from "../js/page.js";
import { show, tie } from "./households/form.js";
import { ask } from "./households/net.js";

const form = document.querySelector("form[data-entry]");
let latest = 0;

async function look(sheet) {
  const mine = ++latest;
  try {
    const outcome = await ask(form.dataset.check, { sheet });
    if (mine === latest) show(form, outcome);
  } catch {
    if (mine === latest) form.querySelector("[data-save-state]").textContent = say("Chưa xem trước được phân loại: mất kết nối.", "The class cannot be previewed: no connection.");
  }
}

if (form) tie(form, look);
