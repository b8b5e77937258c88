// The page that checks a document: the file stays here, only its SHA-256 is asked
// for. Where the browser cannot compute it (no secure connection), or for a file
// too large to hold in memory, the form sends the file as it does without script.

const form = document.querySelector("form[data-check]");
const input = form?.querySelector("input[type=file]");
const limit = 512 * 1024 * 1024;

async function hash(file) {
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function check(file) {
  if (file.size > limit) return form.submit();
  const status = form.querySelector("[data-check-status]");
  status.textContent = file.name;
  try {
    location.assign(`/check?sha256=${await hash(file)}#answer`);
  } catch {
    form.submit(); // the file could not be read here
  }
}

if (form && crypto.subtle) {
  for (const part of form.querySelectorAll("[data-check-local]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-check-sent]")) part.hidden = true;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "send" || !input.files.length) return;
    event.preventDefault();
    check(input.files[0]);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    check(input.files[0]);
  });
}
