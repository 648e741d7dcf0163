// Two verifiers that share no code judge the same records, good and spoiled: radslag-verify, and the browser's. Bundled by browser.sh, since it
// runs the browser's TypeScript.
//
//   node browser.mjs RADSLAG_VERIFY FOLDER MUTATIONS ROUNDS [BUNDLE VKEY]...
//
// MUTATIONS of each record; ROUNDS of every kind and rule, counted by the browser's rules and judged by radslag-verify's.
//
// Verdicts: holds, withheld, fails (also: cannot be read). Prints each difference that is not listed below.

import { spawnSync } from "node:child_process";
import { openAsBlob, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseVerifierKey } from "../../frontend/src/record/note.ts";
import { audit } from "../../frontend/src/verify/audit.ts";
import { Refusal } from "../../frontend/src/verify/finding.ts";
import { inline } from "../../frontend/src/verify/inline.ts";
import { randomRound } from "../../frontend/src/verify/random_round.ts";
import { planOf, sampleRounds } from "../../frontend/src/verify/sample_rounds.ts";
import { Sample, tarOf } from "../../frontend/src/verify/samples.ts";
import { openTar } from "../../frontend/src/verify/source.ts";
import { readTar } from "../../frontend/src/verify/ustar.ts";

const [program, folder, count, rounds, ...given] = process.argv.slice(2);
const file = join(folder, "spoiled.tar");
let bad = 0;

/** The same numbers in every run. */
let seed = 20_261_122;
const random = (below) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const pick = (values) => values[random(values.length)];

async function ofBrowser(key) {
  try {
    const report = await audit(await openTar(await openAsBlob(file)), { verifier: inline, key });
    return [report.verdict, report.findings.map(({ log, index, file: at, reason }) => `${log} ${index ?? at ?? ""} ${reason}`).slice(0, 3)];
  } catch (reason) {
    if (reason instanceof Refusal) return ["fails", ["not a bundle"]];
    throw reason;
  }
}

function ofProgram(vkey) {
  const { status, stdout, stderr } = spawnSync(program, ["--key", vkey, file], { encoding: "utf8", timeout: 60_000 });
  const verdict = { 0: "holds", 2: "withheld", 1: "fails", 65: "fails", 66: "fails" }[status];
  if (!verdict) throw new Error(`radslag-verify ended with ${status}: ${stderr}`);
  return [verdict, `${stdout}${stderr}`.split("\n").filter((line) => line.startsWith("  - ")).slice(0, 2)];
}

const splitBundle = (bytes) => {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 2 + (bytes[at] << 8) + bytes[at + 1];
    parts.push(bytes.slice(at, at + length));
    at += length;
  }
  return parts;
};
const join2 = (parts) => new Uint8Array(Buffer.concat(parts));

/** Each takes the files and changes one thing; undefined where it cannot. The name says what. */
const spoilers = {
  flip(files) {
    const path = pick([...files.keys()]);
    const bytes = files.get(path).slice();
    if (bytes.length === 0) return undefined;
    const at = random(bytes.length);
    bytes[at] ^= 1 << random(8);
    files.set(path, bytes);
    return `${path} byte ${at}`;
  },
  cut(files) {
    const path = pick([...files.keys()]);
    const bytes = files.get(path);
    files.set(path, bytes.slice(0, random(bytes.length)));
    return path;
  },
  lengthen(files) {
    const path = pick([...files.keys()]);
    files.set(path, join2([files.get(path), Uint8Array.of(pick([0, 10, 65]))]));
    return path;
  },
  remove(files) {
    const path = pick([...files.keys()].filter((each) => each !== "town/vkey" && !each.endsWith("/witnessed") && each !== "policy"));
    files.delete(path);
    return path;
  },
  add(files) {
    const path = pick(["town/tile/3/000", "rounds/none/checkpoint", "readme.txt", "town/blobs/999"]);
    files.set(path, new Uint8Array(32));
    return path;
  },
  exchange(files) {
    const paths = [...files.keys()];
    const [a, b] = [pick(paths), pick(paths)];
    const [first, second] = [files.get(a), files.get(b)];
    if (Buffer.compare(first, second) === 0) return undefined;
    files.set(a, second).set(b, first);
    return `${a} and ${b}`;
  },
  removeEntry: (files) => inBundle(files, (parts) => parts.splice(random(parts.length), 1)),
  doubleEntry(files) {
    return inBundle(files, (parts) => parts.splice(random(parts.length), 0, pick(parts)));
  },
  swapEntries(files) {
    return inBundle(files, (parts) => {
      const at = random(parts.length - 1);
      [parts[at], parts[at + 1]] = [parts[at + 1], parts[at]];
    });
  },
  editEntry: (files) => inBundle(files, (parts) => {
    const at = random(parts.length);
    const text = Buffer.from(parts[at].slice(2)).toString("utf8");
    const lines = text.split("\n");
    const line = random(lines.length - 1);
    const edits = [(x) => x.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)), (x) => `${x} `, (x) => x.toUpperCase(), () => lines[0], (x) => x.replace(" ", "  "), (x) => x.replace(/[a-f](?=[0-9a-f]*$)/, "0")];
    lines[line] = pick(edits)(lines[line]);
    const bytes = Buffer.from(lines.join("\n"));
    parts[at] = join2([Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes]);
  }),
  signature(files) {
    const path = pick([...files.keys()].filter((each) => each.endsWith("checkpoint")));
    const text = Buffer.from(files.get(path)).toString("utf8");
    const edits = [(x) => x.replace(/\n\u2014 [^\n]*/, ""), (x) => x.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) - 1}\n`), (x) => x.replace(/\n(\d+)\n/, (_, size) => `\n0${size}\n`),
      (x) => x.replaceAll("\n", "\r\n"), (x) => `${x}\n`, (x) => x.replace(/\n[A-Za-z0-9+/]{43}=\n/, (root) => root.replace(/.=\n$/, "B=\n"))];
    files.set(path, new TextEncoder().encode(pick(edits)(text)));
    return path;
  },
};

function inBundle(files, change) {
  const path = pick([...files.keys()].filter((each) => each.includes("/tile/entries/")));
  const parts = splitBundle(files.get(path));
  if (parts.length < 2) return undefined;
  change(parts);
  files.set(path, join2(parts));
  return path;
}

/**
 * Where the two differ by design. A name or key id of a witness's line that is changed makes it an unknown signature, which notes ignore; what
 * the file is then worth is said by one as a finding, by the other as something left open.
 */
const byDesign = [/^flip (.*\/(checkpoint|witnessed)) byte/, /^(cut|remove|exchange|lengthen|flip) .*(\/witnessed|policy|town\/vkey)/];

async function same(name, files, vkey, key) {
  writeFileSync(file, tarOf(files));
  const [mine, why] = await ofBrowser(key);
  const [theirs, reasons] = ofProgram(vkey);
  if (mine === theirs) return mine;
  if (byDesign.some((pattern) => pattern.test(name))) {
    console.log(`# by design: ${name}: browser ${mine}, radslag-verify ${theirs}`);
    return mine;
  }
  bad = 1;
  console.log(`not ok - ${name}: the browser says ${mine} (${why.join("; ")}), radslag-verify ${theirs} (${reasons.join("; ")})`);
  return mine;
}

async function filesOf(archive) {
  const bytes = readFileSync(archive);
  const members = await readTar(new Blob([bytes]));
  return new Map([...members].map(([path, { at, size }]) => [path, new Uint8Array(bytes.subarray(at, at + size))]));
}

/** Bundles made here, and those that were given. */
async function* bundles() {
  const kinds = { counted: () => undefined, withheld: (x) => x.withhold(), rotated: (x) => x.rotate(), recovered: (x) => x.recover(1) };
  for (const [name, change] of Object.entries(kinds)) {
    const sample = new Sample();
    change(sample);
    writeFileSync(join(folder, "sample.vkey"), `${sample.vkey}\n`);
    yield [`sample ${name}`, sample.files(), join(folder, "sample.vkey")];
  }
  for (const kind of sampleRounds.slice(1)) {
    const sample = new Sample({ plan: planOf(kind), ballots: 16 });
    writeFileSync(join(folder, "sample.vkey"), `${sample.vkey}\n`);
    yield [`sample ${kind}`, sample.files(), join(folder, "sample.vkey")];
  }
  const open = new Sample({ open: true });
  writeFileSync(join(folder, "sample.vkey"), `${open.vkey}\n`);
  yield ["sample open", open.files(), join(folder, "sample.vkey")];
  for (let i = 0; i + 1 < given.length; i += 2) yield [given[i].split("/").at(-1), await filesOf(given[i]), given[i + 1]];
}

const expected = { "sample withheld": "withheld" };
let all = 0;
const found = { holds: 0, withheld: 0, fails: 0 };
for await (const [name, files, vkey] of bundles()) {
  const key = parseVerifierKey(readFileSync(vkey, "utf8").trim());
  const whole = await same(`${name} as it is`, new Map(files), vkey, key);
  if (whole !== (expected[name] ?? "holds")) {
    bad = 1;
    console.log(`not ok - ${name} as it is: ${whole}`);
    continue;
  }
  for (let i = 0; i < Number(count); ) {
    const spoiler = pick(Object.keys(spoilers));
    const copy = new Map(files);
    const what = spoilers[spoiler](copy);
    if (what === undefined) continue;
    i += 1;
    all += 1;
    found[await same(`${spoiler} ${what} (${name})`, copy, vkey, key)] += 1;
  }
}
/** A line of the allocation with one digit changed, sealed again. */
const miscounted = (sample) => sample.recount("allocation", pick([/^(cost )(\d)/m, /^(step \S+ \d+ )(\d)/m, /^(step .* )(\d)(?=[\d/]*$)/m, /^(count .*)(\d)/m]),
  (_, before, digit) => `${before}${(Number(digit) % 9) + 1}`);

let counted = 0;
const { vkey: sampleKey } = new Sample();
writeFileSync(join(folder, "sample.vkey"), `${sampleKey}\n`);
for (let i = 0; i < Number(rounds); i += 1) {
  const sample = new Sample({ plan: randomRound(random), ballots: random(16) });
  const isSpoiled = i % 4 === 3;
  if (isSpoiled) miscounted(sample);
  const verdict = await same(`round ${i}`, sample.files(), join(folder, "sample.vkey"), parseVerifierKey(sampleKey));
  counted += 1;
  if (verdict === (isSpoiled ? "fails" : "holds")) continue;
  bad = 1;
  const [definition, allocation] = ["round-opened", "allocation"].map((kind) => sample.round.made.find(({ entry }) => entry.includes(`/${kind}\n`)).blobs[0].slice(32));
  console.log(`not ok - round ${i}: ${verdict}\n${Buffer.from(definition)}${Buffer.from(allocation)}`);
}
console.log(`# ${counted} rounds of every kind and rule`);
console.log(`# ${all} spoiled records: ${found.fails} do not hold in the browser's eyes, ${found.holds + found.withheld} do`);
if (found.fails < all / 2) bad = 1;
if (bad === 0) console.log("ok - the browser's verifier and radslag-verify agree");
process.exit(bad);
