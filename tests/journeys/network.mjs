// The network fails while a ballot is under way.

import assert from "node:assert/strict";
import { cast, choose, confirm, fetchCard, problem, receipt, toCheck, trackerHex } from "./support/ballot.mjs";
import { texts } from "./support/paths.mjs";

const text = texts("sv");
const round = "medborgarbudget";

export default async function network({ town, browser, step }) {
  const { page, complaints } = await browser.visitor();
  const { projects } = await town.json(`/rounds/${round}.json`);
  const sent = [];
  let answered;
  complaints.expect(/Failed to load resource: net::ERR_/);

  const fail = async (route) => {
    sent.push(route.request().postData());
    if (sent.length === 1) return route.abort("connectionrefused"); // never arrived
    if (sent.length > 2) return route.continue();
    answered = await (await route.fetch()).json(); // arrived, but the answer is lost
    return route.abort("connectionreset");
  };
  await page.route(`**/rounds/${round}/ballots`, fail);

  await step("says that nobody knows, when the ballot never arrived", async () => {
    await page.goto(`/rounds/${round}/vote`);
    await choose(page, [projects[3].id]);
    await toCheck(page);
    await confirm(page);
    await fetchCard(page, town.letterCode());
    await cast(page);
    const said = await problem(page);
    assert.ok(said.includes(text["island_ballot.unknown_heading"]) && said.includes(text["island_ballot.unknown_text"]));
  });

  const again = page.getByRole("button", { name: text["island_ballot.try_again"] });
  await step("says the same when only the answer was lost", async () => {
    const first = page.waitForRequest(`**/rounds/${round}/ballots`);
    await again.click();
    await first;
    await again.waitFor();
    assert.equal(typeof answered.index, "number");
  });

  await step("tries again with the same bytes and gets the same receipt", async () => {
    await again.click();
    const got = await receipt(page);
    assert.equal(sent.length, 3);
    assert.ok(sent.every((body) => body === sent[0]));
    assert.deepEqual({ ...got, digest: trackerHex(got.digest) }, { index: answered.index, digest: answered.digest });
    await page.locator("[data-checked]").waitFor();
  });

  await step("stands once in the record", async () => {
    const { entries } = await town.json(`/record/entries.json?log=rounds/${round}`);
    const texts = await Promise.all(entries.slice(0, 5).map(async ({ index }) => (await town.json(`/record/entry.json?log=rounds/${round}&index=${index}`)).text));
    assert.equal(texts.filter((entry) => entry.includes(answered.digest)).length, 1);
    complaints.none();
  });
}
