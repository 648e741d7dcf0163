// A project from a resident's idea to the frozen list of a round, by people without JavaScript.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Desk } from "./support/desk.mjs";
import { letter } from "./support/letters.mjs";
import { texts } from "./support/paths.mjs";
import { album } from "./support/pictures.mjs";
import { confirmAddress, consent, signInByCode } from "./support/resident.mjs";

const text = texts("sv");
const call = "vattentornet";
const title = "Stjärnkikare på tornets tak";
const address = "robin.alm@post.example";
const day = 24 * 60 * 60 * 1000;
const hidden = "59.8586 N 17.6389 E"; // what a telephone writes into a picture

/** A JPEG of a page, with a hidden text in it as cameras put them there. */
async function photograph(page, file) {
  const jpeg = await page.screenshot({ type: "jpeg" });
  const exif = Buffer.from(`Exif\0\0${hidden}`);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  writeFileSync(file, Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]));
}

/** Public keys of voting codes that nobody has. */
const credentials = () =>
  Array.from({ length: 3 }, () => generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex")).join("\n");

export default async function project({ town, browser, step }) {
  const plain = { javaScriptEnabled: false };
  const { page, complaints } = await browser.visitor(plain);
  const shot = album("project");

  await step("finds the call from the dialogue", async () => {
    const { dialogue } = await town.json(`/calls/${call}.json`);
    await page.goto(dialogue.href);
    await shot(page, "dialogue");
    await page.locator(`a[href="/calls/${call}"]`).first().click();
    await shot(page, "call");
    await page.getByRole("link", { name: text["call.propose"] }).click();
  });

  await step("describes the project, and checks it on one card", async () => {
    await page.getByLabel(text["write.title_label"]).fill(title);
    await page.getByRole("button", { name: text["write.next"] }).click();
    await shot(page, "text");
    await page.getByLabel(text["write.text_label"], { exact: true }).fill("En kikare som alla får använda **klara kvällar**.");
    await page.locator("#estimate").fill("mycket");
    await page.getByRole("button", { name: text["write.to_check"] }).click();
    await page.getByText(text["write.estimate_fault"]).first().waitFor();
    await page.locator("#estimate").fill("40 000");
    await page.getByRole("button", { name: text["write.to_check"] }).click();
    await page.getByRole("heading", { name: text["write.check_heading"] }).waitFor();
    await shot(page, "check");
  });

  const own = await step("signs in at the registrar, consents, and comes back with a receipt", async () => {
    await page.getByRole("button", { name: text["propose.go"] }).click();
    await signInByCode(page, town.letterCode());
    await shot(page, "registrar-consent");
    await consent(page, "propose", { mail: address });
    await page.getByRole("heading", { name: text["receipt.heading_propose"] }).waitFor();
    await shot(page, "receipt");
    await page.getByRole("link", { name: text["receipt.back_proposal"] }).click();
    await shot(page, "waiting");
    const url = page.url();
    await confirmAddress(town, page, address);
    return url;
  });
  const id = new URL(own).pathname.split("/").pop();

  const officer = new Desk(town, (await browser.visitor(plain)).page);
  await step("an officer finds it among those that wait", async () => {
    await officer.signIn("officer");
    await officer.page.locator("main").getByRole("link", { name: text["desk_page.calls"] }).click();
    await shot(officer.page, "staff-calls");
    await officer.page.locator(`a[href="/staff/calls/${call}"]`).click();
    await shot(officer.page, "staff-call");
    await officer.page.getByRole("link", { name: title }).click();
    await shot(officer.page, "staff-proposal");
  });

  const assessment = { cost: "45 000", title: "Stjärnkikare", summary: "En fast kikare på tornets tak, öppen klara kvällar." };
  await step("an assessment without reasons is refused", async () => {
    await officer.draft(`/staff/proposals/${id}/feasible`, assessment);
    await officer.page.locator("#reasons[aria-invalid=true]").waitFor();
    assert.equal(await officer.page.locator("#cost").inputValue(), assessment.cost);
    await shot(officer.page, "staff-assess-refused");
  });

  await step("assesses it with a cost and reasons", async () => {
    await officer.draft(`/staff/proposals/${id}/feasible`, { ...assessment, reasons: "Taket bär, och astronomiklubben sköter kikaren." });
    await officer.sealAndHandIn("handlaggare", 1);
  });

  await step("gives it a picture, from which all that cannot be seen is taken away", async () => {
    const file = town.file("tower.jpg");
    await photograph(page, file);
    await officer.draft(`/staff/proposals/${id}/words`, { picture: [file], alt: "Tornet i kvällsljus" });
    await shot(officer.page, "staff-picture-act");
    await officer.sealAndHandIn("handlaggare", 1);
    await page.goto(`${town.url}/proposals/${id}`);
    await shot(page, "assessed");
    await page.getByText("astronomiklubben sköter kikaren").first().waitFor();
    const image = page.getByAltText("Tornet i kvällsljus").first();
    const { status, bytes } = await town.bytes(new URL(await image.getAttribute("src"), town.url).pathname);
    assert.equal(status, 200);
    assert.ok(bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) && !bytes.includes(hidden));
  });

  await step("a file that is no picture is refused", async () => {
    const file = town.file("page.jpg");
    writeFileSync(file, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    await officer.draft(`/staff/proposals/${id}/words`, { picture: [file], alt: "En sida" });
    await officer.page.locator("[role=alert]").waitFor();
    await shot(officer.page, "staff-picture-refused");
  });

  await step("who proposed it has a letter", () => letter(town.registrarData, address, text["letter.assessed-feasible_subject"].split("{")[0].trim()));

  await step("the officer declines another, and the reasons stay for all to read", async () => {
    const { rows } = await town.json(`/calls/${call}.json`);
    const other = rows.find((row) => row.is_declined);
    await page.goto(other.href);
    await page.getByText(text["proposal.reasons_heading"]).first().waitFor();
    await shot(page, "declined");
  });

  await step("the round is begun", async () => {
    await officer.draft(`/staff/rounds/${call}/begin`, {});
    await officer.sealAndHandIn("valnamnd", 2);
    await officer.page.goto(`${town.url}/staff/rounds/${call}`);
    await shot(officer.page, "staff-round");
  });

  const board = new Desk(town, (await browser.visitor(plain)).page);
  await step("the election board freezes and opens it, with two seals", async () => {
    await board.signIn("election-board");
    const file = town.file("credentials.txt");
    writeFileSync(file, credentials());
    await board.page.goto(`${town.url}/staff/rounds/${call}/open`);
    await board.stepUp();
    await shot(board.page, "staff-open-form");
    await board.draft(`/staff/rounds/${call}/open`, {
      summary: "Välj vad tornet ska bli.",
      ballot: "clear/v1",
      choices_min: "0",
      choices_max: "3",
      ties: "min-cost",
      closes_day: new Date(Date.now() + 30 * day).toISOString().slice(0, 10),
      credentials: [file],
    });
    await shot(board.page, "staff-open-act");
    await board.sealAndHandIn("valnamnd", 2);
    await shot(board.page, "staff-open-done");
  });

  await step("the frozen list has the project, with the officer's cost, words and picture", async () => {
    const { projects, is_open } = await town.json(`/rounds/${call}.json`);
    assert.ok(is_open);
    const frozen = projects.find((row) => row.title === "Stjärnkikare");
    assert.equal(frozen.cost, 4_500_000);
    await page.goto(`${town.url}/rounds/${call}`);
    await shot(page, "round");
    await page.getByRole("link", { name: "Stjärnkikare" }).first().click();
    await shot(page, "round-project");
    await page.getByRole("link", { name: text["proposal.from_proposal"] }).waitFor();
  });

  await step("what is frozen cannot be changed, and the page says why", async () => {
    const answer = await officer.page.goto(`${town.url}/staff/proposals/${id}/feasible`);
    assert.equal(answer.status(), 409);
    assert.ok((await officer.page.locator("main").innerText()).includes(text["error.frozen"]));
    await shot(officer.page, "staff-frozen");
    await officer.page.goto(`${town.url}/staff/proposals/${id}`);
    await officer.page.getByText(text["desk_page.proposal_frozen"]).waitFor();
    assert.equal((await board.page.goto(`${town.url}/staff/rounds/${call}/open`)).status(), 409);
  });

  await step("nobody can propose any more", async () => {
    await page.goto(`${town.url}/calls/${call}`);
    assert.equal(await page.getByRole("link", { name: text["call.propose"] }).count(), 0);
    await page.goto(`${town.url}/calls/${call}/propose`);
    await shot(page, "too-late");
    assert.equal(await page.getByLabel(text["write.title_label"]).count(), 0);
  });

  const decided = "ungas-pott"; // counted, and nothing decided yet
  const committee = new Desk(town, (await browser.visitor(plain)).page);
  await step("the committee's decision begins as the allocation, and shows what a departure changes before it is drafted", async () => {
    await committee.signIn("secretary");
    const { rows } = await town.json(`/rounds/${decided}/result.json`);
    const dropped = rows.find((row) => row.funded);
    const form = `/staff/rounds/${decided}/decide`;
    await committee.page.goto(`${town.url}${form}`);
    await committee.stepUp();
    await shot(committee.page, "staff-decide-form");
    for (const row of rows) assert.equal(await committee.page.locator(`#funded-${row.id}`).isChecked(), row.funded);
    await committee.page.locator("#diary").fill("KFN 2026/41");
    await committee.page.locator(`#funded-${dropped.id}`).uncheck();
    const send = committee.page.locator("main form.form button[type=submit]");
    await send.click();
    await committee.page.locator("#funded .ds-validation-message").waitFor(); // no reason yet
    await committee.page.locator(`#reason-${dropped.id}`).fill("Marken är såld.");
    await send.click();
    await committee.page.getByText(text["desk_page.look"]).waitFor();
    await shot(committee.page, "staff-decide-look");
    assert.ok((await committee.page.locator("main").innerText()).includes("Marken är såld."));
    await send.click();
    await committee.sealAndHandIn("namnd", 2);
    const round = await town.json(`/rounds/${decided}.json`);
    assert.ok(round.is_decided);
  });

  await step("a stranger recounts all of it", async () => {
    const { code: ended, out } = await town.run("radslag-verify", town.url);
    assert.equal(ended, 0, out);
    complaints.expect(/status of 4\d\d/);
    complaints.none();
  });
}
