// Makes docs/images/round.png, the README's picture: the open round of the example municipality, as a visitor meets it.
//
//   node tests/journeys/picture.mjs [LANGUAGE]        sv (default) or en

import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Browser } from "./support/browser.mjs";
import { root } from "./support/paths.mjs";
import { missing, Town } from "./support/town.mjs";

const file = join(root, "docs", "images", "round.png");
const most = 400_000; // bytes: it stands in the repository

const why = missing();
if (why) {
  console.error(why);
  process.exit(69);
}
const town = await Town.start();
const browser = new Browser(town);
try {
  const { page } = await browser.visitor({ locale: process.argv[2] ?? "sv", viewport: { width: 1200, height: 1030 } });
  // Always the same order of projects, so that the picture changes only when the pages do.
  await page.goto("/rounds/medborgarbudget?order=7");
  await page.evaluate(() => document.fonts.ready);
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
} finally {
  await browser.close();
  await town.stop();
  await town.remove();
}
const { size } = statSync(file);
console.log(`${file}: ${size} bytes`);
process.exitCode = size <= most ? 0 : 1;
