// Somebody who has never been here votes, keeps a receipt, checks it in three ways, and votes once more.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { receipt, saveReceipt, shown, toCheck, toCode, cast, choose, vote } from "./support/ballot.mjs";
import { traces } from "./support/browser.mjs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const round = "medborgarbudget";

export default async function newcomer({ town, browser, step }) {
  const { context, page, complaints } = await browser.visitor();
  const { projects, areas } = await town.json(`/rounds/${round}.json`);
  const area = areas[0];
  const wanted = projects.filter((project) => project.area === area.id).slice(0, 2);
  const code = town.code();
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

  const first = await step("votes with the code and gets a receipt that the page has checked", async () => {
    await toCode(page);
    await cast(page, code);
    const got = await receipt(page);
    await page.locator("[data-checked]").waitFor();
    assert.equal(await page.locator("[data-checked]").innerText(), text["island_ballot.checked"]);
    return got;
  });

  await step("sent the ballot once, without a cookie, and nothing else that tells the choice", async () => {
    const posts = requests.filter((request) => request.method() !== "GET");
    assert.deepEqual(posts.map((request) => new URL(request.url()).pathname), [`/rounds/${round}/ballots`]);
    assert.equal((await posts[0].allHeaders()).cookie, undefined);
    const told = requests.map((request) => `${request.url()} ${request === posts[0] ? "" : request.postData() ?? ""}`).join(" ");
    for (const secret of [code, code.replaceAll("-", ""), ...wanted.map((project) => `=${project.id}`)]) assert.ok(!told.includes(secret));
  });

  await step("left no choice and no code on the page", async () => {
    assert.equal(await page.locator("input[data-number]:checked").count(), 0);
    assert.equal(await page.locator("[data-code]").inputValue(), "");
    assert.equal(await page.locator("[data-check-rows] tr").count(), 0);
    assert.equal(await page.locator("[data-chosen-list] li").count(), 0);
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
    assert.ok((await page.locator("pre").first().innerText()).includes(`ballot ${first.digest}`));
    await page.getByText(text["entry.blob_sealed"]).first().waitFor();
  });

  await step("has it confirmed on the record's page, and a changed one refused", async () => {
    await page.goto("/record");
    const input = page.getByLabel(text["record.receipt_label"], { exact: true });
    const verdict = page.locator("[data-receipt-verdict]");
    await input.setInputFiles(file);
    await page.locator('[data-verdict="good"]').waitFor();
    assert.ok((await verdict.innerText()).includes(String(first.index)));
    const changed = town.file("changed.tlog-proof");
    writeFileSync(changed, readFileSync(file, "utf8").replace(/^index \d+$/m, `index ${first.index - 1}`));
    await input.setInputFiles(changed);
    await page.locator('[data-verdict="bad"]').waitFor();
    assert.equal(await verdict.innerText(), text["island_receipt.bad_proof"]);
  });

  const second = await step("votes again with the same code and gets a new entry", async () => {
    const got = await vote(page, round, [wanted[1].id], code);
    assert.ok(got.index > first.index);
    assert.notEqual(got.digest, first.digest);
    return got;
  });

  await step("appears nowhere in the record with the choice", async () => {
    for (const { index, digest } of [first, second]) {
      for (const path of [`/record/entry?log=rounds/${round}&index=${index}`, `/record/entry.json?log=rounds/${round}&index=${index}`]) {
        const { bytes } = await town.bytes(path);
        assert.ok(bytes.includes(digest));
        for (const project of wanted) assert.ok(!bytes.includes(project.id) && !bytes.includes(project.title), `${path} names ${project.title}`);
      }
      const { status } = await town.bytes(`/log/rounds/${round}/blob/${digest}`);
      assert.ok(status >= 400, `the sealed ballot is served: ${status}`);
    }
    const { origin } = await town.json(`/rounds/${round}.json`);
    assert.ok(!(await town.bytes("/log/bundle.tar")).bytes.includes(`radslag/v1/ballot-clear\norigin ${origin}\n`));
  });

  await step("leaves with no cookie and nothing stored in the browser", async () => {
    assert.deepEqual(await traces(context, page), { cookies: 0, local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
    complaints.none();
  });
}
