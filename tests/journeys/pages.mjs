// Every kind of page, in every phase that the municipality has a round in, in both languages.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { choose, receipt } from "./support/ballot.mjs";
import { Desk } from "./support/desk.mjs";
import { inspect } from "./support/inspect.mjs";
import { texts } from "./support/paths.mjs";
import { signInByCode } from "./support/resident.mjs";
import { begin, newCode, open } from "./support/rounds.mjs";

const openRound = "sidornas-pott";
const announced = "sidornas-nasta";
const call = "vattentornet";

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
    ...counted.flatMap((href) => [`${href}/projects/1`, `${href}/vote`, `${href}/result`, `${href}/count`]),
    `/rounds/${openRound}/notice/opening`,
    ...[phases.get("decided")].filter(Boolean).flatMap((href) => ["opening", "closing", "result"].map((moment) => `${href}/notice/${moment}`)),
    "/record/receipt-sheet?log=town&index=0",
    "/receipts/lost",
    ...(await matters(town)),
    "/record",
    "/record/entries?log=town",
    `/record/entries?log=rounds/${openRound}`,
    ...entries.values(),
    "/about",
    "/accessibility",
  ];
}

/** One initiative in each phase, one proposal with each outcome, and where they are written. */
async function matters(town) {
  const phases = ["", "raised", "open", "handed-over", "decided", "rejected", "expired"];
  const lists = await Promise.all(phases.map((phase) => town.json(`/initiatives.json?phase=${phase}`)));
  const initiatives = new Map(lists.flatMap(({ rows }) => rows).map((row) => [row.phase, row.href]));
  const { rows, href } = await town.json(`/calls/${call}.json`);
  const proposals = new Map(rows.map((row) => [row.outcome, row.href]));
  return ["/initiatives", "/initiatives?phase=decided", "/initiatives/new", ...initiatives.values(), href, `${href}/propose`, ...proposals.values()];
}

const initiative = "badhuset2a"; // open, and its board takes e-mail

/** From a title to what is about to be signed at the registrar; each step is a page. */
async function writing(town, page, language) {
  const text = texts(language);
  const go = (key) => page.getByRole("button", { name: text[key], exact: true }).click();
  await page.goto(`${town.url}/initiatives/new?lang=${language}`);
  await go("write.next");
  await inspect(page, language);
  await page.getByLabel(text["write.title_label"]).fill("Badhuset öppet på söndagar");
  await go("write.next");
  await inspect(page, language);
  await go("raise.similar_go_on");
  await go("write.to_check");
  await inspect(page, language);
  // A text is raised once in the record, so each language writes its own.
  await page.getByLabel(text["write.text_label"], { exact: true }).fill(`Även på söndagar.\n\n- ${randomBytes(8).toString("hex")}`);
  await page.getByLabel(text["write.board_label"]).selectOption("kultur-fritid");
  await go("write.to_check");
  await inspect(page, language);
}

/** The registrar's pages, signed out and in. */
async function registrar(town, page, language) {
  const text = texts(language);
  const visit = async (path) => {
    const answer = await page.goto(`${town.registrar}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
    await inspect(page, language);
    return answer.status();
  };
  for (const path of ["/", "/sign-in", "/sign-in/sent", "/accessibility", `/sign-in/mail/${"a".repeat(43)}`, `/contact/${"a".repeat(43)}`, `/unsubscribe/${"a".repeat(43)}`, "/staff/sign-in"]) await visit(path);
  assert.equal(await visit("/none"), 404);
  await page.goto(`${town.registrar}/attest?purpose=sign&matter=${initiative}`);
  await inspect(page, language);
  await signInByCode(page, "ABCD", language);
  await inspect(page, language);
  await signInByCode(page, town.letterCode(), language);
  await inspect(page, language);
  await visit("/participation");
  await page.goto(`${town.registrar}/attest?purpose=sign&matter=${initiative}`);
  await page.getByRole("button", { name: text["attest.consent_sign"] }).click();
  await inspect(page, language);
  await page.getByRole("button", { name: text["attest.carry_sign"] }).click();
  await page.waitForURL("**/receipts/*");
  await inspect(page, language);
  await page.goto(`${town.registrar}/attest?purpose=withdraw&matter=${initiative}`);
  await inspect(page, language);
}

/** Everything that a signed-in page of the counter's staff leads to, one page of each kind, and each act's page. */
async function office(town, page, role, language) {
  const desk = new Desk(town, page);
  for (const path of ["/staff/sign-in", `/staff/invitation/${"a".repeat(64)}`]) {
    await page.goto(`${town.url}${path}?lang=${language}`);
    await inspect(page, language);
  }
  await desk.signIn(role, language);
  const seen = new Set();
  const waiting = ["/staff", "/staff/step-up"];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = path.replace(/^(\/staff\/[a-z]+)\/(?!new$|officer|board$|registrar$)[^/]+/, "$1/{}");
    if (seen.has(kind)) continue;
    seen.add(kind);
    const answer = await page.goto(`${town.url}${path}`);
    assert.equal(answer.status(), 200, path);
    await inspect(page, language);
    const links = await page.locator("main a").evaluateAll((all) => all.filter((link) => !link.download).map((link) => new URL(link.href).pathname));
    waiting.push(...links.filter((link) => link.startsWith("/staff")));
  }
  return seen;
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
  await page.locator('[data-step="check"] [data-confirm]').click();
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
    await step(`each step of writing an initiative in ${language}`, async () => {
      await writing(town, page, language);
      complaints.none();
    });
    await step(`the registrar's pages in ${language}`, async () => {
      await registrar(town, page, language);
      complaints.none();
    });
    for (const role of ["officer", "secretary", "election-board", "operator"]) {
      await step(`the desk of ${role} in ${language}`, async () => {
        const other = await browser.visitor({ locale: language });
        other.complaints.expect(/status of 4\d\d/);
        const seen = await office(town, other.page, role, language);
        assert.ok(seen.size > 4, [...seen].join(" "));
        other.complaints.none();
      });
    }
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
