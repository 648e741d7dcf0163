// An initiative from a resident's first click to the board's answer, by people without JavaScript.

import assert from "node:assert/strict";
import { Desk } from "./support/desk.mjs";
import { letter, link } from "./support/letters.mjs";
import { texts } from "./support/paths.mjs";
import { album } from "./support/pictures.mjs";
import { consent, signInByCode, signInByMail } from "./support/resident.mjs";

const text = texts("sv");
const board = "Barn- och utbildningsnämnden";
const title = "Öppna skolbiblioteken på lördagar";
const body = "Många har ingen lugn plats att läsa på.\n\n- Öppet klockan 10 till 14\n- **Gratis** för alla\n\n<script>alert(1)</script>";
const reached = "cykelvag4k"; // the example's initiative that lacks two signatures
const address = "kim.ek@post.example";
const reasons = "Sträckan kommer med i planen för nästa år.\n\nNämnden väger den mot *trottoaren* på Storgatan.";
const beginning = (subject) => subject.split("{")[0].trim();

export default async function initiative({ town, browser, step }) {
  const plain = { javaScriptEnabled: false };
  const { page, complaints } = await browser.visitor(plain);
  const shot = album("initiative");
  const code = town.letterCode();
  const path = (url) => url.slice(town.url.length);

  await step("finds from the front page how to start one", async () => {
    await page.goto("/");
    await shot(page, "front");
    await page.getByRole("navigation", { name: text["common.menu"] }).getByRole("link", { name: text["nav.initiatives"] }).click();
    await shot(page, "list");
    await page.getByRole("link", { name: text["initiatives.raise"] }).first().click();
    await shot(page, "title");
  });

  await step("a title that says nothing is refused beside its field", async () => {
    await page.getByLabel(text["write.title_label"]).fill(" ");
    await page.getByRole("button", { name: text["write.next"] }).click();
    assert.equal(await page.getByLabel(text["write.title_label"]).getAttribute("aria-invalid"), "true");
    await shot(page, "title-refused");
  });

  await step("a title like another's shows that one first", async () => {
    await page.getByLabel(text["write.title_label"]).fill("Cykelväg till stationen från Hasselåkra");
    await page.getByRole("button", { name: text["write.next"] }).click();
    await page.getByRole("heading", { name: text["raise.similar_heading"] }).waitFor();
    assert.ok(await page.locator(`a[href="/initiatives/${reached}"]`).isVisible());
    await shot(page, "similar");
    await page.getByRole("button", { name: text["raise.similar_go_on"] }).click();
  });

  await step("writes, sees how it will look, and chooses a board", async () => {
    await page.getByLabel(text["write.title_label"]).fill(title);
    await page.getByLabel(text["write.text_label"], { exact: true }).fill(body);
    await page.getByRole("button", { name: text["write.preview"] }).click();
    assert.equal(await page.locator(".markdown li").count(), 2);
    assert.equal(await page.locator(".markdown script").count(), 0);
    await shot(page, "preview");
    await page.getByRole("button", { name: text["write.to_check"] }).click();
    await page.getByText(text["write.choose_board"]).first().waitFor();
    await shot(page, "no-board");
    await page.getByLabel(text["write.board_label"]).selectOption({ label: board });
    await page.getByRole("button", { name: text["write.to_check"] }).click();
    // The new title is like no other, or it is asked once more.
    if (await page.getByRole("heading", { name: text["raise.similar_heading"] }).isVisible()) await page.getByRole("button", { name: text["raise.similar_go_on"] }).click();
  });

  await step("checks it on one card, and goes on to the registrar", async () => {
    await page.getByRole("heading", { name: text["write.check_heading"] }).waitFor();
    assert.ok((await page.locator("main").innerText()).includes(board));
    await shot(page, "check");
    await page.getByRole("button", { name: text["raise.go"] }).click();
    await page.waitForURL(`${town.registrar}/attest/*`);
    assert.ok((await page.locator(".signed-text").innerText()).includes("Öppet klockan 10 till 14"));
    assert.equal(await page.locator(".signed-text script").count(), 0);
    await shot(page, "registrar-sign-in");
  });

  await step("a code with a slip is refused with what to do", async () => {
    await signInByCode(page, code.replace(/.$/, "0"));
    await page.getByText(text["sign_in.code_malformed"]).waitFor();
    await shot(page, "registrar-bad-code");
  });

  const own = await step("signs in with the letter's code, consents, and comes back with a receipt", async () => {
    await signInByCode(page, code);
    await page.getByRole("heading", { name: text["attest.heading_raise"] }).waitFor();
    await shot(page, "registrar-consent");
    await page.getByRole("button", { name: text["attest.consent_raise"] }).click();
    await shot(page, "registrar-carry");
    await page.getByRole("button", { name: text["attest.carry_raise"] }).click();
    await page.waitForURL(`${town.url}/receipts/*`);
    await page.getByRole("heading", { name: text["receipt.heading_raise"] }).waitFor();
    await shot(page, "receipt");
    await page.getByRole("link", { name: text["receipt.back"] }).click();
    await shot(page, "waiting");
    return page.url();
  });
  const id = new URL(own).pathname.split("/").pop();

  await step("nobody without the link can read it yet", async () => {
    const stranger = await town.bytes(`/initiatives/${id}`);
    assert.equal(stranger.status, 200);
    for (const { bytes } of [stranger, await town.bytes(`/initiatives/${id}.json`), await town.bytes("/initiatives.json"), await town.bytes("/log/bundle.tar")])
      assert.ok(!bytes.includes(title) && !bytes.includes("lugn plats"));
  });

  await step("two with the link sign with it", async () => {
    for (let i = 0; i < 2; ++i) {
      const other = await browser.visitor(plain);
      await other.page.goto(own);
      await other.page.getByRole("button", { name: text["initiative.cosign"] }).click();
      await signInByCode(other.page, town.letterCode());
      await consent(other.page, "sign");
      await other.page.getByRole("heading", { name: text["receipt.heading_sign"] }).waitFor();
      if (i === 0) await shot(other.page, "cosigned");
      other.complaints.none();
    }
  });

  const officer = new Desk(town, (await browser.visitor(plain)).page);
  await step("an officer opens the one-time link, and signs in with an authenticator", async () => {
    await officer.signIn("officer");
    await shot(officer.page, "staff-overview");
    await officer.page.locator("main").getByRole("link", { name: text["desk_page.initiatives"] }).click();
    await shot(officer.page, "staff-initiatives");
    await officer.page.getByRole("link", { name: title }).click();
    await shot(officer.page, "staff-initiative");
  });

  await step("a form with a question unanswered is refused", async () => {
    await officer.draft(`/staff/initiatives/${id}/open`, { can_be_influenced: "Ja, öppettiderna." });
    await officer.page.locator("#are_we_open[aria-invalid=true]").waitFor();
    await shot(officer.page, "staff-open-refused");
  });

  await step("answers the four questions, seals on an own device, and opens it", async () => {
    await officer.draft(`/staff/initiatives/${id}/open`, {
      can_be_influenced: "Öppettiderna bestäms inför varje läsår.",
      are_we_open: "Nämnden har bett om förslag.",
      do_we_need_values: "Vi vet inte vad familjer vill på lördagar.",
      will_people_learn: "Vi visar vad en öppen timme kostar.",
      level: "consultation",
      influence: "Vilka dagar skolbiblioteken är öppna. Inte hur många som arbetar där.",
    });
    await shot(officer.page, "staff-act");
    const [line] = await officer.seals("handlaggare", 1);
    await officer.addSeal(line.replace(/.$/, (last) => (last === "a" ? "b" : "a")));
    await officer.page.locator("[role=alert]").waitFor();
    await shot(officer.page, "staff-act-bad-seal");
    await officer.addSeal(line);
    await shot(officer.page, "staff-act-sealed");
    await officer.handIn();
    await shot(officer.page, "staff-act-done");
  });

  await step("now everybody can read it, and what it can change", async () => {
    await page.goto(`/initiatives/${id}`);
    await page.getByRole("heading", { name: title }).waitFor();
    await page.getByText("Inte hur många som arbetar där.").waitFor();
    await page.getByRole("link", { name: text["initiative.sign"], exact: true }).waitFor();
    await shot(page, "opened");
  });

  const secretary = new Desk(town, (await browser.visitor(plain)).page);
  await step("the board's secretary signs in for the first time", () => secretary.signIn("secretary"));

  const signer = await browser.visitor(plain);
  await step("another signs the cycle path by e-mail, shows a name and asks for letters", async () => {
    await signer.page.goto(`/initiatives/${reached}`);
    await shot(signer.page, "open");
    await signer.page.getByRole("link", { name: text["initiative.sign"], exact: true }).click();
    await signInByMail(town, signer.page, address);
    await shot(signer.page, "registrar-consent-mail");
    await consent(signer.page, "sign", { name: "Kim Ek", mail: address });
    await shot(signer.page, "signed");
    await signer.page.goto(`/initiatives/${reached}`);
    await signer.page.getByText("Kim Ek").waitFor();
  });

  await step("and cannot sign twice", async () => {
    await signer.page.getByRole("link", { name: text["initiative.sign"], exact: true }).click();
    await signer.page.getByText(text["attest.asked_before"]).waitFor();
    await signer.page.getByRole("button", { name: text["attest.consent_sign"] }).click();
    await signer.page.getByRole("button", { name: text["attest.carry_sign"] }).click();
    await signer.page.getByRole("heading", { name: text["attested.duplicate"] }).waitFor();
    await shot(signer.page, "twice");
  });

  await step("the first one signs it too, still signed in, and sees it among the things taken part in", async () => {
    await page.goto(`/initiatives/${reached}`);
    await page.getByRole("link", { name: text["initiative.sign"], exact: true }).click();
    await consent(page, "sign");
    assert.equal((await town.json(`/initiatives/${reached}.json`)).phase, "handed-over");
    await page.goto(`${town.registrar}/participation`);
    await page.getByRole("heading", { name: text["participation.heading"] }).waitFor();
    assert.ok((await page.locator("main").innerText()).includes(title));
    await shot(page, "participation");
  });

  await step("the threshold is reached by itself, and the page says what must happen now", async () => {
    await page.goto(`/initiatives/${reached}`);
    await page.getByText(text["initiative.next_board_text"].replace("{board}", "Samhällsbyggnadsnämnden")).first().waitFor();
    const { timeline } = await town.json(`/initiatives/${reached}.json`);
    assert.ok(timeline.some((entry) => entry.kind === "handed-over"));
    await shot(page, "handed-over");
  });

  await step("the board's secretary has a letter, and the signer who asked has one", async () => {
    const about = beginning(text["letter_staff.handed-over_subject"]);
    const sent = await letter(town.data, "ulla.brosater@salgsunda.example", about);
    assert.equal(link(sent, town.url), `${town.url}/staff/initiatives/${reached}`);
    await letter(town.registrarData, address, beginning(text["letter.handed-over_subject"]));
  });

  await step("the secretary finds it in the board's inbox", async () => {
    await secretary.page.locator("main").getByRole("link", { name: text["desk_page.initiatives"] }).click();
    await shot(secretary.page, "staff-inbox");
    await secretary.page.locator(`a[href="/staff/initiatives/${reached}"]`).click();
    await shot(secretary.page, "staff-handed-over");
  });

  await step("one seal is not enough for the board's decision; two are", async () => {
    await secretary.draft(`/staff/initiatives/${reached}/decide`, { diary: "SBN 2026/114", outcome: "partly", reasons });
    const [first, second] = await secretary.seals("namnd", 2);
    await secretary.addSeal(first);
    await secretary.page.getByText(text["act.not_yet"]).waitFor();
    await secretary.addSeal(first);
    await secretary.page.getByText(text["act.not_yet"]).waitFor();
    await secretary.addSeal(second);
    await shot(secretary.page, "staff-decision");
    await secretary.handIn();
    await page.goto(`/initiatives/${reached}`);
    await page.getByRole("heading", { name: text["initiative.decision_heading"] }).waitFor();
    const said = await page.locator(".decision").innerText();
    assert.ok(said.includes("SBN 2026/114") && said.includes("kommer med i planen") && said.includes(text["initiative_outcome.partly"]), said);
    await shot(page, "decided");
  });

  await step("the signer who asked for letters is told, with the way to the reasons and out of the letters", async () => {
    const sent = await letter(town.registrarData, address, beginning(text["letter.decided-partly_subject"]));
    await signer.page.goto(link(sent, town.url));
    await signer.page.getByRole("heading", { name: text["initiative.decision_heading"] }).waitFor();
    await signer.page.goto(link(sent, `${town.registrar}/unsubscribe/`));
    await shot(signer.page, "unsubscribe");
    await signer.page.getByRole("button", { name: text["contact.unsubscribe_button"] }).click();
    await signer.page.getByText(text["contact.unsubscribe_done"]).waitFor();
  });

  await step("the board answers, and the answer stands in the timeline", async () => {
    await secretary.draft(`/staff/initiatives/${reached}/report`, { step: "answer", report: "Tack till alla som skrev under. Vägen ritas i vår." });
    await secretary.sealAndHandIn("handlaggare", 1);
    await page.goto(`/initiatives/${reached}`);
    await page.getByText("Vägen ritas i vår.").waitFor();
    await shot(page, "answered");
  });

  await step("a signature is taken back while the initiative is open", async () => {
    const before = (await town.json(`/initiatives/${id}.json`)).signatures;
    await page.goto(`/initiatives/${id}`);
    await page.getByRole("link", { name: text["initiative.withdraw"] }).click();
    await shot(page, "registrar-withdraw");
    await consent(page, "withdraw");
    await page.getByRole("heading", { name: text["receipt.heading_withdraw"] }).waitFor();
    await shot(page, "withdrawn");
    // The page is kept for a second: it is asked again until it has heard.
    const patience = Date.now() + 20_000;
    let now = before;
    while (now === before && Date.now() < patience) now = (await town.json(`/initiatives/${id}.json`)).signatures;
    assert.equal(now, before - 1);
  });

  await step("a stranger recounts all of it", async () => {
    const { code: ended, out } = await town.run("radslag-verify", town.url);
    assert.equal(ended, 0, out);
    assert.match(out, new RegExp(reached), out);
  });

  await step("no page complained", () => {
    complaints.expect(/status of 4\d\d/);
    signer.complaints.expect(/status of 4\d\d/);
    complaints.none();
    signer.complaints.none();
  });
}
