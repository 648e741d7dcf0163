// Shows a theme maker every page: renders the templates with fixtures/ in each language, serves them, takes pictures at two widths and runs
// axe-core. Pictures go to dist/preview. Ends with 1 if axe finds something or a page scrolls sideways at 320 px.

import { createServer } from "node:http";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import Mustache from "mustache";
import { chromium } from "playwright-core";
import { catalogueOf } from "./catalogues.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "dist", "preview");
const read = (...path) => readFileSync(join(here, ...path), "utf8");
const manifest = JSON.parse(read("dist", "static", "manifest.json"));
const names = readdirSync(join(here, "fixtures")).map((name) => name.replace(".json", ""));
const partials = Object.fromEntries(
  readdirSync(join(here, "templates", "partials")).map((name) => [name.replace(".mustache", ""), read("templates", "partials", name)]),
);
const axe = read("node_modules", "axe-core", "axe.min.js");
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** In fixtures {"$msg": key, ...} is a message, {"$money": n} an amount in öre, {"$messages": [prefix]} the messages for a script. */
function resolve(value, lang, messages) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, lang, messages));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, resolve(field, lang, messages)]));
  if ("$money" in value) {
    return new Intl.NumberFormat(lang, { style: "currency", currency: "SEK", minimumFractionDigits: value.$money % 100 ? 2 : 0 }).format(value.$money / 100);
  }
  if ("$messages" in value) {
    return JSON.stringify(Object.fromEntries(Object.entries(messages).filter(([key]) => value.$messages.some((prefix) => key.startsWith(prefix)))));
  }
  if (!("$msg" in value)) return fields;
  for (const name of ["when", "begins", "ends"]) if (name in fields) fields[name] = new Date(fields[name]);
  if ("when" in fields) fields.until ??= new Date(fields.when.getTime() + 3_600_000); // an entry's hour has an end
  return new IntlMessageFormat(messages[fields.$msg], lang).format(fields);
}

/** A fixture may be {"$like": another, what differs}. */
function fixture(name) {
  const { $like, ...own } = JSON.parse(read("fixtures", `${name}.json`));
  if (!$like) return own;
  const like = fixture($like);
  return { ...like, ...own, ballot: { ...like.ballot, ...own.ballot } };
}

function nested(messages) {
  const t = {};
  for (const [key, message] of Object.entries(messages)) {
    const [section, name] = key.split(".");
    (t[section] ??= {})[name] = message;
  }
  return t;
}

function render(name, lang) {
  const messages = catalogueOf(here, lang);
  const model = resolve(fixture(name), lang, messages);
  const page = {
    lang, dir: "ltr", town: "Ekviks kommun", content_lang: "sv", demo: true, version: "0.1.0", json_href: `/${name}.json`,
    title: model.title_page ?? model.title,
    languages: [["sv", "Svenska"], ["en", "English"]].map(([code, own]) => ({ code, name: own, href: `/${name}?lang=${code}`, current: code === lang })),
    nav: { [model.nav]: true },
    has_session: false, csrf: "",
    assets: { css: `/static/${manifest["app.css"]}`, js: `/static/${manifest["base.js"]}`, font: `/static/${manifest["inter.woff2"]}` },
  };
  const view = { ...model, t: nested(messages), page };
  const content = Mustache.render(read("templates", `${model.template ?? name}.mustache`), view, partials);
  return Mustache.render(read("templates", `${model.layout ?? "layout"}.mustache`), { ...view, content }, partials);
}

const types = { ".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
export const server = createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const name = url.pathname.slice(1);
  try {
    if (name.startsWith("static/")) response.writeHead(200, { "content-type": types[extname(name)] }).end(readFileSync(join(here, "dist", name)));
    else if (names.includes(name)) {
      const html = render(name, url.searchParams.get("lang") ?? "sv");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(html);
    } else response.writeHead(404).end();
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

export async function open() {
  await new Promise((ready) => server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", ready));
  const browser = await chromium.launch({ executablePath: browserPath, chromiumSandbox: false, args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  return { browser, base: `http://127.0.0.1:${server.address().port}` };
}

async function look() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { browser, base } = await open();
  let faults = 0;
  const say = (where, what) => (faults++, console.log(`${where}: ${what}`));
  for (const width of [1280, 320]) {
    const page = await browser.newPage({ viewport: { width, height: width > 400 ? 900 : 640 } });
    let where = "";
    page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && !message.text().includes("404") && say(where, message.text()));
    page.on("pageerror", (error) => say(where, error.message));
    for (const name of names) {
      for (const lang of ["sv", "en"]) {
        where = `${name}-${lang}-${width}`;
        await page.goto(`${base}/${name}?lang=${lang}`, { waitUntil: "networkidle" });
        await page.evaluate(() => document.fonts.ready);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) say(where, `scrolls sideways by ${wide} px`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        for (const { id, nodes } of violations) say(where, `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
        await page.screenshot({ path: join(out, `${where}.png`), fullPage: true });
      }
    }
    await page.close();
  }
  await browser.close();
  server.close();
  console.log(`${names.length * 4} pictures in ${out}, ${faults} faults`);
  return faults === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await look());
