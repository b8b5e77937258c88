// Sends one file: begins an upload or finds how far it was, sends pieces from
// there, and goes on by itself when the network or the server was away.
import { say } from "../../js/page.js";
import { note } from "./memory.js";

const first = 1 << 20; // bytes of the first piece; later ones grow and shrink with the line
const summed = 64 << 20; // bytes of a file whose SHA-256 is said beforehand

/** A refusal that trying again does not mend. */
class Refused extends Error {}

const wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(new Refused(""))), { once: true });
  });

/** One request; a problem document becomes an error with its code. */
function ask(method, url, body, { signal, onprogress, type = "application/json" } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    if (body != null) request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 180_000;
    if (onprogress) request.upload.onprogress = onprogress;
    request.onload = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = { code: "away" };
      }
      if (request.status < 300) resolve(answer);
      else reject(Object.assign(new Error(answer.detail), { status: request.status, code: answer.code }));
    };
    request.onerror = request.ontimeout = () => reject(Object.assign(new Error(), { status: 0 }));
    request.onabort = () => reject(new Refused(""));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

async function sum(file) {
  if (!globalThis.crypto?.subtle || file.size > summed) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** Tries until it works: the network, a server that restarts, storage that is away for a minute. */
async function patiently(shown, signal, run) {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 20_000)) {
    try {
      return await run();
    } catch (error) {
      if (signal.aborted || error instanceof Refused) throw error;
      const away = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!away) throw error;
      shown.tell(
        error.status === 0
          ? say("Mất kết nối. Phần đã gửi vẫn giữ; sẽ tự gửi tiếp.", "The connection is gone. What was sent is kept; it goes on by itself.")
          : say("Kho lưu trữ tạm thời không trả lời. Phần đã gửi vẫn giữ; sẽ tự gửi tiếp.", "The storage does not answer. What was sent is kept; it goes on by itself."),
        "warn",
      );
      await wait(pause, signal);
    }
  }
}

/** Finds the upload that was begun before, or begins one. */
async function begin({ place, file, entry, shown, signal }) {
  if (entry.id) {
    try {
      return await patiently(shown, signal, () => ask("GET", `${place.uploads}/${entry.id}`, null, { signal }));
    } catch (error) {
      if (error.code !== "upload_unknown") throw error;
    }
  }
  shown.tell(say("Đang kiểm tra tệp", "Looking at the file"));
  const what = { folder: place.folder, file: place.file, name: file.name, size: file.size, sha256: await sum(file) };
  const upload = await patiently(shown, signal, () => ask("POST", place.uploads, JSON.stringify(what), { signal }));
  await note(entry, upload.id);
  return upload;
}

/** Sends the file and answers {file, name, href}. */
export async function send(job) {
  const { place, file, entry, most, shown, signal } = job;
  let upload;
  try {
    upload = await begin(job);
    const url = `${place.uploads}/${upload.id}`;
    for (let size = Math.min(first, most); upload.received < upload.size; ) {
      shown.tell(say("Đang gửi", "Sending"));
      const start = upload.received;
      const began = performance.now();
      try {
        upload = await patiently(shown, signal, () =>
          ask("PUT", `${url}?start=${start}`, file.slice(start, start + size), {
            signal, type: "application/octet-stream", onprogress: ({ loaded }) => shown.far(start + loaded, upload.size),
          }),
        );
      } catch (error) {
        if (error.code !== "upload_offset") throw error;
        upload = await patiently(shown, signal, () => ask("GET", url, null, { signal }));
      }
      const took = performance.now() - began;
      size = took < 1500 ? Math.min(size * 2, most) : took > 10_000 ? Math.max(size / 2, 256 << 10) : size;
      shown.far(upload.received, upload.size);
    }
    shown.tell(say("Đã gửi xong, đang lưu", "Sent, being kept"));
    return await patiently(shown, signal, () => ask("POST", `${url}/finish`, "{}", { signal }));
  } catch (error) {
    if (upload && !(error instanceof TypeError)) ask("POST", `${place.uploads}/${upload.id}/cancel`, "{}").catch(() => {});
    throw error;
  }
}
