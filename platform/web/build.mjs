// Builds dist/: style sheet with the font, script, icon sprite, and a manifest
// {"app.css": "app.1a2b3c4d.css", …}. Names carry a hash of the content, so a
// browser may keep them for ever.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

/** Writes one file under its hashed name and returns that name. */
async function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashed = name.replace(/\.(\w+)$/, `.${hash}.$1`);
  await writeFile(join(dist, hashed), content);
  return hashed;
}

/** One SVG with a symbol for each icon of assets/icons.json; seen alone (as the tab's icon) it shows the mark. */
async function sprite() {
  const names = JSON.parse(await readFile(join(here, "assets/icons.json"), "utf8"));
  const mark = await readFile(join(here, "assets/mark.svg"), "utf8");
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(join(here, "node_modules/@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const shapes = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[\s\S]*?>|<\/svg>\s*$/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  return mark.trim().replace("</svg>", `<defs>${symbols.join("")}</defs></svg>`);
}

async function bundle(contents, loader) {
  const result = await build({
    stdin: { contents, loader, resolveDir: join(here, "assets"), sourcefile: `entry.${loader}` },
    bundle: true, minify: true, format: "esm", write: false, outdir: dist,
    target: ["chrome100", "firefox100", "safari15"],
    loader: { ".woff2": "file" }, assetNames: "[name].[hash]", legalComments: "none",
  });
  const main = result.outputFiles.find((f) => f.path.endsWith(`.${loader}`));
  for (const file of result.outputFiles.filter((f) => f !== main)) {
    await writeFile(join(dist, basename(file.path)), file.contents);
  }
  const text = Buffer.from(main.contents).toString();
  return loader === "css" ? text.replace(/(--[\w-]+): /g, "$1:") : text; // esbuild leaves custom properties as they are
}

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) if (name !== ".gitkeep") await rm(join(dist, name));
const manifest = {
  "app.css": await put("app.css", await bundle('@import "./fonts.css"; @import "./app.css";', "css")),
  "app.js": await put("app.js", await bundle('import "./app.js";', "js")),
  "icons.svg": await put("icons.svg", await sprite()),
};
for (const name of await readdir(join(here, "assets/extra"))) { // what only some pages load; folders hold their parts
  const loader = name.split(".").pop();
  if (loader !== "css" && loader !== "js") continue;
  const entry = loader === "css" ? `@import "./extra/${name}";` : `import "./extra/${name}";`;
  manifest[name] = await put(name, await bundle(entry, loader));
}
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));
