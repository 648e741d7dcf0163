// What a voter does on the voting page, by mouse: by secret ballot, or by one in clear where a round of the journeys' own has those.

import { texts } from "./paths.mjs";
import { signInByCode } from "./resident.mjs";

const text = texts("sv");

export const shown = (page, step) => page.locator(`[data-step="${step}"]`);

/** Ticks the projects with these ids, once the page's script is there: it moves what stands below it. */
export async function choose(page, ids) {
  await page.locator("[data-progress]").waitFor();
  for (const id of ids) await page.locator(`input[data-number][value="${id}"]`).check({ force: true });
}

export async function toCheck(page) {
  await page.getByRole("button", { name: text["vote.to_check"] }).click();
}

/** On from the check: to the voting card, or to the voting code. */
export async function confirm(page) {
  await page.getByRole("button", { name: text["vote.to_code"] }).click();
}

/** Fetches the voting card at the registrar's site, signing in with the code from the letter unless still signed in; ends when the ballot is sealed. */
export async function fetchCard(page, letterCode) {
  await page.getByRole("link", { name: text["secret.card_fetch"] }).click();
  await page.waitForURL("**/card?*");
  if (await page.getByLabel(text["sign_in.code_label"]).isVisible()) await signInByCode(page, letterCode);
  await page.getByRole("button", { name: text["card.go"] }).click();
  await sealed(page);
}

export async function sealed(page) {
  await page.locator("[data-sealed]").waitFor();
}

export async function cast(page) {
  await page.getByRole("button", { name: text["vote.cast"], exact: true }).click();
}

/** The same with a voting code, where ballots are in clear. */
export async function castClear(page, code) {
  await page.getByLabel(text["vote.code_label"], { exact: true }).fill(code);
  await cast(page);
}

/** From the voting page to the receipt: { index, digest }. */
export async function vote(page, round, ids, letterCode) {
  await page.goto(`/rounds/${round}/vote`);
  await choose(page, ids);
  await toCheck(page);
  await confirm(page);
  await fetchCard(page, letterCode);
  await cast(page);
  return receipt(page);
}

/** Waits for the receipt and reads it; `digest` is the tracker of a secret ballot. */
export async function receipt(page) {
  await shown(page, "receipt").waitFor();
  const field = async (name) => page.locator(`[data-receipt="${name}"]`).textContent();
  return { index: Number(await field("index")), digest: await field("digest") };
}

/** A tracker as the record writes it. */
export const trackerHex = (tracker) => Buffer.from(tracker, "base64").toString("hex");

/** Saves the receipt's file by `press` on its link. */
export async function saveReceipt(page, file, press = (link) => link.click()) {
  const saved = page.waitForEvent("download");
  await press(page.getByRole("link", { name: text["vote.receipt_download"] }));
  const download = await saved;
  await download.saveAs(file);
  return download.suggestedFilename();
}

/** What the page says is wrong, once it does. */
export async function problem(page) {
  const box = page.locator("[data-problem]");
  await box.waitFor();
  return box.innerText();
}
