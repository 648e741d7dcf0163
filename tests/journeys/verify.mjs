// Somebody who believes nothing checks the record in the browser: the site's own, a bundle, a receipt, a notice; with the keyboard, and without a network.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inspect } from "./support/inspect.mjs";
import { press, tabTo } from "./support/keys.mjs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const patience = { timeout: 120_000 }; // for the whole record on a slow machine

const verdict = (page) => page.locator("[data-verify-report] [data-result]");

/** What the report says: holds, withheld or fails. */
async function result(page) {
  await verdict(page).waitFor(patience);
  return verdict(page).getAttribute("data-result");
}

const report = (page) => page.locator("[data-verify-report]").innerText();

async function download(town, path, name) {
  const answer = await fetch(new URL(path, town.url));
  assert.equal(answer.status, 200, path);
  const file = town.file(name);
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  return file;
}

export default async function verify({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const start = page.getByRole("button", { name: text["verify_page.start"], exact: true });
  const choose = (...files) => page.locator("[data-verify-files]").setInputFiles(files);
  const bundle = await download(town, "/log/bundle.tar", "verify-bundle.tar");
  const key = await download(town, "/log/town/vkey", "verify-town.vkey");

  await step("finds the page from the record's", async () => {
    await page.goto("/record");
    await page.getByRole("link", { name: text["verify_page.link"] }).click();
    await page.waitForURL("**/verify");
    for (const language of ["sv", "en"]) {
      await page.goto(`/verify?lang=${language}`);
      await page.locator("[data-verify-form]:not([hidden])").waitFor();
      await inspect(page, language);
    }
    await page.goto("/verify?lang=sv");
  });

  await step("has the site's own record checked, with the keyboard alone", async () => {
    await press(page, page.getByRole("button", { name: text["verify_page.own"] }));
    assert.equal(await result(page), "holds", await report(page));
    assert.ok(await page.evaluate(() => document.activeElement.matches("[data-verify-report]")));
    assert.ok((await report(page)).includes(text["island_verify.open_not_pinned"]));
    await tabTo(page, page.getByRole("button", { name: text["verify_page.print"] }));
    await inspect(page, "sv");
  });

  await step("has a bundle checked under a key from elsewhere", async () => {
    await choose(bundle, key);
    await start.click();
    assert.equal(await result(page), "holds", await report(page));
    assert.ok(!(await report(page)).includes(text["island_verify.open_not_pinned"]));
  });

  await step("has a changed byte found, with its entry and file", async () => {
    const bytes = readFileSync(bundle);
    const at = bytes.indexOf("radslag/v1/dialogue\n");
    assert.ok(at > 0);
    bytes[at + 12] ^= 1;
    const changed = town.file("verify-changed.tar");
    writeFileSync(changed, bytes);
    await choose(changed, key);
    await start.click();
    assert.equal(await result(page), "fails");
    assert.match(await report(page), /town, post \d/);
  });

  await step("is told what is no record", async () => {
    const nothing = town.file("verify-nothing.txt");
    writeFileSync(nothing, "nothing\n");
    await choose(nothing);
    await start.click();
    await page.getByText("verify-nothing.txt").waitFor();
  });

  await step("has a receipt and a checkpoint from paper held against the site", async () => {
    const receipt = await download(town, "/record/receipt?log=town&index=3", "verify-3.tlog-proof");
    await page.goto("/verify?lang=sv");
    await page.getByText(text["verify_page.more"]).click();
    await page.getByLabel(text["verify_page.paste"], { exact: true }).fill(await (await fetch(`${town.url}/log/town/checkpoint`)).text());
    await choose(receipt);
    await start.click();
    assert.equal(await result(page), "holds", await report(page));
    const words = await report(page);
    assert.ok(words.includes("verify-3.tlog-proof") && words.includes(text["island_verify.pasted"]), words);
  });

  await step("is told that a forged receipt proves nothing", async () => {
    const forged = town.file("verify-forged.tlog-proof");
    writeFileSync(forged, readFileSync(town.file("verify-3.tlog-proof"), "utf8").replace("index 3", "index 4"));
    await page.goto("/verify?lang=sv");
    await choose(bundle, key, forged);
    await start.click();
    assert.equal(await result(page), "holds", await report(page));
    assert.ok((await report(page)).includes(text["island_verify.paper_proof"].replace("{name}", "verify-forged.tlog-proof")));
  });

  await step("stops a check when asked to", async () => {
    await page.goto("/verify?lang=sv");
    await choose(bundle);
    // Both in one task, so that the check cannot be done before.
    await page.evaluate(() => {
      document.querySelector("[data-verify-start]").click();
      const cancel = document.querySelector("[data-verify-cancel]");
      new MutationObserver((_, observer) => {
        if (document.querySelector("[data-verify-working]").hidden) return;
        observer.disconnect();
        cancel.click();
      }).observe(document.querySelector("[data-verify-working]"), { attributes: true });
    });
    await page.getByText(text["island_verify.cancelled"]).waitFor();
    assert.ok(await page.locator("[data-verify-report]").isHidden());
  });

  await step("saves the check, and it works from the disk and asks for nothing", async () => {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: text["verify_page.offline_link"] }).click();
    const file = town.file("verify.html");
    await (await saved).saveAs(file);
    const { page: offline, context, complaints: words } = await browser.visitor();
    const asked = [];
    offline.on("request", (request) => asked.push(request.url()));
    await context.setOffline(true);
    await offline.goto(`file://${file}`);
    await offline.locator("[data-verify-files]").setInputFiles([bundle, key]);
    await offline.getByRole("button", { name: text["verify_page.start"], exact: true }).click();
    assert.equal(await result(offline), "holds", await report(offline));
    assert.deepEqual(asked.filter((url) => !/^(file|blob|data):/.test(url)), []);
    words.none();
  });

  complaints.none();
}
