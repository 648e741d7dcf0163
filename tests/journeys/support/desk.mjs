// Staff of the counter, in a browser of their own, with an authenticator and the officers' keys beside it.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { texts } from "./paths.mjs";

const passphrase = "havre granit segel lykta";
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepSeconds = 30;

/** RFC 6238: six digits of HMAC-SHA-1. */
function totp(secret, step) {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const accounts = new Map(); // by mail address: the authenticator's secret, and the newest step that was used

/** A code that has not been used before; waits for the clock where there is none yet. */
async function freshCode(account) {
  const now = () => Math.floor(Date.now() / 1000 / stepSeconds);
  while (account.used > now()) await new Promise((done) => setTimeout(done, 500));
  account.used = Math.max(now(), account.used + 1);
  return totp(account.secret, account.used);
}

export class Desk {
  constructor(town, page) {
    this.town = town;
    this.page = page;
  }

  /** Opens the one-time link of the first account with this role, or signs in where that has been done. */
  async signIn(role, language = "sv") {
    const { page, town } = this;
    const text = (this.text = texts(language));
    const lines = readFileSync(join(town.data, "staff-links.txt"), "utf8").split("\n");
    const at = lines.findIndex((line) => line.includes(`, ${role}:*, `));
    assert.ok(at >= 0, `nobody is ${role}`);
    this.mail = lines[at].split(", ").at(-1);
    const known = accounts.get(this.mail);
    if (known) {
      await page.goto(`${town.url}/staff/sign-in`);
      await page.getByLabel(text["staff_page.mail"]).fill(this.mail);
      await page.getByLabel(text["staff_page.passphrase"], { exact: true }).fill(passphrase);
      await page.getByLabel(text["staff_page.code"]).fill(await freshCode(known));
      await page.getByRole("button", { name: text["staff_page.sign_in"] }).click();
    } else {
      await page.goto(lines[at + 1].trim());
      const account = { secret: (await page.locator("p.code").innerText()).replace(/\s/g, ""), used: 0 };
      await page.getByLabel(text["staff_page.code"]).fill(await freshCode(account));
      await page.getByLabel(text["staff_page.passphrase"], { exact: true }).fill(passphrase);
      await page.getByLabel(text["staff_page.passphrase_again"]).fill(passphrase);
      await page.getByRole("button", { name: text["staff_page.accept"] }).click();
      accounts.set(this.mail, account);
    }
    await page.waitForURL("**/staff");
  }

  /** Asked for a fresh code, gives it; otherwise does nothing. */
  async stepUp() {
    if (!this.page.url().includes("/staff/step-up")) return;
    await this.page.getByLabel(this.text["staff_page.code"]).fill(await freshCode(accounts.get(this.mail)));
    await this.page.getByRole("button", { name: this.text["staff_page.go_on"] }).click();
  }

  /** Fills in a form at `path` and makes a draft of it: { name: value }, where a value may be a list of files. */
  async draft(path, values) {
    await this.page.goto(`${this.town.url}${path}`);
    await this.stepUp();
    for (const [name, value] of Object.entries(values)) {
      const field = this.page.locator(`#${name}`);
      if (Array.isArray(value)) await field.setInputFiles(value);
      else if (await field.evaluate((element) => element.tagName === "SELECT")) await field.selectOption(value);
      else await field.fill(value);
    }
    await this.page.locator("main form.form button[type=submit]").click();
  }

  /** The draft as it is downloaded, sealed on the officers' own devices: the lines to hand over. */
  async seals(office, count) {
    const saved = this.page.waitForEvent("download");
    await this.page.getByRole("link", { name: this.text["act.download"] }).click();
    const file = this.town.file(`${Date.now()}.draft`);
    await (await saved).saveAs(file);
    const lines = [];
    const keys = this.town.keys(office, count).filter((word) => word !== "--key");
    for (const [place, key] of keys.entries()) {
      const seal = `${file}.${place}.seal`;
      const { code, out } = await this.town.run("radslag-trustee", "sign", file, "--key", key, "--yes", "--out", seal);
      assert.equal(code, 0, out);
      lines.push(readFileSync(seal, "utf8").trim());
    }
    return lines;
  }

  async addSeal(line) {
    await this.page.getByLabel(this.text["act.seals_label"]).fill(line);
    await this.page.getByRole("button", { name: this.text["act.add_seal"] }).click();
  }

  /** From the page of a draft to the record. */
  async sealAndHandIn(office, count) {
    for (const line of await this.seals(office, count)) await this.addSeal(line);
    await this.handIn();
  }

  async handIn() {
    const button = this.page.getByRole("button", { name: this.text["act.hand_in"] });
    await button.click();
    if (this.page.url().includes("/staff/step-up")) {
      await this.stepUp();
      await button.click();
    }
    await this.page.getByRole("link", { name: this.text["act.in_record"] }).waitFor();
  }
}
