// Keeps the shell of the offline application (views/offline.templ) and what it is
// made of, nothing else: no page and no answer that holds a person's data.
const base = new URL(self.registration.scope).pathname; // "/t/krong-no/offline"
const cacheName = `vuon-offline:${base}`;
const patience = 4000; // ms for the network, before the kept shell is shown

const named = (text, found) => [...text.matchAll(found)].map(([, address]) => address);

/** The files that a shell names, and those that its style sheets name. */
async function parts(html) {
  const list = new Map();
  for (const address of named(html, /(?:href|src)="(\/assets\/[^"#]+)/g)) list.set(address, await fetch(address));
  for (const [address, response] of [...list]) {
    if (!address.endsWith(".css")) continue;
    const css = await response.clone().text();
    for (const file of named(css, /url\(["']?([^"')]+)/g)) {
      const url = new URL(file, new URL(address, location.origin));
      if (url.origin === location.origin && !list.has(url.pathname)) list.set(url.pathname, await fetch(url));
    }
  }
  return list;
}

/** Keeps a shell with all of its parts, or changes nothing. */
async function keep(response) {
  const html = await response.clone().text();
  const files = await parts(html);
  for (const file of files.values()) if (!file.ok) throw new TypeError(`${file.url}: ${file.status}`);
  const cache = await caches.open(cacheName);
  for (const [address, file] of files) await cache.put(address, file);
  await cache.put(base, response);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== base && !files.has(pathname)) await cache.delete(url);
  }
}

const usable = (response) => response.ok && !response.redirected && response.headers.get("content-type")?.startsWith("text/html");

async function shell(request, event) {
  const network = fetch(request).then((response) => {
    if (!usable(response)) throw new TypeError("no shell");
    event.waitUntil(keep(response.clone()).catch(() => {})); // the next visit tries again
    return response;
  });
  network.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  const first = await Promise.race([network.catch(() => null), late]);
  return first ?? (await caches.match(base, { cacheName })) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(fetch(base, { cache: "no-store", credentials: "same-origin" }).then((response) => {
    if (!usable(response)) throw new TypeError("no shell");
    return keep(response);
  }).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === base) event.respondWith(shell(request, event));
  else if (pathname.startsWith("/assets/")) event.respondWith(caches.match(request, { cacheName }).then((file) => file ?? fetch(request)));
});
