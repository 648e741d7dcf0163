// What must hold on every page, in every language, on wide, narrow and magnified windows, and written from right to left.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fromFrontend } from "./paths.mjs";

const axe = readFileSync(fromFrontend.resolve("axe-core/axe.min.js"), "utf8");

const wide = { width: 1280, height: 1024 };
const narrow = { width: 320, height: 800 };
const magnified = { width: 320, height: 256 }; // what is left of 1280 x 1024 at 400 %

/** Everything at once for the page that is shown; throws with a list of what is wrong. */
export async function inspect(page, language) {
  const wrong = [];
  for (const size of [wide, narrow]) {
    await page.setViewportSize(size);
    wrong.push(...(await audited(page, size.width)), ...(await sideways(page, `at ${size.width} px`)));
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    wrong.push(...(await sideways(page, `at ${size.width} px from right to left`)));
    await page.evaluate(() => (document.documentElement.dir = "ltr"));
  }
  await page.setViewportSize(magnified);
  wrong.push(...(await sideways(page, "at 400 %")), ...(await covered(page)), ...(await named(page, language)));
  await page.setViewportSize(wide);
  assert.equal(wrong.length, 0, `${page.url()}:\n${wrong.join("\n")}`);
}

async function audited(page, width) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, help, nodes }) => `axe at ${width} px: ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

async function sideways(page, when) {
  const { wider, culprits } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out = (element) => {
      const box = element.getBoundingClientRect();
      return box.right > width + 1 || box.left < -1;
    };
    const wider = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) > width;
    return { wider, culprits: [...document.querySelectorAll("body *")].filter(out).slice(0, 3).map((element) => element.outerHTML.slice(0, 120)) };
  });
  return wider ? [`scrolls sideways ${when}: ${culprits.join(" | ")}`] : [];
}

/** What stays put while the page scrolls may not hide it. */
async function covered(page) {
  const share = await page.evaluate(() => {
    const stuck = [...document.querySelectorAll("body *")].filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position));
    return stuck.reduce((sum, element) => sum + element.getBoundingClientRect().height, 0) / innerHeight;
  });
  return share > 0.5 ? [`at 400 % what is stuck covers ${Math.round(share * 100)} % of the window`] : [];
}

async function named(page, language) {
  const found = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter((heading) => heading.checkVisibility()).length,
    // What the record has verbatim, JSON too, is not the page's own text.
    keys: [...document.querySelectorAll("pre")].reduce((text, verbatim) => text.replace(verbatim.innerText, ""), document.body.innerText).match(/\b[a-z_]+\.[a-z]+_[a-z_]+\b|\{[a-z_]*\}|\{\{|\}\}|\bundefined\b|\bNaN\b/g) ?? [],
  }));
  const wrong = [];
  if (found.language !== language) wrong.push(`lang is "${found.language}"`);
  if (!found.title.includes(" – ")) wrong.push(`its title is "${found.title}"`);
  if (found.headings !== 1) wrong.push(`it has ${found.headings} h1`);
  if (found.keys.length > 0) wrong.push(`it shows ${found.keys.join(", ")}`);
  return wrong;
}
