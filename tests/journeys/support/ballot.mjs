// What a voter does on the voting page, by mouse.

import { texts } from "./paths.mjs";

const text = texts("sv");

export const shown = (page, step) => page.locator(`[data-step="${step}"]`);

/** Ticks the projects with these ids. */
export async function choose(page, ids) {
  for (const id of ids) await page.locator(`input[data-number][value="${id}"]`).check({ force: true });
}

export async function toCheck(page) {
  await page.getByRole("button", { name: text["vote.to_check"] }).click();
}

export async function toCode(page) {
  await page.getByRole("button", { name: text["vote.to_code"] }).click();
}

export async function cast(page, code) {
  await page.getByLabel(text["vote.code_label"], { exact: true }).fill(code);
  await page.getByRole("button", { name: text["vote.cast"], exact: true }).click();
}

/** From the voting page to the receipt: { index, digest }. */
export async function vote(page, round, ids, code) {
  await page.goto(`/rounds/${round}/vote`);
  await choose(page, ids);
  await toCheck(page);
  await toCode(page);
  await cast(page, code);
  return receipt(page);
}

/** Waits for the receipt and reads it. */
export async function receipt(page) {
  await shown(page, "receipt").waitFor();
  const field = async (name) => page.locator(`[data-receipt="${name}"]`).textContent();
  return { index: Number(await field("index")), digest: await field("digest") };
}

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
