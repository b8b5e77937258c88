// On a phone the three panes are three tabs.
import { page } from "./parts.js";

export function showPane(name) {
  page.dataset.pane = name;
  for (const button of page.querySelectorAll("[data-pane-tab]")) button.setAttribute("aria-pressed", String(button.dataset.paneTab === name));
}

export function watchTabs() {
  const places = {};
  page.addEventListener("click", (event) => {
    const name = event.target.closest("[data-pane-tab]")?.dataset.paneTab;
    if (!name) return;
    places[page.dataset.pane] = scrollY;
    showPane(name);
    scrollTo(0, places[name] ?? 0);
  });
}
