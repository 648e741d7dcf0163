// Builds dist/static: scripts, styles and font under names that carry their hash, compressed copies beside them, and manifest.json
// from the plain name to the hashed one; and the verifier as one file for each language, to be saved and opened without a network.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import Mustache from "mustache";
import { catalogueOf, languagesOf } from "./catalogues.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "dist", "static");
const manifest = {};

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

function write(name, bytes) {
  writeFileSync(join(out, name), bytes);
  if (!/\.(css|js|svg|html)$/.test(name)) return;
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

function copy(name, from) {
  const bytes = readFileSync(join(here, from));
  const hashed = name.replace(/\.(?=[^.]+$)/, `.${hashOf(bytes)}.`);
  write(hashed, bytes);
  manifest[name] = hashed;
}

copy("inter.woff2", "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");
copy("favicon.svg", "styles/favicon.svg");

const common = { bundle: true, minify: true, write: false, logLevel: "warning", absWorkingDir: here, outdir: out, legalComments: "none" };

const scripts = await build({
  ...common,
  entryPoints: ["src/base.ts"],
  format: "esm",
  splitting: true,
  target: "es2022",
  entryNames: "[name].[hash]",
  chunkNames: "[name].[hash]",
});
for (const file of scripts.outputFiles) {
  const name = basename(file.path).toLowerCase();
  write(name, Buffer.from(file.text.replace(/(\.\/[A-Za-z]+\.[A-Z0-9]{8}\.js)/g, (path) => path.toLowerCase())));
  if (name.startsWith("base.")) manifest["base.js"] = name;
}

/** A script in one piece, for a worker or inside a page. */
async function script(entry, define = {}) {
  const { outputFiles } = await build({ ...common, entryPoints: [entry], format: "iife", target: "es2022", define });
  return outputFiles[0].text;
}

function writeHashed(name, text) {
  const bytes = Buffer.from(text);
  manifest[name] = name.replace(/\.(?=[^.]+$)/, `.${hashOf(bytes)}.`);
  write(manifest[name], bytes);
}

const worker = await script("src/verify/worker.ts");
writeHashed("verify-worker.js", worker);

const styles = await build({
  ...common,
  entryPoints: ["styles/app.css"],
  target: ["chrome110", "firefox115", "safari16.4"],
  external: ["*.woff2"],
});
const css = Buffer.from(styles.outputFiles[0].text.replace("inter.woff2", manifest["inter.woff2"]));
manifest["app.css"] = `app.${hashOf(css)}.css`;
write(manifest["app.css"], css);

/** The messages of one language that a page's template or script asks for. */
const messagesOf = (language, section) => Object.entries(catalogueOf(here, language)).filter(([key]) => key.startsWith(`${section}.`));
const ofPage = (language, section) => Object.fromEntries(messagesOf(language, section).map(([key, text]) => [key.slice(section.length + 1), text]));
const source = (value) => `'sha256-${createHash("sha256").update(value).digest("base64")}'`;

const offlineScript = await script("src/verify/offline.ts", { WORKER_SCRIPT: JSON.stringify(worker) });
const offlineStyle = css.toString().replace(/@font-face\{[^}]*\}/g, "");
const template = readFileSync(join(here, "src/verify/offline.mustache"), "utf8");
const verifier = readFileSync(join(here, "templates/partials/verifier.mustache"), "utf8");
for (const lang of languagesOf(here)) {
  const page = Mustache.render(template, {
    lang,
    t: { verify_page: ofPage(lang, "verify_page") },
    policy: `default-src 'none'; script-src ${source(offlineScript)}; style-src ${source(offlineStyle)}; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'`,
    style: offlineStyle,
    script: offlineScript,
    verify_messages: JSON.stringify(Object.fromEntries(messagesOf(lang, "island_verify"))),
    has_site: false,
  }, { verifier });
  writeHashed(`verify.${lang}.html`, page);
}

writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
