// Belenios archives taken apart and put together again, from the specification alone: a tar file of data and of events, each named by its
// SHA-256, each event naming the one before it.
//   node archive.mjs setup FILE.bel OUT.bel            only what stands before the first ballot
//   node archive.mjs ballots FILE.bel FOLDER           each ballot as FOLDER/N.json; prints how many
//   node archive.mjs begin OUT.bel ELECTION TRUSTEES CREDENTIALS   the setup of an election that is open, from its three files
//   node archive.mjs tamper FILE.bel NAME OUT.bel      as somebody with the server would (below)
import { readFileSync, writeFileSync } from "node:fs";
import { sha256 } from "./record.mjs";

const hex = (text) => sha256(text).toString("hex");
const block = 512;
const text = (bytes, from, length) => bytes.toString("utf8", from, from + length).split("\0")[0];

/** [name, content] of a tar file. */
function members(archive) {
  const all = [];
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const size = parseInt(text(archive, at + 124, 12), 8);
    all.push([text(archive, at, 100), archive.toString("utf8", at + block, at + block + size)]);
    at += block + Math.ceil(size / block) * block;
  }
  return all;
}

/** A member as the archive's first one is, with another name and content. */
function member(model, name, content) {
  const bytes = Buffer.from(content);
  const head = Buffer.from(model.subarray(0, block));
  head.fill(0, 0, 100).write(name, 0);
  head.write(bytes.length.toString(8).padStart(11, "0"), 124);
  head.fill(0x20, 148, 156);
  head.write(`${head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([head, bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}

/**
 * The events: {type, json, owner, counts, setup}. `json` is what it is about: ballot, encrypted tally, shuffle, decryption, result; `counts`
 * what an encrypted tally says beside it; `setup` the three files of the first.
 */
export function readArchive(archive) {
  const data = new Map();
  const events = [];
  for (const [name, content] of members(archive)) {
    if (name.endsWith(".data.json")) data.set(name.slice(0, 64), content);
    if (!name.endsWith(".event.json")) continue;
    const { type, payload } = JSON.parse(content);
    const json = data.get(payload);
    const event = { type, json };
    if (type === "Setup") event.setup = Object.values(JSON.parse(json)).map((hash) => data.get(hash));
    if (type === "Shuffle" || type === "PartialDecryption") [event.owner, event.json] = [JSON.parse(json).owner, data.get(JSON.parse(json).payload)];
    if (type === "EncryptedTally") {
      const { num_tallied, total_weight, encrypted_tally } = JSON.parse(json);
      [event.counts, event.json] = [{ num_tallied, total_weight }, data.get(encrypted_tally)];
    }
    events.push(event);
  }
  return events;
}

/** `model`: an archive whose first member is ours too (version and time), and whose headers are. */
export function writeArchive(events, model) {
  const [[first, begins]] = members(model);
  const out = [member(model, first, begins)];
  let parent;
  const put = (content) => {
    out.push(member(model, `${hex(content)}.data.json`, content));
    return hex(content);
  };
  for (const [height, { type, json, owner, counts, setup }] of events.entries()) {
    let payload;
    if (type === "Setup") {
      const [election, trustees, credentials] = setup.map(put);
      payload = put(JSON.stringify({ election, trustees, credentials }));
    } else if (owner !== undefined) payload = put(JSON.stringify({ owner, payload: put(json) }));
    else if (counts !== undefined) payload = put(JSON.stringify({ ...counts, encrypted_tally: put(json) }));
    else if (json !== undefined) payload = put(json);
    const event = JSON.stringify({ parent, height, type, payload });
    out.push(member(model, `${hex(event)}.event.json`, event));
    parent = hex(event);
  }
  return Buffer.concat(out);
}

/** The first long number after `from`, one digit changed. */
function nudged(json, from) {
  const at = json.search(from);
  if (at < 0) throw new Error(`nothing like ${from} in ${json.slice(0, 200)}`);
  const digit = json.slice(at).search(/"\d{60,}"/) + at + 30;
  return json.slice(0, digit) + (json[digit] === "7" ? "6" : "7") + json.slice(digit + 1);
}

// What whoever runs the server could try after closing: each gives changed events.
const edit = (events, type, change) => {
  const at = events.findLastIndex((event) => event.type === type);
  if (at < 0) throw new Error(`there is no ${type}`);
  return events.toSpliced(at, 1, ...change(events[at]));
};
const end = (events) => events.findIndex(({ type }) => type === "EndBallots");
const last = (events, type) => events.findLast((event) => event.type === type);
export const tamperings = {
  "dropped-ballot": (events) => edit(events, "Ballot", () => []),
  "duplicate-ballot": (events) => events.toSpliced(end(events), 0, last(events, "Ballot")),
  "late-ballot": (events) => edit(edit(events, "Ballot", () => []), "EndBallots", (event) => [event, last(events, "Ballot")]),
  "changed-ballot": (events) => edit(events, "Ballot", (event) => [{ ...event, json: nudged(event.json, /"signature"/) }]),
  "wrong-count": (events) => edit(events, "EncryptedTally", (event) => [{ ...event, counts: { num_tallied: event.counts.num_tallied + 1, total_weight: event.counts.total_weight + 1 } }]),
  "wrong-result": (events) => edit(events, "Result", (event) => [{ ...event, json: event.json.replace(/\d+/, (digits) => `${Number(digits) + 1}`) }]),
  "bad-decryption": (events) => edit(events, "PartialDecryption", (event) => [{ ...event, json: nudged(event.json, /"decryption_proofs"/) }]),
  "missing-decryption": (events) => edit(events, "PartialDecryption", () => []),
  "bad-shuffle": (events) => edit(events, "Shuffle", (event) => [{ ...event, json: nudged(event.json, /"proofs"/) }]),
  "missing-shuffle": (events) => edit(events, "Shuffle", () => []),
};

const acts = {
  setup(file, out) {
    const archive = readFileSync(file);
    writeFileSync(out, writeArchive(readArchive(archive).slice(0, 1), archive));
  },
  ballots(file, folder) {
    const all = readArchive(readFileSync(file)).filter(({ type }) => type === "Ballot");
    for (const [n, { json }] of all.entries()) writeFileSync(`${folder}/${n + 1}.json`, json);
    console.log(all.length);
  },
  begin(out, election, trustees, credentials, model) {
    const setup = [election, trustees, credentials].map((file) => readFileSync(file, "utf8"));
    writeFileSync(out, writeArchive([{ type: "Setup", setup }], readFileSync(model)));
  },
  tamper(file, name, out) {
    const archive = readFileSync(file);
    const events = readArchive(archive);
    if (!writeArchive(events, archive).equals(archive)) throw new Error("put together again it is another archive");
    writeFileSync(out, writeArchive(tamperings[name](events), archive));
  },
};
if (process.argv[1]?.endsWith("/archive.mjs")) acts[process.argv[2]](...process.argv.slice(3));
