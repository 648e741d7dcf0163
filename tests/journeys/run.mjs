// The journeys: both houses with the example municipality, a real browser, and the programs from the command line.
//
//   node tests/journeys/run.mjs [NAME...]        all journeys, or those named, in the order below
//
// RADSLAG_BIN_DIR: where the programs lie (default build/release/bin). RADSLAG_CHROMIUM: the browser
// (default /usr/bin/chromium). RADSLAG_PICTURES: a folder for pictures of the stories' pages (default: none are made).
// One line a step: ok, not ok or skipped. Ends with 1 if a step failed.

import { Browser } from "./support/browser.mjs";
import { Report } from "./support/report.mjs";
import { missing, Town } from "./support/town.mjs";

// They share one municipality: those that change its phases come last.
const names = ["newcomer", "keyboard", "auditor", "verify", "without-script", "network", "refusals", "ballots", "initiative", "project", "officers", "pages"];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no journey ${unknown.join(", ")}; there are ${names.join(", ")}.`);
  process.exit(64);
}

const report = new Report();
const why = missing();
if (why) {
  for (const name of names) report.skipped(name, why);
} else {
  const town = await Town.start();
  try {
    for (const name of names.filter((each) => asked.length === 0 || asked.includes(each))) {
      const { default: journey } = await import(`./${name}.mjs`);
      const browser = new Browser(town);
      await report.journey(name, (step) => journey({ town, browser, step }));
      await browser.close();
    }
    await report.journey("server", (step) => step("stops cleanly when asked to", () => town.stop()));
  } finally {
    await town.remove();
  }
}
process.exitCode = report.summary();
