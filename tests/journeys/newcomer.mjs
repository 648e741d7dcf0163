// Somebody who has never been here votes, keeps a receipt, checks it in three ways, and votes once more.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { cast, choose, confirm, fetchCard, receipt, saveReceipt, sealed, shown, toCheck, trackerHex, vote } from "./support/ballot.mjs";
import { traces } from "./support/browser.mjs";
import { inspect } from "./support/inspect.mjs";
import { texts } from "./support/paths.mjs";
import { album } from "./support/pictures.mjs";

const text = texts("sv");
const round = "medborgarbudget";

export default async function newcomer({ town, browser, step }) {
  const { context, page, complaints } = await browser.visitor();
  const { projects, areas } = await town.json(`/rounds/${round}.json`);
  const area = areas[0];
  const wanted = projects.filter((project) => project.area === area.id).slice(0, 2);
  const letter = town.letterCode();
  const shot = album("newcomer");
  const requests = [];
  page.on("request", (request) => requests.push(request));

  await step("finds the open round on the front page", async () => {
    await page.goto("/");
    await page.getByRole("link", { name: text["cta.open"] }).first().click();
    await page.waitForURL(`**/rounds/${round}*`);
  });

  await step("filters the projects by area", async () => {
    await page.getByLabel(text["round.filter_area"]).selectOption({ label: area.name });
    await page.getByRole("button", { name: text["common.show"] }).click();
    await page.waitForURL(`**area=${area.id}*`);
    assert.equal(await page.locator(".project").count(), projects.filter((project) => project.area === area.id).length);
    for (const place of await page.locator(".project .place").allTextContents()) assert.equal(place, area.name);
  });

  await step("chooses on the voting page, and sees what is left", async () => {
    await page.getByRole("link", { name: text["round.vote_now"] }).click();
    await page.waitForURL(`**/rounds/${round}/vote*`);
    await choose(page, wanted.map((project) => project.id));
    assert.match(await page.locator("[data-chosen]").innerText(), /^2\D/);
  });

  await step("checks the answers: exactly what was chosen, nothing sent yet", async () => {
    await toCheck(page);
    const rows = await shown(page, "check").locator("tbody tr td:first-child").allTextContents();
    assert.equal(rows.length, wanted.length);
    for (const project of wanted) assert.ok(rows.some((row) => row.startsWith(project.title)), `${project.title} is missing`);
    assert.ok(requests.every((request) => request.method() === "GET"));
  });

  await step("fetches the voting card from the registrar, and comes back to a sealed ballot", async () => {
    await confirm(page);
    await shot(page, "card");
    await inspect(page, "sv");
    await fetchCard(page, letter);
    assert.ok(!page.url().includes("#"), page.url());
    assert.match(await page.locator("[data-codes] td").innerText(), /^[A-Za-z0-9+/]{43}$/);
    await shot(page, "sealed");
    await inspect(page, "sv");
  });

  await step("does not trust the page, opens the ballot, and has it checked by radslag-verify", async () => {
    const code = await page.locator("[data-codes] td").innerText();
    await page.getByRole("button", { name: text["secret.challenge"] }).click();
    const saved = page.waitForEvent("download");
    await page.locator("[data-openings] a").click();
    const opened = town.file("opened-ballot.json");
    await (await saved).saveAs(opened);
    const election = `${town.url}/rounds/${round}/urns/hela/election.json`;
    const { code: ended, out } = await town.run("radslag-verify", "ballot", opened, election);
    assert.equal(ended, 0, out);
    for (const part of [code, ...wanted.map((project) => project.id)]) assert.ok(out.includes(part), out);
    await page.getByText(text["island_secret.opened_holds"].match(/other \{([^}]*)\}/)[1]).waitFor();
    const said = await page.locator("[data-openings] li li").allTextContents();
    assert.deepEqual(said.sort(), wanted.map((project) => project.title).sort());
    await shot(page, "opened");
    await inspect(page, "sv");
    await page.getByRole("button", { name: text["secret.reseal"] }).click();
    await sealed(page);
    assert.notEqual(await page.locator("[data-codes] td").innerText(), code);
  });

  const first = await step("casts a new one and gets a receipt that the page has checked", async () => {
    await cast(page);
    const got = await receipt(page);
    await page.locator("[data-checked]").waitFor();
    assert.equal(await page.locator("[data-checked]").innerText(), text["island_ballot.checked"]);
    await shot(page, "receipt");
    await inspect(page, "sv");
    return got;
  });

  await step("sent the ballot once, without a cookie, and nothing else that tells the choice", async () => {
    const here = requests.filter((request) => request.url().startsWith(town.url));
    const posts = here.filter((request) => request.method() !== "GET");
    assert.deepEqual(posts.map((request) => new URL(request.url()).pathname), [`/rounds/${round}/ballots`]);
    assert.equal((await posts[0].allHeaders()).cookie, undefined);
    assert.ok(requests.every((request) => !request.url().includes("card=")), "the voting card was sent to a server");
    const told = requests.map((request) => `${request.url()} ${request.postData() ?? ""}`).join(" ");
    for (const secret of wanted.flatMap((project) => [`=${project.id}`, `"${project.id}"`])) assert.ok(!told.includes(secret));
    assert.ok(!here.some((request) => `${request.url()} ${request.postData() ?? ""}`.includes(letter)));
  });

  await step("left no choice and no card on the page", async () => {
    assert.equal(await page.locator("input[data-number]:checked").count(), 0);
    assert.equal(await page.locator("[data-card-input]").inputValue(), "");
    for (const part of ["[data-check-rows] tr", "[data-chosen-list] li", "[data-codes] tr", "[data-openings] li", "[data-commands] li"]) assert.equal(await page.locator(part).count(), 0);
  });

  const file = town.file("newcomer.tlog-proof");
  await step("saves the receipt", async () => {
    assert.equal(await saveReceipt(page, file), `rounds-${round}-${first.index}.tlog-proof`);
    assert.match(readFileSync(file, "utf8"), /^c2sp\.org\/tlog-proof@v1\n/);
  });

  await step("has it confirmed by radslag-verify", async () => {
    const { code: ended, out } = await town.run("radslag-verify", "--receipt", file, town.url);
    assert.equal(ended, 0, out);
  });

  await step("finds the entry in the record, sealed", async () => {
    await page.getByRole("link", { name: text["vote.receipt_find"] }).click();
    await page.waitForURL(`**index=${first.index}`);
    assert.ok((await page.locator("pre").first().innerText()).includes(`tracker ${trackerHex(first.digest)}`));
    await page.getByText(text["entry.blob_sealed"]).first().waitFor();
  });

  await step("has it confirmed on the record's page, and a changed one refused", async () => {
    await page.goto("/record");
    const input = page.getByLabel(text["record.receipt_label"], { exact: true });
    const verdict = page.locator("[data-receipt-verdict]");
    await input.setInputFiles(file);
    await page.locator('[data-verdict="good"]').waitFor();
    assert.ok((await verdict.innerText()).replace(/\s/g, "").includes(String(first.index)));
    const changed = town.file("changed.tlog-proof");
    writeFileSync(changed, readFileSync(file, "utf8").replace(/^index \d+$/m, `index ${first.index - 1}`));
    await input.setInputFiles(changed);
    await page.locator('[data-verdict="bad"]').waitFor();
    assert.equal(await verdict.innerText(), text["island_receipt.bad_proof"]);
  });

  const second = await step("votes again with the same card and gets a new entry", async () => {
    const got = await vote(page, round, [wanted[1].id], letter);
    assert.ok(got.index > first.index);
    assert.notEqual(got.digest, first.digest);
    return got;
  });

  await step("finds the ballot by its tracker, and nothing by another", async () => {
    await page.goto(`/rounds/${round}`);
    await page.getByLabel(text["secret.find_label"]).fill(second.digest);
    await page.getByRole("button", { name: text["secret.find"] }).click();
    await page.getByRole("heading", { name: text["secret.found_heading"] }).waitFor();
    await shot(page, "found");
    await inspect(page, "sv");
    await page.getByLabel(text["secret.find_label"]).fill(second.digest.toLowerCase());
    await page.getByRole("button", { name: text["secret.find"] }).click();
    await page.getByRole("heading", { name: text["secret.not_found_heading"] }).waitFor();
  });

  await step("appears nowhere in the record with the choice", async () => {
    for (const { index, digest } of [first, second]) {
      let blob = "";
      for (const path of [`/record/entry?log=rounds/${round}&index=${index}`, `/record/entry.json?log=rounds/${round}&index=${index}`]) {
        const { bytes } = await town.bytes(path);
        assert.ok(bytes.includes(trackerHex(digest)));
        blob = /ballot ([0-9a-f]{64})/.exec(bytes.toString("utf8"))?.[1] ?? blob;
        for (const project of wanted) assert.ok(!bytes.includes(project.title), `${path} names ${project.title}`);
      }
      const { status } = await town.bytes(`/log/rounds/${round}/blob/${blob}`);
      assert.ok(status >= 400, `the sealed ballot is served: ${status}`);
    }
  });

  await step("leaves nothing stored in the browser but the registrar's session", async () => {
    const { cookies, ...stored } = await traces(context, page);
    assert.deepEqual(stored, { local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
    assert.ok((await context.cookies()).every(({ name }) => name === "__Host-registrar"), String(cookies));
    complaints.none();
  });
}
