// Reads the record and makes ballots from ledger/FORMAT.md alone, with nothing but Node: no code of the product.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";

export const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** One HTTP exchange on a connection of its own. `body` may be a string or bytes. Never throws: status 0 when there was no answer. */
export function exchange(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve) => {
    const request = http.request(url, { method, headers, agent: false, timeout: 30_000 }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString("utf8") });
      });
      response.on("error", (error) => resolve({ status: 0, headers: {}, bytes: Buffer.alloc(0), text: String(error) }));
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 30 s")));
    request.on("error", (error) => resolve({ status: 0, headers: {}, bytes: Buffer.alloc(0), text: String(error) }));
    request.end(body);
  });
}

export const post = (url, body, headers = {}) =>
  exchange(url, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });

/** An Ed25519 key pair from its seed of 32 bytes. */
export function keyPair(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(secret).export({ format: "der", type: "spki" });
  return { secret, key: spki.subarray(spki.length - 32).toString("hex") };
}

/** Section 7: the key pair of a voting code. */
export function credential(code, origin) {
  const canonical = code.replaceAll("-", "").toUpperCase();
  return { code: canonical, ...keyPair(sha256(`radslag/v1/credential\n${origin}\n${canonical}`)) };
}

/** Section 4.3, ballot-clear: the blob of a ballot. `salt`: 32 bytes, random unless given. */
export function ballotBlob(round, voter, choices, { salt = randomBytes(32), edit = (text) => text } = {}) {
  const bytes = salt.length ? salt : sha256(`radslag/v1/replay\n${round.origin}\n${voter.code}\n${choices.map((id) => `${id}\n`).join("")}`);
  const unsigned = edit(
    `radslag/v1/ballot-clear\norigin ${round.origin}\ndefinition ${round.definition}\ncredential ${voter.key}\nsalt ${bytes.toString("hex")}\n` +
      choices.map((id) => `choice ${id}\n`).join(""),
  );
  const content = `${unsigned}signature ${sign(null, Buffer.from(unsigned), voter.secret).toString("hex")}\n`;
  return Buffer.concat([bytes, Buffer.from(content)]);
}

export const ballotBody = (blob) => JSON.stringify({ ballot: blob.toString("base64") });

/** "x001/234" for 1234, with ".p/W" when the bundle is not full. */
function bundlePath(n, width) {
  let path = String(n % 1000).padStart(3, "0");
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${String(rest % 1000).padStart(3, "0")}/${path}`;
  return width < 256 ? `${path}.p/${width}` : path;
}

export const checkpoint = async (url, log) => (await exchange(`${url}/log/${log}/checkpoint`)).text;

/** All entries of a log as served, as texts. */
export async function entries(url, log) {
  const size = Number((await checkpoint(url, log)).split("\n")[1]);
  const all = [];
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(256, size - first);
    const { status, bytes } = await exchange(`${url}/log/${log}/tile/entries/${bundlePath(first / 256, width)}`);
    if (status !== 200) throw new Error(`entries ${first} of ${log}: status ${status}`);
    for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) all.push(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)).toString("utf8"));
  }
  if (all.length !== size) throw new Error(`${log} has ${all.length} entries and a checkpoint of ${size}`);
  return all;
}

/** The value of a field of a statement or content. */
export const field = (text, name) => text.split("\n").find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);

/** What ballots are made against, from the round's opening entry. */
export async function openedRound(url, id) {
  const log = `rounds/${id}`;
  const opening = (await exchange(`${url}/log/${log}/tile/entries/000.p/1`)).bytes.subarray(2).toString("utf8");
  return { id, log, origin: field(opening, "origin"), definition: field(opening, "definition") };
}

/** Voting codes by the note beside them. */
export const votingCodes = (file) =>
  new Map(readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t")).map(([code, note]) => [note, code]));

/** A Pabulib file as far as these tests need it: rows as objects. */
export function readPb(file) {
  const sections = { META: [], PROJECTS: [], VOTES: [] };
  let section, names;
  for (const line of readFileSync(file, "utf8").split(/\r?\n/)) {
    if (line in sections) [section, names] = [sections[line], undefined];
    else if (line !== "" && !names) names = cells(line);
    else if (line !== "") section.push(Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])));
  }
  return { projects: sections.PROJECTS, votes: sections.VOTES };
}

function cells(line) {
  const out = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^;]*))(;|$)/y;
  for (let found = cell.exec(line); found; found = cell.exec(line)) {
    out.push((found[1] ?? found[2]).replaceAll('""', '"'));
    if (found[3] === "") break;
  }
  return out;
}
