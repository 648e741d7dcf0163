// Every kind of page, in every phase that the municipality has a round in, in both languages.

import assert from "node:assert/strict";
import { cast, choose, receipt, toCheck, toCode } from "./support/ballot.mjs";
import { inspect } from "./support/inspect.mjs";
import { begin, newCode, open } from "./support/rounds.mjs";

const openRound = "sidornas-pott";
const announced = "sidornas-nasta";

/** One page of each kind and phase. */
async function addresses(town) {
  const { groups } = await town.json("/dialogues.json");
  const rows = groups.flatMap((group) => group.dialogues);
  const phases = new Map(rows.filter((row) => row.round).map((row) => [row.round.phase, row.round.href]));
  const entries = new Map();
  for (const { name } of (await town.json("/record.json")).logs) {
    const { entries: newest } = await town.json(`/record/entries.json?log=${name}`);
    const { entries: oldest } = await town.json(`/record/entries.json?log=${name}&from=0`);
    for (const { kind, href } of [...newest, ...oldest]) entries.set(kind, href);
  }
  const rounds = [...phases.values(), `/rounds/${openRound}`, `/rounds/${announced}`];
  const counted = rounds.filter((href) => !href.endsWith(announced));
  return [
    "/",
    "/dialogues?status=planned",
    "/dialogues?status=planned&level=co-decision",
    ...rows.slice(0, 3).map((row) => row.href),
    ...rounds,
    ...counted.flatMap((href) => [`${href}/projects/1`, `${href}/vote`, `${href}/result`]),
    "/record",
    "/record/entries?log=town",
    `/record/entries?log=rounds/${openRound}`,
    ...entries.values(),
    "/about",
    "/accessibility",
  ];
}

async function voting(page, language, code) {
  await page.goto(`/rounds/${openRound}/vote?lang=${language}`);
  const boxes = await page.locator("input[data-number]").evaluateAll((all) => all.map((box) => box.value));
  await choose(page, boxes.slice(0, 6));
  await page.locator('[data-go="check"]').first().click();
  await inspect(page, language);
  for (const id of boxes.slice(1, 6)) await page.locator(`input[value="${id}"]`).uncheck({ force: true });
  await page.locator('[data-step="choose"] [data-go="check"]').click();
  await inspect(page, language);
  await page.locator('[data-step="check"] [data-go="code"]').click();
  await page.locator("[data-cast]").click();
  await inspect(page, language);
  for (const typed of [newCode(), code]) {
    await page.locator("[data-code]").fill(typed);
    await page.locator("[data-cast]").click();
    if (typed === code) await receipt(page);
    else await page.locator("[data-problem]").waitFor();
    await inspect(page, language);
  }
}

export default async function pages({ town, browser, step }) {
  const codes = await step("two more rounds, one open and one announced", async () => {
    await begin(town, openRound, "oversiktsplan");
    await begin(town, announced, "vattentornet");
    return open(town, openRound, { like: "medborgarbudget", title: "Sidornas pott", budgetMax: 0, choicesMax: 5 });
  });
  const all = await addresses(town);

  for (const language of ["sv", "en"]) {
    const { page, complaints } = await browser.visitor({ locale: language });
    await step(`${all.length} pages in ${language}: axe, headings, language, no sideways scroll, no complaint in the console`, async () => {
      const wrong = [];
      for (const path of all) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), 200, path);
        await inspect(page, language).catch((error) => wrong.push(error.message));
      }
      assert.equal(wrong.length, 0, wrong.join("\n"));
      complaints.none();
    });
    await step(`the error page in ${language}`, async () => {
      complaints.expect(/status of 404/);
      assert.equal((await page.goto("/dialogues/none")).status(), 404);
      await inspect(page, language);
      complaints.none();
    });
    await step(`each step of the voting page in ${language}`, async () => {
      complaints.expect(/status of 4\d\d/);
      await voting(page, language, codes.shift());
      complaints.none();
    });
  }

  await step("the language that is chosen stays, and nothing else is remembered", async () => {
    const { context, page } = await browser.visitor();
    await page.goto("/");
    assert.equal((await context.cookies()).length, 0);
    await page.locator(".languages a", { hasText: "English" }).click();
    await page.goto("/about");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.deepEqual((await context.cookies()).map((cookie) => cookie.name), ["lang"]);
  });
}
