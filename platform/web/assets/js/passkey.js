// Passkeys. A form data-passkey="create" or "get" carries what the server asks of
// the authenticator in data-options; its answer goes back in the field
// "credential" when the form is sent. Without script such forms stay hidden.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Makes the binary parts of options binary. */
function unpack(options) {
  const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  const out = { ...options, challenge: bytes(options.challenge) };
  if (options.user) out.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) out.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) out.allowCredentials = keys(options.allowCredentials);
  return out;
}

/** Writes what the authenticator answered as JSON. */
function pack(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const publicKey = unpack(JSON.parse(form.dataset.options));
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.credential.value = pack(credential);
}

function upgrade(form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const said = form.querySelector("[data-passkey-failed]");
    said.hidden = true;
    try {
      await ask(form);
      form.submit();
    } catch {
      said.hidden = false; // cancelled, timed out, or no key that fits
    }
  });
}

/** Shows the forms of passkeys where the browser knows these. */
export function watchPasskeys() {
  if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(upgrade);
}
