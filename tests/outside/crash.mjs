// What crash.sh cannot say in shell: votes while the server may end at any moment, and what must hold after it has been started again.
//   node crash.mjs vote URL ROUND CODES FIRST LAST FILE   casts, and appends to FILE a line of JSON for each receipt and each checkpoint seen
//   node crash.mjs check URL ROUND FILE NOTES [closed]    each receipt's entry is where it said; each head seen (and each in NOTES, a JSON array
//                                                         of notes) is on the tree of the record as it is now; the round is closed
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { ballotBlob, ballotBody, checkpoint, credential, entries, openedRound, post, sha256, votingCodes } from "./record.mjs";

const keep = (file, what) => appendFileSync(file, `${JSON.stringify(what)}\n`);
const logs = (round) => ["town", `rounds/${round}`];

async function vote(url, id, codes, first, last, file) {
  const round = await openedRound(url, id).catch(() => undefined);
  if (!round) return;
  const look = async () => {
    for (const log of logs(id)) {
      const note = await checkpoint(url, log);
      if (note.includes("\n— ")) keep(file, { head: note });
    }
  };
  const cast = async (voter) => {
    // The same ballot each time, as from a page that is left open.
    const blob = ballotBlob(round, credential(votingCodes(codes).get(String(voter)), round.origin), ["P1"], { salt: sha256(`voter ${voter}`) });
    const { status, text } = await post(`${url}/rounds/${id}/ballots`, ballotBody(blob));
    if (status !== 201) return;
    const answer = JSON.parse(text);
    keep(file, { voter, answer });
    const note = /^c2sp\.org\/tlog-proof@v1\n/.test(answer.receipt ?? "") ? answer.receipt.slice(answer.receipt.indexOf("\n\n") + 2) : answer.checkpoint;
    keep(file, { head: note });
  };
  const middle = Math.floor((Number(first) + Number(last)) / 2);
  for (let voter = Number(first); voter <= middle; ++voter) await cast(voter);
  await look();
  await Promise.all(Array.from({ length: Number(last) - middle }, (_, i) => cast(middle + 1 + i)));
  await look();
}

const node = (left, right) => sha256(Buffer.from([1]), left, right);
/** RFC 9162, section 2.1.1. */
function root(leaves) {
  if (leaves.length === 1) return leaves[0];
  let half = 1;
  while (2 * half < leaves.length) half *= 2;
  return node(root(leaves.slice(0, half)), root(leaves.slice(half)));
}

async function check(url, id, file, notes, closed) {
  const problems = [];
  const now = {};
  for (const log of logs(id)) now[log] = await entries(url, log);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
  let receipts = 0;
  for (const { voter, answer } of lines.filter((line) => line.answer)) {
    receipts += 1;
    const log = answer.log ?? `rounds/${id}`;
    const there = now[log]?.[answer.index];
    if (there === undefined || !there.includes("\nradslag/v1/ballot\n")) problems.push(`voter ${voter}'s acknowledged ballot is not entry ${answer.index}`);
    if (answer.entry !== there) problems.push(`entry ${answer.index} is not the one in voter ${voter}'s receipt`);
  }
  if (closed && !now[`rounds/${id}`].some((entry) => entry.includes("\nradslag/v1/round-closed\n"))) problems.push("the acknowledged closing of the round is not there");
  const heads = [...lines.filter((line) => line.head).map((line) => line.head), ...JSON.parse(readFileSync(notes, "utf8"))];
  for (const note of new Set(heads)) {
    const [origin, size, hash] = note.split("\n");
    const log = logs(id).find((name) => origin.endsWith(`/log/${name}`));
    const all = now[log];
    if (!all) problems.push(`a head of ${origin}`);
    else if (Number(size) > all.length) problems.push(`a signed head of ${origin} has size ${size}, and the record ends at ${all.length}`);
    else if (root(all.slice(0, Number(size)).map((entry) => sha256(Buffer.from([0]), entry))).toString("base64") !== hash) problems.push(`two signed heads of ${origin} at size ${size}`);
  }
  for (const problem of problems) console.log(problem);
  if (problems.length) process.exit(1);
  console.log(`${receipts} receipts, ${new Set(heads).size} heads`);
}

const [name, ...rest] = process.argv.slice(2);
await { vote, check }[name](...rest);
