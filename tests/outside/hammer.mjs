// Part of hammer.sh.
//   node hammer.mjs write URL ROUND CODES SECONDS FILE   casts votes, several at once, and keeps each receipt's head
//   node hammer.mjs read URL ROUND VKEY SECONDS FILE     asks for entries and their proofs, and verifies each: leaf, path, root, signature
import { createPublicKey, verify } from "node:crypto";
import { appendFileSync } from "node:fs";
import { ballotBlob, ballotBody, checkpoint, credential, exchange, openedRound, post, sha256, votingCodes } from "./record.mjs";

const keep = (file, what) => appendFileSync(file, `${JSON.stringify(what)}\n`);
const deadline = (seconds) => Date.now() + Number(seconds) * 1000;

async function write(url, id, codes, seconds, file) {
  const round = await openedRound(url, id);
  const voters = [...votingCodes(codes).values()].map((code) => credential(code, round.origin));
  const end = deadline(seconds);
  let next = 0, cast = 0, busy = 0;
  const writer = async () => {
    while (Date.now() < end) {
      const voter = next++ % voters.length;
      const blob = ballotBlob(round, voters[voter], [`P${1 + (next % 5)}`]);
      const { status, text } = await post(`${url}/rounds/${id}/ballots`, ballotBody(blob));
      if (status === 503) {
        busy += 1;
        continue;
      }
      if (status !== 201) throw new Error(`a ballot was answered ${status}: ${text.slice(0, 200)}`);
      cast += 1;
      // Of some, so that the check afterwards takes seconds.
      if (cast % 20 === 0) keep(file, { voter, answer: JSON.parse(text) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  console.log(`${cast} votes acknowledged, ${busy} times told to wait`);
}

const node = (left, right) => sha256(Buffer.from([1]), left, right);
/** RFC 9162, section 2.1.3.2. */
function included(index, size, leaf, path, root) {
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else r = node(r, p);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && r.equals(root);
}

/** A C2SP vkey as a function that says whether a note's text has its signature. */
function signer(vkey) {
  const [name, id, ...rest] = vkey.trim().split("+");
  const key = Buffer.from(rest.join("+"), "base64").subarray(1);
  const spki = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]), format: "der", type: "spki" });
  return (note) => {
    const at = note.lastIndexOf("\n\n");
    const lines = note.slice(at + 2).split("\n").filter((line) => line.startsWith(`— ${name} `));
    return lines.some((line) => {
      const bytes = Buffer.from(line.split(" ")[2], "base64");
      return bytes.subarray(0, 4).toString("hex") === id && verify(null, Buffer.from(note.slice(0, at + 1)), spki, bytes.subarray(4));
    });
  };
}

async function read(url, id, vkey, seconds, file) {
  const log = `rounds/${id}`;
  const signed = signer(vkey);
  const end = deadline(seconds);
  let good = 0;
  const reader = async () => {
    while (Date.now() < end) {
      const head = await checkpoint(url, log);
      const size = Number(head.split("\n")[1]);
      if (!signed(head)) throw new Error(`a checkpoint is not signed: ${head}`);
      if (good % 1000 === 0) keep(file, { head });
      const index = Math.floor(Math.random() * size);
      const { status, text } = await exchange(`${url}/record/receipt?log=${encodeURIComponent(log)}&index=${index}`);
      if (status !== 200) throw new Error(`entry ${index} of ${size}: ${status}`);
      const [top, ...rest] = text.split("\n\n");
      const note = rest.join("\n\n");
      const lines = top.split("\n");
      const entry = Buffer.from(lines.find((line) => line.startsWith("extra ")).slice(6), "base64");
      const path = lines.slice(lines.findIndex((line) => line.startsWith("index ")) + 1).map((line) => Buffer.from(line, "base64"));
      const [, proven, root] = note.split("\n");
      if (!signed(note)) throw new Error(`the proof of entry ${index} rests on an unsigned head`);
      const leaf = sha256(Buffer.from([0]), entry);
      if (Number(proven) < size) throw new Error(`the proof of entry ${index} rests on size ${proven}, and a head of size ${size} was there before`);
      if (!included(index, Number(proven), leaf, path, Buffer.from(root, "base64"))) throw new Error(`the proof of entry ${index} does not hold: ${text}`);
      good += 1;
    }
  };
  await Promise.all(Array.from({ length: 4 }, reader));
  console.log(`${good} proofs verified`);
}

const [name, ...rest] = process.argv.slice(2);
await { write, read }[name](...rest);
