// A resident's and an officer's way through both houses, over HTTP alone: forms as their pages have them, cookies, letter codes.
import { createHmac } from "node:crypto";
import http from "node:http";

/** All of our connections come from an address of this machine that nothing else has. */
export const clientAddress = "127.0.0.77";
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One exchange. Never throws: status 0 when there was no answer. `headers` may leave out what would be sent (undefined). */
export function ask(url, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port, host, pathname, search } = new URL(url);
  const all = { Host: host, ...headers };
  if (body !== undefined && !("Transfer-Encoding" in all)) all["Content-Length"] ??= Buffer.byteLength(body);
  for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
  return new Promise((resolve) => {
    const lost = (error) => resolve({ status: 0, headers: {}, bytes: Buffer.alloc(0), text: String(error) });
    const options = { host: hostname === "localhost" ? "127.0.0.1" : hostname, port, path: pathname + search, method, headers: all, agent, localAddress: clientAddress, timeout: 60_000 };
    const request = http.request(options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", lost);
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString("utf8") });
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 60 s")));
    request.on("error", lost);
    request.end(body);
  });
}

/** The body of a form: pairs or an object; the values of a list each become a field. */
export function urlencoded(fields) {
  const pairs = new URLSearchParams();
  for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields)) for (const each of [value].flat()) pairs.append(name, each);
  return pairs.toString();
}
export const formType = "application/x-www-form-urlencoded";

const plain = (html) => html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot|apos));/gi, (_, decimal, hex, name) => (name ? { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }[name] : String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16))));

/** The forms of a page: { action, method, fields: [[name, value]] }. Buttons are no fields. */
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inside]) => {
    const attribute = (tag, name) => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
    const fields = [...inside.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => /\bname="/.test(tag) && !/type="(checkbox|file)"/.test(tag)).map((tag) => [attribute(tag, "name"), attribute(tag, "value")]);
    return { action: attribute(head, "action"), method: attribute(head, "method"), fields };
  });
}
export const formTo = (html, part) => forms(html).find(({ action }) => action.includes(part));

/** A browser without JavaScript: cookies by name, forms sent as from the page that they stand on. */
export class Browser {
  constructor(site) {
    this.site = site;
    this.cookies = new Map();
  }

  async ask(path, { site = this.site, headers = {}, ...rest } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(site + path, { ...rest, headers: { Cookie: cookie || undefined, "Accept-Language": "sv", ...headers } });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [name, value] = line.split(";")[0].split("=");
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }

  post(path, fields, headers = {}, site = this.site) {
    return this.ask(path, { site, method: "POST", headers: { "Content-Type": formType, Origin: this.site, "Sec-Fetch-Site": "same-origin", ...headers }, body: urlencoded(fields) });
  }

  /** Sends a form of the page at `path`, filled in. */
  async send(path, part, values = {}, headers = {}) {
    const page = await this.ask(path);
    const form = formTo(page.text, part);
    if (!form) throw new Error(`no form to ${part} at ${path}: status ${page.status} ${page.text.slice(0, 300)}`);
    return this.post(form.action, { ...Object.fromEntries(form.fields), ...values }, headers);
  }
}

/** Someone with a letter code, at the registrar. */
export class Resident extends Browser {
  constructor(houses) {
    super(houses.registrar);
    this.counter = houses.counter;
  }

  async signIn(code) {
    const answer = await this.post("/sign-in/code", { code, errand: "" });
    if (answer.status !== 303) throw new Error(`not signed in: status ${answer.status}`);
    return this;
  }

  /** The carrier for an errand that is there: the consent's answer shown as a form. */
  async consent(path, values = {}) {
    const answer = await this.send(path, path, values);
    const attested = formTo(answer.text, "/attested")?.fields.find(([name]) => name === "attested")?.[1];
    if (!attested) throw new Error(`no carrier: status ${answer.status} ${answer.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 600)}`);
    return attested;
  }
  carrier(purpose, matter, values = {}) {
    return this.consent(`/attest/${purpose}.${matter}`, values);
  }
  carry(attested) {
    return carry(this.counter, attested, this.site);
  }
}

/** Carries to the counter what the registrar gave out: the form on the registrar's page. */
export const carry = (counter, attested, from) =>
  ask(`${counter}/attested`, { method: "POST", headers: { "Content-Type": formType, Origin: from, "Sec-Fetch-Site": "same-site" }, body: urlencoded({ attested }) });

export const carrierText = (attested) => Buffer.from(attested, "base64url").toString("utf8");

/** The n-th resident of the invented roll of 4,800, as `radslag-registrar example` numbers them. */
export function inventedNumber(n) {
  const day = Math.floor(n / 20);
  const two = (x) => String(x).padStart(2, "0");
  const digits = `${1940 + (Math.floor(day / 336) % 65)}${two(1 + (Math.floor(day / 28) % 12))}${two(1 + (day % 28))}${980 + (n % 20)}`;
  const sum = [...digits].slice(2).reduce((total, digit, i) => total + [...String(digit * (i % 2 ? 1 : 2))].reduce((a, b) => a + Number(b), 0), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", stepSeconds = 30;

/** RFC 6238: six digits of HMAC-SHA-1. */
function totp(secret, step) {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Someone of the staff, who opens a one-time link. Signing in counts as a fresh code for five minutes. */
export class Officer extends Browser {
  async accept(link) {
    const path = new URL(link).pathname;
    const page = await this.ask(path);
    const secret = /<p class="code"[^>]*>([^<]*)</.exec(page.text)?.[1].replace(/\s/g, "");
    if (!secret) throw new Error(`no invitation at ${path}: status ${page.status}`);
    const passphrase = "havre granit segel lykta";
    const answer = await this.post(path, { code: totp(secret, Math.floor(Date.now() / 1000 / stepSeconds)), passphrase, again: passphrase });
    if (answer.status !== 303) throw new Error(`not accepted: status ${answer.status}`);
    return this;
  }
}
