// The election board closes and counts, the committee decides, and the pages follow; the ballots are sealed until then.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cast, choose, confirm, fetchCard, problem, toCheck, vote } from "./support/ballot.mjs";
import { inspect } from "./support/inspect.mjs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const round = "medborgarbudget";
const trustees = ["nyckel-1", "nyckel-3"]; // two of the example's three
const reason = "Marken ska saneras först. Pengarna står kvar till nästa år.";

export default async function officers({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const late = await browser.visitor();
  const { projects } = await town.json(`/rounds/${round}.json`);
  const board = town.keys("valnamnd", 2);
  const blob = (digest) => town.bytes(`/log/rounds/${round}/blob/${digest}`);

  const { digest } = await step("a ballot is sealed while the voting is open", async () => {
    const { index } = await vote(page, round, [projects[0].id], town.letterCode());
    const entry = await town.json(`/record/entry.json?log=rounds/${round}&index=${index}`);
    const got = { digest: /^ballot ([0-9a-f]{64})$/m.exec(entry.text)[1] };
    const { status } = await blob(got.digest);
    assert.ok(status >= 400, String(status));
    await page.goto(`/rounds/${round}/result`);
    await page.getByText(text["result.sealed_text"]).waitFor();
    for (const file of ["result.csv", "result.pb"]) assert.ok((await town.bytes(`/rounds/${round}/${file}`)).status >= 400);
    return got;
  });

  await step("one seal of the election board does not close the round", async () => {
    const { code } = await town.run("radslag", "round", "close", round, ...board.slice(0, 2), "--url", town.url);
    assert.notEqual(code, 0);
    assert.ok((await town.json(`/rounds/${round}.json`)).is_open);
  });

  await step("two do", async () => {
    await late.page.goto(`/rounds/${round}/vote`);
    await choose(late.page, [projects[1].id]);
    await toCheck(late.page);
    await confirm(late.page);
    await fetchCard(late.page, town.letterCode());
    await town.round("close", round, ...board);
    assert.ok((await town.json(`/rounds/${round}.json`)).is_closed);
    await page.goto(`/rounds/${round}`);
    await page.getByText(text["round.closed_text"]).waitFor();
  });

  await step("a voter who comes too late is told so", async () => {
    late.complaints.expect(/status of 4\d\d/);
    await cast(late.page);
    const said = await problem(late.page);
    assert.ok(said.includes(text["error.closed"]) && said.includes(text["error.closed_todo"]), said);
    await late.page.goto(`/rounds/${round}/vote`);
    await late.page.getByText(text["vote.not_open_heading"]).waitFor();
    late.complaints.none();
  });

  await step("the closed round's pages are in order, in both languages", async () => {
    for (const language of ["en", "sv"]) {
      for (const path of [`/rounds/${round}`, `/rounds/${round}/vote`, `/rounds/${round}/result`]) {
        await page.goto(`${path}?lang=${language}`);
        await inspect(page, language);
      }
    }
  });

  await step("the ballot is published now, and says nothing to anybody", async () => {
    const { status, bytes } = await blob(digest);
    assert.equal(status, 200);
    assert.ok(bytes.includes('"election_uuid"') && !bytes.includes(projects[0].id));
  });

  const trustee = async (command, name, ...rest) => {
    const key = join(town.data, "officers", `${name}.key`);
    const { code, out } = await town.run("radslag-trustee", command, town.url, "--round", round, "--key", key, "--state", join(town.data, "trustees", name), ...rest);
    return { code, out };
  };

  await step("without the trustees nobody can count, and the board is told so", async () => {
    const { out } = await town.run("radslag", "round", "count", round, ...board, "--url", town.url);
    assert.match(out, /waits for the trustees/);
    assert.ok(!(await town.json(`/rounds/${round}.json`)).is_counted);
    const { code } = await trustee("decrypt", trustees[0]);
    assert.notEqual(code, 0, "a trustee decrypted ballots that nobody had shuffled");
  });

  await step("two of three trustees shuffle, then decrypt, on machines of their own", async () => {
    for (const command of ["shuffle", "decrypt"]) {
      for (const name of trustees) {
        const { code, out } = await trustee(command, name, "--hand-in");
        assert.equal(code, 0, out);
      }
    }
  });

  await step("the count is handed in, and the page shows the result", async () => {
    await town.round("count", round, ...board);
    const { rows, spent, left, envelope } = await town.json(`/rounds/${round}/result.json`);
    assert.equal(rows.length, projects.length);
    assert.equal(spent + left, envelope);
    assert.equal(rows.filter((row) => row.funded).reduce((sum, row) => sum + row.cost, 0), spent);
    await page.goto(`/rounds/${round}`);
    await page.getByRole("link", { name: text["round.see_result"] }).click();
    await page.waitForURL(`**/rounds/${round}/result`);
    assert.equal(await page.locator(".results tbody tr").count(), projects.length);
    assert.equal(await page.locator(".results tbody svg rect").count(), 2 * projects.length);
    for (const why of await page.locator(".results .why").allInnerTexts()) assert.ok(why.length > 10, "a project without a reason");
    await page.getByText(text["result.decision_pending"]).waitFor();
  });

  const departed = await step("the committee decides, departing in one project", async () => {
    const { rows } = await town.json(`/rounds/${round}/result.json`);
    const project = rows.find((row) => row.funded);
    const keys = town.keys("namnd", 2);
    const decision = ["--board", "Samhällsbyggnadsnämnden", "--meeting", "2026-12-08", "--diary", "SBN 2026/301"];
    await town.round("decide", round, ...decision, "--depart", `${project.id}=not-funded:${reason}`, ...keys);
    return project;
  });

  await step("the page shows the decision beside the votes, with the reason", async () => {
    await page.reload();
    await page.getByText("SBN 2026/301").waitFor();
    const row = page.locator(".results tbody tr", { hasText: departed.title });
    const cells = await row.innerText();
    for (const part of [text["result.funded"], text["decision.not-funded"], text["result.departs"], reason]) assert.ok(cells.includes(part), `${part} is not in: ${cells}`);
    assert.equal(await page.getByText(text["result.departs"], { exact: true }).count(), 1);
  });

  await step("an officer reports what became of a project, and its page shows it", async () => {
    const { rows } = await town.json(`/rounds/${round}/result.json`);
    const built = rows.find((row) => row.decision?.funded);
    const report = ["--project", built.id, "--date", "2026-12-20", "--state", "started", "--text", "Grävningen har börjat."];
    await town.round("milestone", round, ...report, ...town.keys("handlaggare", 1));
    await page.getByRole("link", { name: built.title, exact: true }).click();
    await page.waitForURL("**/projects/*");
    await page.getByText("Grävningen har börjat.").waitFor();
    await page.getByText(text["milestone.started"], { exact: true }).waitFor();
  });

  await step("the figures can be fetched, and the verifier agrees with all of it", async () => {
    for (const file of ["result.csv", "result.pb"]) assert.equal((await town.bytes(`/rounds/${round}/${file}`)).status, 200);
    const { code, out } = await town.run("radslag-verify", town.url);
    assert.equal(code, 0, out);
    assert.ok(out.includes(`(${round})`) && out.includes(reason), out);
  });

  await step("other programs can have all of it: the urn's archive holds by itself", async () => {
    const { status, bytes } = await town.bytes(`/rounds/${round}/urns/hela/archive.bel`);
    assert.equal(status, 200);
    const file = town.file("urn.bel");
    writeFileSync(file, bytes);
    const { code, out } = await town.run("radslag-verify", file);
    assert.equal(code, 0, out);
    complaints.none();
  });
}
