// Residents sign at both houses: each person counts once, and no attestation is worth anything where it does not belong.
//   node people.mjs COUNTER REGISTRAR FOLDER
// FOLDER: the registrar's, with letter-codes.txt of the example, mail/ with the registrar's letters, staff-links.txt with two one-time links of paper officers.
// Prints "ok - name" and "not ok - name: why"; exits 1 if any failed.
import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { result, test } from "./outcome.mjs";
import { checkpoint, entries, field, keyPair } from "./record.mjs";
import { Browser, Officer, Resident, carrierText, carry, formTo, inventedNumber } from "./resident.mjs";

const [counter, registrar, folder] = process.argv.slice(2);
const houses = { counter, registrar };
const codes = readFileSync(`${folder}/letter-codes.txt`, "utf8").split("\n").filter((line) => /^[A-Z0-9-]+$/.test(line));
const open = "badhuset2a", other = "cykelvag4k", people = 4800;
const resident = (n) => new Resident(houses).signIn(codes[n]);
const number = (n) => inventedNumber(people - 1 - n);
const base64url = (text) => Buffer.from(text).toString("base64url");
const size = async () => Number((await checkpoint(counter, "town")).split("\n")[1]);
const pseudonymOf = (attested) => field(carrierText(attested).replaceAll("\n\t", "\n"), "pseudonym");
const count = (items, wanted) => items.filter((item) => item === wanted).length;
/** Entries of this person in the record, of one kind. */
const ofPerson = async (kind, pseudonym) => (await entries(counter, "town")).filter((entry) => entry.includes(`\nradslag/v1/${kind}\n`) && field(entry, "pseudonym") === pseudonym).length;
const total = async () => {
  const page = await new Browser(counter).ask(`/initiatives/${open}`, { headers: { Accept: "application/json" } });
  return page.text;
};

/** Refused with a page that says what to do, in a heading and a sentence, and the town's log as it was. */
async function refused(name, act, statuses = [400, 403, 409, 410, 413, 422]) {
  await test(name, async () => {
    const before = await checkpoint(counter, "town");
    const answer = await act();
    if (before !== (await checkpoint(counter, "town"))) return "the record has changed";
    if (!statuses.includes(answer.status)) return `status ${answer.status}: ${answer.headers.location ?? answer.text.slice(0, 200)}`;
    if (!/<h1[^>]*>[^<]{5,}/.test(answer.text)) return "the page has no heading";
    return /<(p class="lead"|p)[^>]*>[^<]{20,}/.test(answer.text) ? "" : "the page does not say what to do";
  });
}

// One person, 200 times at once.
const first = await resident(0);
const once = await first.carrier("sign", open);
await test("200 parallel posts of one attestation are one entry", async () => {
  const before = await size();
  const answers = await Promise.all(Array.from({ length: 200 }, () => first.carry(once)));
  const places = new Set(answers.map((answer) => `${answer.status} ${answer.headers.location}`));
  if (places.size !== 1 || answers[0].status !== 303) return `answers: ${[...places].slice(0, 5)}`;
  if ((await size()) !== before + 1) return `the log grew by ${(await size()) - before}`;
  return (await ofPerson("signature", pseudonymOf(once))) === 1 ? "" : "not one entry";
});
const second = await resident(1);
const many = await Promise.all(Array.from({ length: 200 }, () => second.carrier("sign", open)));
let unused = "";
await test("200 attestations of one person, posted at once, are one entry", async () => {
  if (new Set(many).size !== 200) return `${new Set(many).size} different attestations`;
  const before = await size();
  const answers = (await Promise.all(many.map((one) => second.carry(one)))).map((answer) => answer.status);
  unused = many[answers.indexOf(409)];
  if (count(answers, 303) !== 1 || count(answers, 409) !== 199) return `statuses: ${[...new Set(answers)].map((status) => `${count(answers, status)} x ${status}`)}`;
  if ((await size()) !== before + 1) return `the log grew by ${(await size()) - before}`;
  return (await ofPerson("signature", pseudonymOf(many[0]))) === 1 ? "" : "not one entry";
});

// The same people on paper: one officer enters, another confirms, the signatures are carried over.
const links = readFileSync(`${folder}/staff-links.txt`, "utf8").split("\n").filter(Boolean);
const enters = await new Officer(registrar).accept(links[0]), confirms = await new Officer(registrar).accept(links[1]);
async function paper(list) {
  const entered = await enters.send("/staff/papers", "/staff/papers", { matter: open, list: list.join("\n") });
  const batch = entered.headers.location;
  if (!batch) throw new Error(`not entered: status ${entered.status}`);
  const own = await enters.send(`${batch}/judge`, "/judge", { judgement: "confirm" });
  const judged = await confirms.send(`${batch}/judge`, "/judge", { judgement: "confirm" });
  if (judged.status !== 303) throw new Error(`not confirmed: status ${judged.status}`);
  const page = await enters.send(batch, batch, { part: "1" });
  return { own: own.status, batch, fields: formTo(page.text, "/attested/batch").fields };
}
const handOver = (batch) => enters.post("/attested/batch", batch.fields, { "Sec-Fetch-Site": "same-site" }, counter);

await test("paper and online at once: nobody counts twice, whichever was first", async () => {
  const third = await resident(2), fourth = await resident(3);
  const before = await size();
  const early = await third.carrier("sign", open), racing = await fourth.carrier("sign", open);
  if ((await third.carry(early)).status !== 303) return "not signed online";
  const batch = await paper([number(2), number(3), number(4)]);
  if (batch.own !== 403) return `an officer confirmed the own list: status ${batch.own}`;
  const answers = await Promise.all([handOver(batch), fourth.carry(racing), handOver(batch), fourth.carry(racing)]);
  if (![answers[0].status, answers[2].status].every((status) => status === 200)) return `statuses ${answers.map(({ status }) => status)}: ${answers[0].text.slice(0, 300)}`;
  if ((await size()) !== before + 3) return `the log grew by ${(await size()) - before} instead of 3`;
  const late = await (await resident(4)).carrier("sign", open).catch(() => null);
  if (late && (await carry(counter, late, registrar)).status !== 409) return "who stood on the paper list signed online too";
  const everyone = (await entries(counter, "town")).filter((entry) => field(entry, "matter") === open && entry.includes("\nradslag/v1/signature\n")).map((entry) => field(entry, "pseudonym"));
  return new Set(everyone).size === everyone.length ? "" : "a pseudonym stands twice";
});

// After a withdrawal.
await test("a signature is withdrawn", async () => {
  const answer = await first.carry(await first.carrier("withdraw", open));
  return answer.status === 303 && (await ofPerson("withdrawal", pseudonymOf(once))) === 1 ? "" : `status ${answer.status}: ${answer.text.slice(0, 300)}`;
});
await test("an attestation replayed after the withdrawal counts for nothing", async () => {
  const before = [await checkpoint(counter, "town"), await total()].join();
  const answer = await first.carry(once);
  if (before !== [await checkpoint(counter, "town"), await total()].join()) return "record or count has changed";
  return (await ofPerson("signature", pseudonymOf(once))) === 1 && [303, 409].includes(answer.status) ? "" : `status ${answer.status}`;
});
await refused("an attestation of who has signed already", () => second.carry(unused), [409]);

// Altered, for something else, or by somebody else.
const sixth = await resident(5);
const good = await sixth.carrier("sign", open);
const lines = carrierText(good).split("\n").slice(0, -1);
const elsewhere = await sixth.carrier("sign", other);
const otherLines = carrierText(elsewhere).split("\n");
const otherLine = (name) => otherLines.find((line) => line.trim().startsWith(`${name} `));
const changed = (change) => base64url(`${lines.map(change).join("\n")}\n`);
const withLine = (name, line) => changed((old) => (old.trim().startsWith(`${name} `) ? line : old));
const nudged = (line) => line.slice(0, -1) + (line.endsWith("1") ? "2" : "1");
for (const [at, line] of lines.entries()) await refused(`an attestation altered in line ${at + 1} (${line.trim().split(" ")[0]})`, () => sixth.carry(changed((old, i) => (i === at ? nudged(old) : old))));
for (const [at, line] of lines.entries()) await refused(`an attestation without line ${at + 1} (${line.trim().split(" ")[0]})`, () => sixth.carry(base64url(`${lines.filter((_, i) => i !== at).join("\n")}\n`)));
await refused("an attestation turned to another matter", () => sixth.carry(withLine("matter", otherLine("matter"))));
await refused("an attestation turned to another text", () => sixth.carry(withLine("subject", otherLine("subject"))));
await refused("an attestation turned to another server's log", () => sixth.carry(withLine("origin", "\torigin other.example/log/town")));
await refused("an attestation whose life was made longer", () => sixth.carry(changed((line) => line.replace(/^expires \d+/, "expires 4000000000"))));
await refused("a signature's attestation turned into a withdrawal's", () => second.carry(changed((line) => line.replace("radslag/v1/signature", "radslag/v1/withdrawal"))));
const stranger = generateKeyPairSync("ed25519").privateKey;
const sealedBy = (text, key = stranger) => `${text}registrar ${sign(null, Buffer.from(text), key).toString("hex")}\n`;
const invented = (statement, key = stranger) => {
  const start = "radslag/v1/attestation\n" + statement.slice(0, statement.lastIndexOf("\nregistrar ") + 1);
  return statement.replace(/\nregistrar [0-9a-f]+/, `\nregistrar ${sign(null, Buffer.from(start), key).toString("hex")}`);
};
const statement = lines.filter((line, i) => i > 1 && line.startsWith("\t")).map((line) => line.slice(1)).join("\n");
const inner = `radslag/v1/signature\n${statement}\n`;
const wrapped = (text) => base64url(sealedBy(`radslag/v1/attested\nstatement ${text.trimEnd().replaceAll("\n", "\n\t")}\nexpires 4000000000\n`));
await refused("an attestation by a registrar of somebody's own", () => sixth.carry(wrapped(invented(inner))), [403]);
await refused("an old wrapping by somebody else around a true attestation", () => sixth.carry(wrapped(inner)), [403]);

// Made with the registrar's own key: what the signatures would let through is refused for what it says.
const own = keyPair(Buffer.from(field(readFileSync(`${folder}/keys/registrar.key`, "utf8"), "seed"), "hex")).secret;
const made = (edit, expires = Math.floor(Date.now() / 1000) + 300) => {
  const text = invented(edit(inner), own);
  return base64url(sealedBy(`radslag/v1/attested\nstatement ${text.trimEnd().replaceAll("\n", "\n\t")}\nexpires ${expires}\n`, own));
};
const lineOf = (name, line) => (text) => text.replace(new RegExp(`^${name} .*$`, "m"), line);
await refused("an attestation ten minutes old", () => sixth.carry(made((text) => text, Math.floor(Date.now() / 1000) - 1)), [409, 410, 422]);
await refused("an attestation of hours ago", () => sixth.carry(made(lineOf("attested", `attested ${Math.floor(Date.now() / 3_600_000) - 3} ${"7".repeat(32)}`))), [409, 410, 422]);
await refused("an attestation of an hour that has not come", () => sixth.carry(made(lineOf("attested", `attested ${Math.floor(Date.now() / 3_600_000) + 3} ${"7".repeat(32)}`))), [409, 410, 422]);
await refused("a true signature under another matter", () => sixth.carry(made(lineOf("matter", otherLine("matter").trim()))), [409, 422]);
await refused("a true signature under another text", () => sixth.carry(made(lineOf("subject", otherLine("subject").trim()))), [409, 422]);
await refused("a true signature for another server", () => sixth.carry(made(lineOf("origin", "origin other.example/log/town"))), [409, 422]);
await refused("a true signature of a pseudonym that is on no roll", () => sixth.carry(made(lineOf("pseudonym", `pseudonym ${"3".repeat(64)}`))), [403, 409, 422]);
await refused("a true signature on a roll of its own", () => sixth.carry(made(lineOf("roll", `roll 1 ${"3".repeat(64)}`))), [403, 409, 422]);
await refused("a true signature of a matter that is over", () => sixth.carry(made(lineOf("matter", "matter fyradagar6"))), [409, 410, 422]);
await refused("a true signature of a matter that there is not", () => sixth.carry(made(lineOf("matter", "matter nowhere222"))), [404, 409, 422]);
for (const [name, text] of Object.entries({ "that is no base64url": "%%%", "with the other alphabet": `${good.slice(0, 8)}+/${good.slice(10)}`, "that is empty": "", "cut short": good.slice(0, -40), "of zeros": base64url("\0".repeat(2000)) }))
  await refused(`an attestation ${name}`, () => sixth.carry(text));
await test("after all that the attestation itself is good", async () => {
  const answer = await sixth.carry(good);
  return answer.status === 303 && (await ofPerson("signature", pseudonymOf(good))) === 1 ? "" : `status ${answer.status}`;
});
await refused("no attestation is given for a matter that is over", () => sixth.ask("/attest/sign.fyradagar6"), [200, 404, 409, 410]);

// Codes.
await test("guessing a code is slowed down, and nobody else waits for it", async () => {
  const wrong = codes[6].replace(/.$/, (last) => (last === "A" ? "C" : "A")).replace(/^./, (one) => (one === "K" ? "L" : "K"));
  const guess = async () => (await new Browser(registrar).post("/sign-in/code", { code: wrong, errand: "" })).status;
  const statuses = [];
  for (let turn = 0; turn < 12; ++turn) statuses.push(await guess());
  if (!statuses.includes(429)) return `statuses: ${statuses}`;
  if (statuses.some((status) => ![422, 429].includes(status))) return `statuses: ${statuses}`;
  return (await resident(6)).cookies.size > 0 ? "" : "another one was kept out";
});

// E-mail: the link is opened by a page and used by a button.
const letters = () => readdirSync(`${folder}/mail`).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(`${folder}/mail/${name}`, "utf8").replace(/=\r?\n/g, "").replaceAll("=3D", "="));
const linksTo = (address) => letters().filter((letter) => letter.toLowerCase().includes(address)).flatMap((letter) => letter.match(/\/sign-in\/mail\/[\w-]{43}/g) ?? []);
async function linkFor(address, before) {
  for (let turn = 0; turn < 200; ++turn) {
    const fresh = linksTo(address).filter((link) => !before.includes(link));
    if (fresh.length) return fresh[0];
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("no letter in ten seconds");
}
const askForLink = async (address) => {
  const answer = await new Browser(registrar).post("/sign-in/mail", { address, errand: "" });
  return `${answer.status} ${answer.headers.location} ${answer.headers["set-cookie"] ?? ""} ${answer.text}`;
};
const known = "known.resident@example.org";
await test("a mailed link signs nobody in by GET, and once by POST", async () => {
  await askForLink(known);
  const link = await linkFor(known, []);
  const scanner = new Browser(registrar);
  for (const method of ["GET", "GET", "HEAD", "GET"]) await scanner.ask(link, { method });
  if (scanner.cookies.size > 0) return "a GET gave a cookie";
  const visitor = new Browser(registrar);
  const answer = await visitor.send(link, link);
  if (answer.status !== 303 || visitor.cookies.size === 0) return `status ${answer.status}: the GETs before used it up`;
  const again = new Browser(registrar);
  const late = await again.post(link, {});
  return late.status >= 400 && again.cookies.size === 0 ? "" : `used twice: status ${late.status}`;
});
await test("known, unknown and overused addresses are answered alike", async () => {
  const answers = [await askForLink(known), await askForLink("nobody.has.this@example.org")];
  for (let turn = 0; turn < 8; ++turn) answers.push(await askForLink(known));
  return new Set(answers).size === 1 ? "" : `${new Set(answers).size} different answers`;
});

// Sessions.
await test("signing in gives a new session, and signing out ends it", async () => {
  const browser = new Resident(houses);
  browser.cookies.set("__Host-registrar", "a".repeat(64));
  await browser.signIn(codes[7]);
  const token = browser.cookies.get("__Host-registrar");
  if (!token || token === "a".repeat(64)) return "the token that was brought along stays";
  const participation = async (value) => {
    const other = new Browser(registrar);
    other.cookies.set("__Host-registrar", value);
    return (await other.ask("/participation")).text.includes('action="/sign-out"');
  };
  if (!(await participation(token)) || (await participation("a".repeat(64)))) return "the wrong one is good";
  const csrf = formTo((await browser.ask("/participation")).text, "/sign-out").fields.find(([name]) => name === "csrf")[1];
  await browser.post("/sign-in/code", { code: codes[7], errand: "", csrf });
  if (browser.cookies.get("__Host-registrar") === token) return "the token stays on signing in again";
  if (await participation(token)) return "the session before lives on";
  const fresh = browser.cookies.get("__Host-registrar");
  await browser.send("/participation", "/sign-out");
  return (await participation(fresh)) ? "a copy of the cookie is good after signing out" : "";
});
await test("cookies are for their own site, by HTTPS, out of scripts' reach", async () => {
  const answers = [await new Browser(registrar).post("/sign-in/code", { code: codes[7], errand: "" }), await new Officer(registrar).post("/staff/sign-out", {}), await new Browser(registrar).post("/sign-out", {})];
  const cookies = answers.flatMap((answer) => answer.headers["set-cookie"] ?? []);
  const bad = cookies.find((line) => !/^__Host-[\w-]+=/.test(line) || !/; Secure/i.test(line) || !/; HttpOnly/i.test(line) || !/; Path=\//i.test(line) || !/; SameSite=(Lax|Strict)/i.test(line) || /; Domain/i.test(line));
  return bad ?? (cookies.length ? "" : "no cookie at all");
});
await test("a session of one house is none at the other, nor a resident's one of the staff", async () => {
  const known = [...enters.cookies.values()][0], code = (await resident(7)).cookies.get("__Host-registrar");
  for (const [site, path] of [[counter, "/staff"], [counter, "/staff/acts"], [registrar, "/staff"]]) {
    for (const value of site === counter ? [known, code] : [code]) {
      for (const name of ["__Host-staff", "__Host-registrar-staff"]) {
        const browser = new Browser(site);
        browser.cookies.set(name, value);
        const answer = await browser.ask(path);
        if (answer.status !== 303 || !answer.headers.location.startsWith("/staff/sign-in")) return `${path}: status ${answer.status}`;
      }
    }
  }
  return "";
});
await test("a one-time link of the staff works once", async () => {
  const again = await new Browser(registrar).ask(new URL(links[0]).pathname);
  return /name="passphrase"/.test(again.text) ? "it asks for a passphrase again" : "";
});
await test("one officer does not do what two have to, nor where there is no session", async () => {
  const list = (await enters.ask("/staff/papers")).text.match(/\/staff\/papers\/\d+/)?.[0];
  for (const [browser, path] of [[new Browser(registrar), `${list}/judge`], [new Browser(registrar), "/staff/papers"], [new Browser(registrar), list], [await resident(7), list]]) {
    const answer = await browser.post(path, { judgement: "confirm", matter: open, list: number(9), part: "1" });
    if (![303, 403].includes(answer.status) || (answer.status === 303 && !answer.headers.location.startsWith("/staff/sign-in"))) return `${path}: status ${answer.status}`;
  }
  return "";
});

process.exit(result());
