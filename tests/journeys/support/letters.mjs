// What the two houses have mailed: without a mail server each letter becomes a file in the data folder.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const patience = 60_000; // milliseconds: the houses look at the record every few seconds

/** All letters in a house's folder: { to, subject, text }. */
function letters(data) {
  const folder = join(data, "mail");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => read(readFileSync(join(folder, name), "utf8")));
}

function read(message) {
  const [head, ...rest] = message.replaceAll("\r\n", "\n").split("\n\n");
  const fields = new Map(
    head
      .replace(/\n[ \t]+/g, " ")
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const body = rest.join("\n\n");
  const encoding = (fields.get("content-transfer-encoding") ?? "").toLowerCase();
  const text = encoding === "base64" ? Buffer.from(body, "base64").toString("utf8") : encoding === "quoted-printable" ? unquoted(body) : body;
  return { to: fields.get("to") ?? "", subject: words(fields.get("subject") ?? ""), text };
}

/** Quoted-printable (RFC 2045), whose bytes are UTF-8. */
function unquoted(text) {
  const plain = text.replace(/=\n/g, "").replace(/[^\x00-\x7f]/g, (letter) => encodeURIComponent(letter).replaceAll("%", "="));
  return Buffer.from(plain.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");
}

/** A header's encoded words (RFC 2047). */
function words(text) {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, coded) => (how.toLowerCase() === "b" ? Buffer.from(coded, "base64").toString("utf8") : unquoted(coded.replaceAll("_", " "))));
}

/** Waits for a letter to `address` whose subject has `about`. */
export async function letter(data, address, about) {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = letters(data).findLast(({ to, subject }) => to.includes(address) && subject.includes(about));
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`no letter "${about}" to ${address}; there are: ${letters(data).map(({ to, subject }) => `${to}: ${subject}`).join("; ")}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The first address of a site in a letter. */
export function link(message, site) {
  const found = message.text.split(/\s+/).find((word) => word.startsWith(site));
  if (!found) throw new Error(`no link to ${site} in:\n${message.text}`);
  return found;
}
