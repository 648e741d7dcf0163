// A resident at the registrar's site: signs in, reads what is about to be signed, consents, and carries it back to the counter.

import { letter, link } from "./letters.mjs";
import { texts } from "./paths.mjs";

const text = texts("sv");

export async function signInByCode(page, code, language = "sv") {
  const text = texts(language);
  await page.getByLabel(text["sign_in.code_label"]).fill(code);
  await page.getByRole("button", { name: text["sign_in.code_button"] }).click();
}

export async function signInByMail(town, page, address) {
  await page.getByLabel(text["sign_in.mail_label"]).fill(address);
  await page.getByRole("button", { name: text["sign_in.mail_button"] }).click();
  await page.getByRole("heading", { name: text["sign_in.sent_heading"] }).waitFor();
  const sent = await letter(town.registrarData, address, text["letter.sign-in_subject"].split("{")[0].trim());
  await page.goto(link(sent, town.registrar));
  await page.getByRole("button", { name: text["sign_in.mail_link_button"] }).click();
}

/** Consents to `what` (sign, withdraw, raise, propose), with what is asked beside it, and carries it back; ends at the receipt. */
export async function consent(page, what, { name, mail } = {}) {
  if (name) await page.getByLabel(text["attest.name_label"]).fill(name);
  if (mail) {
    await page.getByLabel(text["attest.mail_label"]).check();
    await page.getByLabel(text["attest.address_label"], { exact: true }).fill(mail);
  }
  await page.getByRole("button", { name: text[`attest.consent_${what}`] }).click();
  await page.getByRole("button", { name: text[`attest.carry_${what}`] }).click();
  await page.waitForURL("**/receipts/*");
}

/** The address that was given is confirmed by the letter to it. */
export async function confirmAddress(town, page, address) {
  const sent = await letter(town.registrarData, address, text["letter.confirm-contact_subject"].split("{")[0].trim());
  await page.goto(link(sent, town.registrar));
  await page.getByRole("button", { name: text["contact.confirm_button"] }).click();
  await page.getByText(text["contact.confirm_done"]).waitFor();
}
