// What the voting server never learns: personal numbers, addresses of mail and network, names that are not shown, letter codes.
//   node privacy.mjs live COUNTER REGISTRAR FOLDER PLANTS   someone does all that there is to do at both houses; PLANTS: what not to find
//   node privacy.mjs scan PLANTS KIND FILE...               searches files for all plants of these kinds (a,b or all); exits 1 if it finds any
//   node privacy.mjs control PLANTS FOLDER                  the scan finds each plant in each of its shapes, and nothing in noise
// FOLDER: the registrar's, with letter-codes.txt and mail/.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Browser, Resident, clientAddress, inventedNumber } from "./resident.mjs";

const people = 4800, rolls = 12;
const forwardedFor = "203.0.113.77", agent = "Plantwebb/77.13.5 (Hemdator Ahlqvist)";
const unshownName = "Hjördis Ahlqvist-Planterad", unsentTitle = "Planterad rubrik som aldrig skickas";
const typedAddress = "Hjordis.Planterad+tagg@exempel-by.example";

/** What was typed, by kind: [kind, spelling]. A personal number in all ways that people write it. */
function spellings(kind, value) {
  if (kind !== "number") return [...new Set([value, value.toLowerCase(), value.replaceAll("-", "")])];
  const [century, day, serial] = [value.slice(0, 2), value.slice(2, 8), value.slice(8)];
  return [value, `${century}${day}-${serial}`, `${century}${day}+${serial}`, day + serial, `${day}-${serial}`, `${day}+${serial}`, `${century}${day} ${serial}`, `${day} ${serial}`];
}

/** The part of the base64 of `bytes` that does not hang on what stands before and after, for each of the three places it may begin at. */
function base64s(bytes) {
  return [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes]).toString("base64").replaceAll("=", "");
    const from = Math.ceil((lead * 8) / 6), to = Math.floor(((lead + bytes.length) * 8) / 6);
    return text.slice(from, to);
  });
}

/** All shapes of a text, as bytes in lower case: [name, bytes]. Files are searched as they are and in lower case. */
function shapes(text) {
  const bytes = Buffer.from(text);
  const utf16 = Buffer.from(text, "utf16le"), swapped = Buffer.from(utf16).swap16();
  const all = [
    ["plain", bytes],
    ["reversed", Buffer.from([...text].reverse().join(""))],
    ["UTF-16 LE", utf16],
    ["UTF-16 BE", swapped],
    ["Latin-1", Buffer.from(text, "latin1")],
    ["hexadecimal", Buffer.from(bytes.toString("hex"))],
    ["hexadecimal UTF-16", Buffer.from(utf16.toString("hex"))],
    ["URL-encoded", Buffer.from(encodeURIComponent(text))],
    ["every byte URL-encoded", Buffer.from([...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""))],
    ["in JSON", Buffer.from([...text].map((one) => (one > "\x7f" ? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}` : one)).join(""))],
  ];
  const add = (name, data) => {
    for (const [at, one] of base64s(data).entries()) for (const each of new Set([one, one.replaceAll("+", "-").replaceAll("/", "_")])) all.push([`${name} base64, place ${at}`, Buffer.from(each)]);
  };
  add("in", bytes);
  for (const algorithm of ["sha256", "sha1", "md5"]) {
    const digest = createHash(algorithm).update(bytes).digest();
    all.push([`${algorithm} raw`, digest], [`${algorithm} in hexadecimal`, Buffer.from(digest.toString("hex"))]);
    add(algorithm, digest);
  }
  return all;
}

const lower = (bytes) => Buffer.from(bytes).map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Needles by their first four bytes, so that a file is read once for all of them. */
class Needles {
  constructor(plants) {
    this.starts = new Map();
    this.likely = new Uint8Array(1 << 16);
    for (const { kind, value } of plants) for (const spelling of spellings(kind, value)) for (const [shape, bytes] of shapes(spelling)) this.#add({ bytes, what: `${kind} ${shape}` });
  }
  #add(needle) {
    for (const bytes of [needle.bytes, lower(needle.bytes)]) {
      this.likely[bytes.readUInt16BE(0)] = 1;
      const start = bytes.readUInt32BE(0);
      this.starts.set(start, [...(this.starts.get(start) ?? []), { ...needle, bytes }]);
    }
  }
  find(file) {
    const found = new Set();
    for (const bytes of [file, lower(file)]) {
      for (let at = 0; at + 4 <= bytes.length; ++at) {
        if (!this.likely[(bytes[at] << 8) | bytes[at + 1]]) continue;
        for (const needle of this.starts.get(bytes.readUInt32BE(at)) ?? []) if (bytes.compare(needle.bytes, 0, needle.bytes.length, at, Math.min(bytes.length, at + needle.bytes.length)) === 0) found.add(`${needle.what} at byte ${at}`);
      }
    }
    return [...found];
  }
}

const filesBelow = (path) => (statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesBelow(join(path, name))) : [path]);

async function live(counter, registrar, folder, plantsFile) {
  const codes = readFileSync(join(folder, "letter-codes.txt"), "utf8").split("\n").filter((line) => /^[A-Z0-9-]+$/.test(line));
  const code = codes.at(-1), matter = "badhuset2a", path = `/attest/sign.${matter}`;
  const headers = { "User-Agent": agent, "X-Forwarded-For": forwardedFor, Forwarded: `for=${forwardedFor}`, "X-Real-IP": forwardedFor };
  const asThemselves = (browser) => {
    const plain = browser.ask.bind(browser);
    browser.ask = (where, options = {}) => plain(where, { ...options, headers: { ...headers, ...options.headers } });
    return browser;
  };
  const expect = (answer, status, what) => {
    if (answer.status !== status) throw new Error(`${what}: status ${answer.status} ${answer.text.replace(/<[^>]*>/g, " ").slice(0, 400)}`);
  };
  const handIn = async (browser, attested) => expect(await browser.post("/attested", { attested }, { Origin: registrar, "Sec-Fetch-Site": "same-site", Referer: `${registrar}${path}` }, counter), 303, "handing in");

  // A visitor begins to write, and thinks better of it.
  const writer = asThemselves(new Browser(counter));
  for (const step of ["title", "write", "preview", "check"]) expect(await writer.post("/initiatives/new", { do: step, title: unsentTitle, text: `${unsentTitle}. Hälsningar ${unshownName}, ${typedAddress}.`, board: "samhallsbyggnad", area: "", estimate: "" }), 200, step);
  await writer.ask(`/initiatives?${new URLSearchParams({ words: unshownName })}`);

  // By letter code: a name that is too long, then none.
  const byCode = asThemselves(new Resident({ counter, registrar }));
  await byCode.signIn(code);
  expect(await byCode.send(path, path, { name: `${unshownName} `.repeat(9) }), 422, "a name too long");
  await handIn(byCode, await byCode.carrier("sign", matter));
  await handIn(byCode, await byCode.carrier("withdraw", matter));

  // By e-mail, who also wants letters.
  const byMail = asThemselves(new Resident({ counter, registrar }));
  expect(await byMail.post("/sign-in/mail", { address: typedAddress, errand: `sign.${matter}` }), 303, "asking for a link");
  let link = "";
  for (let turn = 0; turn < 200 && !link; ++turn) {
    await new Promise((done) => setTimeout(done, 50));
    const letters = readdirSync(join(folder, "mail")).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(folder, "mail", name), "utf8").replace(/=\r?\n/g, "").replaceAll("=3D", "="));
    link = letters.find((letter) => letter.includes(typedAddress))?.match(/\/sign-in\/mail\/[\w-]{43}/)?.[0] ?? "";
  }
  expect(await byMail.send(link, link), 303, "the link");
  await handIn(byMail, await byMail.consent(path, { mail: "yes", address: typedAddress }));
  await handIn(byMail, await byMail.carrier("withdraw", matter));

  const token = [...byCode.cookies.values()][0];
  const numbers = Array.from({ length: rolls }, (_, n) => ({ kind: "number", value: inventedNumber(people - 1 - n) }));
  const plants = [
    ...numbers,
    { kind: "code", value: code },
    { kind: "mail", value: typedAddress },
    { kind: "mail", value: "known.resident@example.org" },
    { kind: "name", value: unshownName },
    { kind: "title", value: unsentTitle },
    { kind: "network", value: clientAddress },
    { kind: "network", value: forwardedFor },
    { kind: "browser", value: agent },
    { kind: "cookie", value: token },
  ];
  writeFileSync(plantsFile, JSON.stringify(plants));
}

const plantsOf = (file, kinds = "all") => JSON.parse(readFileSync(file, "utf8")).filter(({ kind }) => kinds === "all" || kinds.split(",").includes(kind));

function scan(plantsFile, kinds, ...places) {
  const needles = new Needles(plantsOf(plantsFile, kinds));
  const files = places.flatMap(filesBelow);
  let bytes = 0, found = 0;
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    for (const what of needles.find(content)) {
      found += 1;
      console.log(`${file}: ${what}`);
    }
  }
  console.log(`${files.length} files, ${bytes} bytes, ${found} found`);
  process.exitCode = found > 0 || bytes === 0 ? 1 : 0;
}

function control(plantsFile, folder) {
  const plants = plantsOf(plantsFile);
  const needles = new Needles(plants);
  const noise = randomBytes(1 << 20);
  const alone = needles.find(noise);
  let missed = 0, planted = 0;
  for (const { kind, value } of plants) {
    for (const spelling of spellings(kind, value)) {
      for (const [shape, bytes] of shapes(spelling)) {
        const file = Buffer.concat([noise.subarray(0, 1001), bytes, noise.subarray(2000, 2777)]);
        planted += 1;
        if (needles.find(file).length > 0) continue;
        missed += 1;
        console.log(`missed: ${kind}, ${shape}`);
      }
    }
  }
  // Not by this file's own shapes: what other tools make of a number that lies in the middle of something.
  const number = plants.find(({ kind }) => kind === "number").value;
  for (const lead of ["", "x", "xy", "xyz"]) {
    const text = `${lead}${number} and more`;
    for (const made of [text, Buffer.from(text).toString("base64"), Buffer.from(text).toString("base64url"), Buffer.from(text).toString("hex").toUpperCase(), Buffer.from(text, "utf16le")]) {
      planted += 1;
      if (needles.find(Buffer.from(made)).length === 0) missed += 1;
    }
  }
  writeFileSync(join(folder, "control"), `someone is ${number.slice(2, 8)}-${number.slice(8)}\n`);
  console.log(`${planted} planted, ${missed} missed, ${alone.length} in noise`);
  process.exitCode = missed + alone.length > 0 ? 1 : 0;
}

const [name, ...rest] = process.argv.slice(2);
await { live, scan, control }[name](...rest);
