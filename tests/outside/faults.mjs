// What faults.sh cannot say in shell.
//   node faults.mjs acknowledged URL ROUND CODES FILE.pb ACKNOWLEDGED [complete]
//       every acknowledged ballot is the entry that its receipt named; no ballot stands twice; "complete": and all of the file are there
//   node faults.mjs twice URL ROUND CODES           one ballot posted twice has one entry and one receipt
//   node faults.mjs cast URL ROUND CODES VOTER STATUS    one ballot is answered so
//   node faults.mjs flip IN OUT SEED ROUND...       OUT: IN with one byte changed, at a place that SEED and ROUND give; prints which
//   node faults.mjs edit FILE TEXT WITH [last]      the first (or last) TEXT in FILE becomes WITH (of the same length), as a hex editor does
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ballotBlob, ballotBody, credential, entries, field, openedRound, post, readPb, sha256, votingCodes } from "./record.mjs";

const fail = (text) => {
  console.log(text);
  process.exit(1);
};

/** The ballot that replay-pb makes of a voter's line: the 32 random bytes come from the code, so it is the same each time. */
async function acknowledged(url, id, codes, file, progress, complete) {
  const round = await openedRound(url, id);
  const log = await entries(url, round.log);
  const codeOf = votingCodes(codes);
  const { projects, votes } = readPb(file);
  const choicesOf = new Map(votes.map(({ voter_id, vote }) => [voter_id, new Set(vote.split(",").filter(Boolean))]));
  const digestOf = (voter) => {
    const chosen = projects.map((project) => project.project_id).filter((project) => choicesOf.get(voter).has(project));
    return sha256(ballotBlob(round, credential(codeOf.get(voter), round.origin), chosen, { salt: Buffer.alloc(0) })).toString("hex");
  };
  const lines = existsSync(progress) ? readFileSync(progress, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t")) : [];
  for (const [voter, index] of lines) {
    if (field(log[index] ?? "", "ballot") !== digestOf(voter)) fail(`voter ${voter}'s acknowledged ballot is not entry ${index}`);
  }
  const ballots = log.filter((entry) => entry.includes("\nradslag/v1/ballot\n")).map((entry) => field(entry, "ballot"));
  if (new Set(ballots).size !== ballots.length) fail("a ballot stands in the record twice");
  if (new Set(lines.map(([voter]) => voter)).size !== lines.length) fail("a voter was acknowledged twice");
  if (complete && (ballots.length !== votes.length || lines.length !== votes.length)) fail(`${ballots.length} ballots and ${lines.length} acknowledged of ${votes.length}`);
  console.log(`${lines.length} acknowledged, ${ballots.length} in the record`);
}

async function someBallot(url, id, codes, voter) {
  const round = await openedRound(url, id);
  return ballotBody(ballotBlob(round, credential(votingCodes(codes).get(voter), round.origin), ["P1"]));
}

async function twice(url, id, codes) {
  const body = await someBallot(url, id, codes, "1");
  const [first, second] = [await post(`${url}/rounds/${id}/ballots`, body), await post(`${url}/rounds/${id}/ballots`, body)];
  if (first.status !== 201 || second.status !== 201) fail(`status ${first.status} and ${second.status}: ${second.text}`);
  if (first.text !== second.text) fail(`two receipts: ${first.text} and ${second.text}`);
}

async function cast(url, id, codes, voter, wanted) {
  const { status, text, headers } = await post(`${url}/rounds/${id}/ballots`, await someBallot(url, id, codes, voter));
  console.log(`status ${status}: ${status === 201 ? "a receipt" : text}; Retry-After ${headers["retry-after"]}`);
  if (status !== Number(wanted)) process.exit(1);
}

async function flip(from, to, seed, turn) {
  const bytes = readFileSync(from);
  const chance = sha256(`${seed} ${turn}`);
  const at = Number(chance.readBigUInt64BE(0) % BigInt(bytes.length));
  const by = 1 + (chance[8] % 255);
  console.log(`byte ${at} changed from ${bytes[at]} to ${bytes[at] ^ by}`);
  bytes[at] ^= by;
  writeFileSync(to, bytes);
}

async function edit(file, text, by, which) {
  const bytes = readFileSync(file);
  const at = which === "last" ? bytes.lastIndexOf(text) : bytes.indexOf(text);
  if (at < 0 || text.length !== by.length) fail(`no "${text}" in ${file}`);
  bytes.write(by, at, "latin1");
  writeFileSync(file, bytes);
  console.log(`byte ${at}`);
}

const [name, ...rest] = process.argv.slice(2);
await { acknowledged, twice, cast, flip, edit }[name](...rest);
