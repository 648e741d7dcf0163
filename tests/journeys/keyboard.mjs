// The newcomer's way with the keyboard alone.

import assert from "node:assert/strict";
import { receipt, saveReceipt, sealed, shown } from "./support/ballot.mjs";
import { press, tabTo } from "./support/keys.mjs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const round = "medborgarbudget";

export default async function keyboard({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const { projects, areas } = await town.json(`/rounds/${round}.json`);
  const area = areas[1];
  const wanted = projects.filter((project) => project.area === area.id)[0];
  const letter = town.letterCode();

  await step("skips the menu", async () => {
    await page.goto("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text["common.skip_to_content"]);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  });

  await step("opens the round and filters it", async () => {
    await press(page, page.getByRole("link", { name: text["cta.open"] }).first());
    await page.waitForURL(`**/rounds/${round}*`);
    await tabTo(page, page.getByLabel(text["round.filter_area"]));
    await page.keyboard.type(area.name);
    await press(page, page.getByRole("button", { name: text["common.show"] }));
    await page.waitForURL(`**area=${area.id}*`);
  });

  await step("chooses with the space bar", async () => {
    await press(page, page.getByRole("link", { name: text["round.vote_now"] }));
    await page.waitForURL(`**/rounds/${round}/vote*`);
    await press(page, page.locator(`input[value="${wanted.id}"]`), "Space");
    assert.match(await page.locator("[data-chosen]").innerText(), /^1\D/);
  });

  await step("is taken to each step's heading", async () => {
    const heading = () => page.evaluate(() => document.activeElement.textContent);
    await press(page, page.getByRole("button", { name: text["vote.to_check"] }));
    assert.equal(await heading(), text["vote.check_heading"]);
    assert.ok((await shown(page, "check").innerText()).includes(wanted.title));
    await press(page, page.getByRole("button", { name: text["vote.to_code"] }));
    assert.equal(await heading(), text["secret.card_heading"]);
  });

  await step("hears what is wrong with a card, and stays in its field", async () => {
    await press(page, page.getByRole("button", { name: text["secret.card_typed"] }));
    const field = page.getByLabel(text["secret.card_label"], { exact: true });
    assert.ok(await field.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Enter");
    await page.locator("[data-card-error]").waitFor();
    assert.equal(await page.locator("[data-card-error]").innerText(), text["island_secret.card_empty"]);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-invalid")), "true");
    assert.ok((await field.getAttribute("aria-describedby")).split(" ").includes("card-error"));
  });

  await step("fetches the card at the registrar's site", async () => {
    await press(page, page.getByRole("button", { name: text["secret.card_fetch_instead"] }));
    await press(page, page.getByRole("link", { name: text["secret.card_fetch"] }));
    await page.waitForURL("**/card?*");
    await tabTo(page, page.getByLabel(text["sign_in.code_label"]));
    await page.keyboard.type(letter);
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("button", { name: text["card.go"] }));
    await sealed(page);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text["secret.seal_heading"]);
  });

  await step("votes, and is taken to the receipt", async () => {
    await press(page, page.getByRole("button", { name: text["vote.cast"], exact: true }));
    await receipt(page);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text["vote.receipt_heading"]);
    await page.locator("[data-checked]").waitFor();
  });

  await step("saves the receipt and has it confirmed", async () => {
    const file = town.file("keyboard.tlog-proof");
    await saveReceipt(page, file, (link) => press(page, link));
    const { code: ended, out } = await town.run("radslag-verify", "--receipt", file, town.url);
    assert.equal(ended, 0, out);
    await press(page, page.getByRole("link", { name: text["vote.receipt_find"] }));
    await page.waitForURL(/\/record\/entry\?/);
    complaints.none();
  });
}
