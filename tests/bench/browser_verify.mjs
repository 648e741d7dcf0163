// How long the verifier in the browser takes for a whole record: from the click to the report, in the page saved to disk.
//
//   node tests/bench/browser_verify.mjs [BALLOTS]     [9980] (after deploy/lib/front.sh has put the npm packages into frontend/; needs Chromium)
//
// The record is made here: a municipality with one round, all counted, so that every entry has a signature to verify. Prints the best and the
// median of RUNS [5] runs. RADSLAG_CHROMIUM: the browser [/usr/bin/chromium].

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { chromium as executablePath, fromFrontend, root } from "../journeys/support/paths.mjs";

const ballots = Number(process.argv[2] ?? 9_980);
const runs = Number(process.env.RUNS ?? 5);
const folder = mkdtempSync(join(tmpdir(), "radslag-browser-verify-"));
const { chromium } = fromFrontend("playwright-core");
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
try {
  const { buildSync } = fromFrontend("esbuild");
  const maker = join(folder, "make.mjs");
  const entry = join(root, "frontend/src/verify/make.ts");
  buildSync({ entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile: maker, logLevel: "warning" });
  const bundle = join(folder, "bundle.tar");
  execFileSync(process.execPath, [maker, bundle, String(ballots)]);
  const manifest = JSON.parse(readFileSync(join(root, "frontend/dist/static/manifest.json"), "utf8"));
  const page = await browser.newPage();
  const times = [];
  let words = "";
  for (let i = 0; i < runs; i += 1) {
    await page.goto(`file://${join(root, "frontend/dist/static", manifest["verify.en.html"])}`);
    await page.setInputFiles("[data-verify-files]", [bundle, `${bundle}.vkey`]);
    const took = await page.evaluate(async () => {
      const report = document.querySelector("[data-verify-report]");
      const shown = new Promise((done) => new MutationObserver(() => !report.hidden && done()).observe(report, { attributes: true }));
      const begin = performance.now();
      document.querySelector("[data-verify-start]").click();
      await shown;
      return performance.now() - begin;
    });
    if ((await page.locator("[data-result]").getAttribute("data-result")) !== "holds") throw new Error(await page.locator("[data-verify-report]").innerText());
    words = await page.locator("[data-result] + p ~ p").first().innerText();
    times.push(took);
  }
  times.sort((a, b) => a - b);
  console.log(`${browser.version()}; ${words}`);
  console.log(`browser: best ${(times[0] / 1000).toFixed(2)} s, median ${(times[Math.floor(runs / 2)] / 1000).toFixed(2)} s of ${runs} runs`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
