// What a voter is told when something is not right: in words, with what to do, and with nothing lost.

import assert from "node:assert/strict";
import { cast, castClear, choose, confirm, fetchCard, problem, receipt, shown, toCheck } from "./support/ballot.mjs";
import { texts } from "./support/paths.mjs";
import { begin, newCard, open } from "./support/rounds.mjs";

const text = texts("sv");
const round = "medborgarbudget";
const tight = "trang-pott";

export default async function refusals({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const { projects, choices_max: most } = await town.json(`/rounds/${round}.json`);
  const ids = projects.map((project) => project.id);

  await step("too many projects: the box says so, and the next step does not open", async () => {
    await page.goto(`/rounds/${round}/vote`);
    await choose(page, ids.slice(0, most + 1));
    assert.equal(await page.locator("[data-progress]").getAttribute("data-over"), "too_many");
    await toCheck(page);
    assert.ok((await problem(page)).includes(text["island_ballot.problem_heading"]));
    assert.ok(await shown(page, "choose").isVisible());
    assert.ok(!(await shown(page, "check").isVisible()));
    await page.locator(`input[value="${ids[0]}"]`).uncheck({ force: true });
    assert.ok(!(await page.locator("[data-problem]").isVisible()));
    assert.equal(await page.locator("[data-progress]").getAttribute("data-over"), null);
  });

  const type = async (card) => {
    await page.getByLabel(text["secret.card_label"], { exact: true }).fill(card);
    await page.getByRole("button", { name: text["secret.to_seal"] }).click();
  };

  await step("a card that cannot be one: says so beside the field", async () => {
    await toCheck(page);
    await confirm(page);
    await page.getByRole("button", { name: text["secret.card_typed"] }).click();
    for (const card of [newCard().slice(0, -1), newCard().replace(/.$/, "0")]) {
      await type(card);
      await page.locator("[data-card-error]").waitFor();
      assert.equal(await page.locator("[data-card-error]").innerText(), text["island_secret.card_wrong"]);
    }
  });

  await step("a card that is not on the roll: says so, and what to do", async () => {
    complaints.expect(/status of 4\d\d/);
    await type(newCard());
    await cast(page);
    const said = await problem(page);
    for (const key of ["island_ballot.refused_heading", "error.unknown-credential", "error.unknown-credential_todo"])
      assert.ok(said.includes(text[key]), said);
  });

  await step("the right card at last: nothing that was chosen is lost", async () => {
    await page.getByRole("button", { name: text["secret.other_card"] }).click();
    await fetchCard(page, town.letterCode());
    assert.equal(await page.locator("input[data-number]:checked").count(), most);
    await cast(page);
    await receipt(page);
    await page.locator("[data-checked]").waitFor();
  });

  await step("a round that is only announced says so, and offers no voting", async () => {
    await begin(town, tight, "hamnplan");
    complaints.expect(/status of 404/);
    await page.goto(`/rounds/${tight}`);
    await page.getByText(text["phase.announced"]).first().waitFor();
    assert.equal(await page.getByRole("link", { name: text["round.vote_now"] }).count(), 0);
  });

  const cheapest = [...projects].sort((a, b) => a.cost - b.cost).slice(0, 2);
  const budget = cheapest[0].cost + cheapest[1].cost - 1;
  const codes = await step("a round with a budget opens", () => open(town, tight, { like: round, title: "Trång pott", budgetMax: budget, choicesMax: 5 }));

  await step("over the budget by the smallest coin: the box says by how much", async () => {
    await page.goto(`/rounds/${tight}/vote`);
    await choose(page, cheapest.map((project) => project.id));
    assert.equal(await page.locator("[data-progress]").getAttribute("data-over"), "over_budget");
    assert.match(await page.locator("[data-left-line]").innerText(), /0,01/);
    await toCheck(page);
    assert.match(await problem(page), /0,01/);
    assert.ok(!(await shown(page, "check").isVisible()));
  });

  await step("within it: votes", async () => {
    await page.locator(`input[value="${cheapest[1].id}"]`).uncheck({ force: true });
    await toCheck(page);
    await confirm(page);
    await castClear(page, codes[0]);
    await receipt(page);
    await page.locator("[data-checked]").waitFor();
    complaints.none();
  });
}
