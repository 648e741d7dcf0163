// A browser without JavaScript: everything can be read and chosen; casting says what it needs.

import assert from "node:assert/strict";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const round = "medborgarbudget";

export default async function withoutScript({ browser, step }) {
  const { page, complaints } = await browser.visitor({ javaScriptEnabled: false });

  await step("reads from the front page to a project", async () => {
    await page.goto("/");
    await page.getByRole("link", { name: text["cta.open"] }).first().click();
    await page.waitForURL(`**/rounds/${round}*`);
    await page.getByLabel(text["round.filter_theme"]).selectOption({ index: 1 });
    await page.getByRole("button", { name: text["common.show"] }).click();
    await page.waitForURL("**theme=*");
    await page.locator(".project a").first().click();
    await page.waitForURL("**/projects/*");
  });

  await step("chooses on the voting page", async () => {
    await page.getByRole("link", { name: text["round.vote_now"] }).click();
    await page.waitForURL(`**/rounds/${round}/vote*`);
    const boxes = page.locator("input[data-number]");
    await boxes.first().check({ force: true });
    assert.ok(await boxes.first().isChecked());
    await page.locator(".choice__more summary").first().click();
    assert.ok(await page.locator("details[open] .prose").first().isVisible());
  });

  await step("is told that casting needs JavaScript, and what else to do", async () => {
    const told = page.locator("noscript section");
    assert.ok(await told.isVisible());
    const said = await told.innerText();
    assert.ok(said.includes(text["vote.no_script_heading"]) && said.includes(text["vote.no_script_text"]));
  });

  await step("is offered nothing that does not work", async () => {
    assert.equal(await page.locator("main button:visible").count(), 0);
    for (const part of ["[data-progress]", "[data-steps]", '[data-step="card"]', '[data-step="receipt"]', "[data-area-field]"])
      assert.ok(!(await page.locator(part).isVisible()), `${part} is shown`);
    await page.goto("/record");
    assert.equal(await page.locator("noscript p").innerText(), text["record.receipt_no_script"]);
    assert.ok(!(await page.locator("[data-receipt-field]").isVisible()));
  });

  await step("reads the results and the decision", async () => {
    await page.goto("/rounds/tjarholmapengen/result");
    assert.ok(await page.getByRole("heading", { name: text["result.decision_heading"] }).isVisible());
    assert.ok((await page.locator(".results tbody tr").count()) > 1);
    complaints.none();
  });
}
