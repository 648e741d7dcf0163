// An auditor downloads the whole record and verifies it offline; a changed byte is found.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");

export default async function auditor({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const bundle = town.file("bundle.tar");
  const key = town.file("radslag.vkey");

  await step("finds the record from the front page", async () => {
    await page.goto("/");
    await page.getByRole("navigation", { name: text["common.menu"] }).getByRole("link", { name: text["nav.record"] }).click();
    await page.waitForURL("**/record");
  });

  await step("downloads the bundle and copies the key", async () => {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: text["record.bundle"] }).click();
    await (await saved).saveAs(bundle);
    writeFileSync(key, `${(await page.getByLabel(text["record.key_heading"]).innerText()).trim()}\n`);
  });

  await step("verifies it with the key", async () => {
    const { code, out } = await town.run("radslag-verify", "--key", key, bundle);
    assert.equal(code, 0, out);
  });

  await step("is told when the key was not given", async () => {
    const { code, out } = await town.run("radslag-verify", bundle);
    assert.equal(code, 0, out);
    assert.match(out, /key not pinned/i);
  });

  await step("finds the same at the site's address", async () => {
    const { code, out } = await town.run("radslag-verify", "--key", key, town.url);
    assert.equal(code, 0, out);
  });

  await step("has a bundle with one changed byte refused, wherever the byte is", async () => {
    const bytes = readFileSync(bundle);
    const places = ["radslag/v1/dialogue\n", "radslag/v1/ballot\n", "radslag/v1/tally\n", "radslag/v1/decision\n"].map((kind) => bytes.indexOf(kind));
    for (const at of places) {
      assert.ok(at > 0);
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      writeFileSync(town.file("changed.tar"), changed);
      const { code, out } = await town.run("radslag-verify", "--key", key, town.file("changed.tar"));
      assert.ok(code === 1 || code === 65, `byte ${at}: ${code}\n${out}`);
    }
  });

  await step("has the record refused under another town's key", async () => {
    const other = (await town.json("/record.json")).logs.find((log) => log.name !== "town");
    const keys = await page.locator("[data-keys]").getAttribute("data-keys");
    writeFileSync(town.file("other.vkey"), `${JSON.parse(keys).find((line) => line.startsWith(`${other.origin}+`))}\n`);
    const { code } = await town.run("radslag-verify", "--key", town.file("other.vkey"), bundle);
    assert.ok(code === 1 || code === 65, String(code));
    complaints.none();
  });
}
