// The other kinds of ballots, by keyboard and by mouse, from the voting page to the count: one project, a ranking, points.

import assert from "node:assert/strict";
import { cast, castClear, choose, confirm, fetchCard, problem, receipt, sealed, shown, toCheck } from "./support/ballot.mjs";
import { inspect } from "./support/inspect.mjs";
import { press } from "./support/keys.mjs";
import { texts } from "./support/paths.mjs";
import { begin, open } from "./support/rounds.mjs";

const text = texts("sv");
const like = "medborgarbudget";
const rounds = {
  one: { id: "en-enda", title: "En enda", rule: "approval", choicesMax: 1 },
  ranking: { id: "i-ordning", title: "I ordning", rule: "ranking", choicesMax: 3, placePoints: "5,3,1" },
  points: { id: "tio-poang", title: "Tio poäng", rule: "points", choicesMax: 3, pointsMax: 10 },
};

export default async function ballots({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const { projects } = await town.json(`/rounds/${like}.json`);
  const [first, second, third, fourth] = [...projects].sort((a, b) => a.number - b.number).filter((project) => !project.withdrawn);
  const board = town.keys("valnamnd", 2);
  const codes = {};

  await step("three rounds open: one project, a ranking, points", async () => {
    for (const [kind, plan] of Object.entries(rounds)) {
      await begin(town, plan.id, "oversiktsplan");
      codes[kind] = await open(town, plan.id, { like, budgetMax: 0, ...plan });
    }
  });

  const visit = async (kind) => {
    await page.goto(`/rounds/${rounds[kind].id}/vote`);
    await page.locator("[data-progress]").waitFor();
  };
  /** From what is chosen to the receipt; gives the digest of the ballot. */
  const finish = async (code) => {
    await toCheck(page);
    await confirm(page);
    await castClear(page, code);
    const { digest } = await receipt(page);
    await page.locator("[data-checked]").waitFor();
    return digest;
  };
  const checked = async () => {
    await toCheck(page);
    return shown(page, "check").locator("tbody tr td:first-child").allInnerTexts();
  };
  const field = (project) => page.locator(`input[data-project="${project.id}"]`);
  const digests = {};

  await step("one project: choosing another lets go of the first, and none of them is a choice too", async () => {
    await visit("one");
    await choose(page, [first.id]);
    await choose(page, [second.id]);
    assert.ok(!(await field(first).isChecked()));
    await page.getByLabel(text["vote.none"]).check({ force: true });
    assert.deepEqual(await checked(), []);
    await page.getByText(text["vote.check_blank"]).waitFor();
    await page.getByRole("button", { name: text["vote.change"] }).click();
    await choose(page, [second.id]);
    await inspect(page, "sv");
    digests.one = await finish(codes.one[0]);
  });

  const list = page.locator("[data-ranking-lists] li");
  const order = async () => (await list.locator(".ranking__title").allInnerTexts()).map((title) => title.trim());

  await step("a ranking, with the keyboard alone: up, down, remove; the focus stays and the place is said", async () => {
    await visit("ranking");
    await page.getByText("5 poäng").first().waitFor();
    for (const project of [first, second, third, fourth]) await field(project).press("Space");
    assert.equal(await page.locator("[data-progress]").getAttribute("data-over"), "too_many");
    assert.deepEqual(await order(), [first, second, third, fourth].map((project) => project.title));
    await press(page, list.nth(2).locator('[data-move="up"]'));
    await page.keyboard.press("Enter");
    assert.deepEqual(await order(), [third, first, second, fourth].map((project) => project.title));
    const there = await page.evaluate(() => [document.activeElement.dataset.move, document.activeElement.closest("li")?.querySelector(".ranking__title").textContent]);
    assert.deepEqual(there, ["up", third.title]);
    assert.match(await page.locator("[data-said]").innerText(), /nummer 1 av 4/);
    await page.keyboard.press("Enter");
    assert.match(await page.locator("[data-said]").innerText(), /redan först/);
    await press(page, list.nth(1).locator("[data-remove]"));
    assert.ok(!(await field(first).isChecked()));
    assert.deepEqual(await order(), [third, second, fourth].map((project) => project.title));
    assert.equal(await page.evaluate(() => document.activeElement.closest("li")?.querySelector(".ranking__title").textContent), second.title);
    await press(page, list.nth(1).locator('[data-move="down"]'));
    await inspect(page, "sv");
  });

  await step("the check shows places and what they are worth", async () => {
    const rows = await checked();
    assert.deepEqual(rows.map((row) => row.replace(/\s+/g, " ").trim().slice(0, 8)), ["Plats 1 ", "Plats 2 ", "Plats 3 "]);
    for (const [i, project] of [third, fourth, second].entries()) assert.ok(rows[i].includes(project.title) && rows[i].includes(`${[5, 3, 1][i]} poäng`), rows[i]);
    await inspect(page, "sv");
    await page.getByRole("button", { name: text["vote.change"] }).click();
    digests.ranking = await finish(codes.ranking[0]);
  });

  await step("points: by number, by arrow, by button; what is wrong is said in words, at the field too", async () => {
    await visit("points");
    await field(first).fill("7");
    await field(second).focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    const more = page.locator(".choice", { has: field(third) }).locator("[data-more]");
    for (const _ of [1, 2]) await more.click();
    assert.equal(await page.locator("[data-progress]").getAttribute("data-over"), "over_points");
    await toCheck(page);
    assert.match(await problem(page), /11 poäng/);
    await field(third).fill("1,5");
    await toCheck(page);
    assert.ok((await problem(page)).includes(third.title));
    assert.equal(await field(third).getAttribute("aria-invalid"), "true");
    const described = (await field(third).getAttribute("aria-describedby")).split(" ");
    assert.equal(await page.locator(`#${described[1]}`).innerText(), text["island_ballot.points_wrong"]);
    await inspect(page, "sv");
    await field(third).fill("1");
    assert.match(await page.locator("[data-chosen]").innerText(), /^0 av 10 poäng kvar/);
    const rows = await checked();
    for (const [i, points] of [7, 2, 1].entries()) assert.ok(rows[i].includes(`${points} poäng`), rows[i]);
    await inspect(page, "sv");
    await page.getByRole("button", { name: text["vote.change"] }).click();
    digests.points = await finish(codes.points[0]);
  });

  const secret = "matradspotten";

  await step("points in secret: they are still there when the voter comes back with the card", async () => {
    const round = await town.json(`/rounds/${secret}.json`);
    const [some, other] = round.projects;
    await page.goto(`/rounds/${secret}/vote`);
    await page.locator("[data-progress]").waitFor();
    await field(other).fill("3");
    await field(some).fill("7");
    const before = await checked();
    assert.equal(before.length, 2);
    await confirm(page);
    await fetchCard(page, town.letterCode());
    assert.deepEqual([await field(some).inputValue(), await field(other).inputValue()], ["7", "3"]);

    await page.getByRole("button", { name: text["secret.challenge"] }).click();
    const opened = page.locator("[data-openings] li li");
    await opened.first().waitFor();
    assert.deepEqual((await opened.allTextContents()).sort(), [`${some.title}: 7 poäng`, `${other.title}: 3 poäng`].sort());
    await inspect(page, "sv");
    const saved = page.waitForEvent("download");
    await page.locator("[data-openings] a").click();
    const file = town.file("opened-points.json");
    await (await saved).saveAs(file);
    const { code, out } = await town.run("radslag-verify", "ballot", file, `${town.url}/rounds/${secret}/urns/${round.urns[0].id}/election.json`);
    assert.equal(code, 0, out);
    for (const part of [`${some.id} (7)`, `${other.id} (3)`]) assert.ok(out.includes(part), out);

    await page.getByRole("button", { name: text["secret.reseal"] }).click();
    await sealed(page);
    await cast(page);
    await receipt(page);
    await page.locator("[data-checked]").waitFor();
    for (const input of await page.locator("input[data-number]").all()) assert.equal(await input.inputValue(), "");
  });

  await step("the rounds close, and the ballots say what was chosen", async () => {
    const said = {};
    for (const [kind, { id }] of Object.entries(rounds)) {
      await town.round("close", id, ...board);
      const { bytes } = await town.bytes(`/log/rounds/${id}/blob/${digests[kind]}`);
      said[kind] = bytes.subarray(32).toString("utf8").split("\n").filter((line) => /^(choice|points) /.test(line));
    }
    assert.deepEqual(said, {
      one: [`choice ${second.id}`],
      ranking: [third, fourth, second].map(({ id }) => `choice ${id}`),
      points: [`points ${first.id} 7`, `points ${second.id} 2`, `points ${third.id} 1`],
    });
  });

  await step("they are counted: greedy takes the one with most points first", async () => {
    for (const kind of ["ranking", "points"]) await town.round("count", rounds[kind].id, ...board);
    const order = async (kind) => (await town.json(`/rounds/${rounds[kind].id}/result.json`)).rows.filter((row) => row.votes > 0).map(({ id }) => id);
    assert.deepEqual(await order("ranking"), [third, fourth, second].map(({ id }) => id));
    assert.deepEqual(await order("points"), [first, second, third].map(({ id }) => id));
    complaints.none();
  });
}
