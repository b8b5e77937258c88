// The theme changes in place; the cookie tells the server for the next page.
export function watchTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.themeSwitch == null) return;
    event.preventDefault();
    const { value } = event.submitter;
    document.cookie = `theme=${value}; Path=/; SameSite=Lax; Max-Age=${value ? 31536000 : 0}${location.protocol === "https:" ? "; Secure" : ""}`;
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
    for (const button of form.elements) {
      if (button.name === "theme") button.setAttribute("aria-pressed", button === event.submitter);
    }
  });
}
