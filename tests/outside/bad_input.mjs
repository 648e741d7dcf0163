// Bad input over HTTP against a real server: each is answered with a clear refusal, and no checkpoint of the record changes.
//   node bad_input.mjs URL FOLDER
// FOLDER has the officers' keys (a.key, b.key, c.key: the last is no officer's) and, for each round, ID/voting-codes.tsv. The round
// "open" is in voting; "begun" has not been opened; "closed" is over; "budgeted" is in voting and has a largest sum of costs of 300.00,
// at least one choice, and the projects P1 (100.00), P2 (200.00), Q (0.01). Prints "ok - name" and "not ok - name: why"; exits 1 if any failed.
import { randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import net from "node:net";
import { ballotBlob, ballotBody, checkpoint, credential, entries, exchange, field, keyPair, openedRound, post, sha256, votingCodes } from "./record.mjs";

const [url, folder] = process.argv.slice(2);
const logs = ["town", "rounds/open", "rounds/closed", "rounds/budgeted"];
const state = async () => (await Promise.all(logs.map((log) => checkpoint(url, log)))).join("\n");

let failed = 0;
const outcome = (name, why) => {
  if (why) failed += 1;
  console.log(why ? `not ok - ${name}: ${why}` : `ok - ${name}`);
};

/** Does what `act` does, and expects one of the statuses, an answer that says why, and a record unchanged. */
async function refused(name, statuses, act, code) {
  const before = await state();
  const answer = await act();
  const after = await state();
  const problem = (() => {
    if (before !== after) return "the record has changed";
    if (![statuses].flat().includes(answer.status)) return `status ${answer.status} instead of ${statuses}: ${answer.text.slice(0, 200)}`;
    if (answer.text.length < 10) return `the answer says nothing: "${answer.text}"`;
    if (code && !answer.text.includes(`"code":"${code}"`)) return `not "${code}": ${answer.text.slice(0, 200)}`;
    return "";
  })();
  outcome(name, problem);
}

const open = await openedRound(url, "open");
const closed = await openedRound(url, "closed");
const budgeted = await openedRound(url, "budgeted");
const voter = (round, number = "1") => credential(votingCodes(`${folder}/${round.id}/voting-codes.tsv`).get(number), round.origin);
const at = (id) => `${url}/rounds/${id}/ballots`;
const cast = (round, blob) => post(at(round.id), ballotBody(blob));
const good = () => ballotBlob(open, voter(open), ["P1"]);
const goodText = good().toString("base64");
const json = (text) => post(at("open"), text);

// What is not JSON as it is taken here.
const bodies = {
  "an empty body": "",
  "no JSON": "ballot=1",
  "a list": "[]",
  "a number": "1",
  "null": "null",
  "an object without fields": "{}",
  "a field of another type": '{"ballot":7}',
  "a field that is null": '{"ballot":null}',
  "a field too many": `{"ballot":"${goodText}","more":1}`,
  "a key that stands twice": `{"ballot":"AAAA","ballot":"${goodText}"}`,
  "a key that stands twice, once escaped": `{"ballot":"AAAA","b\\u0061llot":"${goodText}"}`,
  "a key that stands twice, escaped as one code unit": `{"\\u0062allot":"${goodText}","ballot":"${goodText}"}`,
  "a huge number": '{"ballot":1e999}',
  "a number over 2^53": '{"ballot":9007199254740993}',
  "a number of a thousand digits": `{"ballot":${"9".repeat(1000)}}`,
  "a depth of a hundred": `{"ballot":${"[".repeat(100)}${"]".repeat(100)}}`,
  "a depth of ten thousand": `{"ballot":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
  "objects ten thousand deep": `${'{"ballot":'.repeat(6000)}1${"}".repeat(6000)}`,
  "invalid UTF-8": Buffer.concat([Buffer.from('{"ballot":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  "an overlong encoding": Buffer.concat([Buffer.from('{"ballot":"'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]),
  "a surrogate in UTF-8": Buffer.concat([Buffer.from('{"ballot":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  "a lone surrogate, escaped": '{"ballot":"\\ud800"}',
  "NUL, escaped": '{"ballot":"\\u0000"}',
  "NUL itself": '{"ballot":"\0"}',
  "NUL after the end": `{"ballot":"${goodText}"}\0`,
  "a bidirectional override": '{"ballot":"\u202eAAAA"}',
  "a byte order mark": `\ufeff{"ballot":"${goodText}"}`,
  "a comment": `{"ballot":"${goodText}"} // yes`,
  "a comma too many": `{"ballot":"${goodText}",}`,
  "two values": `{"ballot":"${goodText}"}{"ballot":"${goodText}"}`,
  "cut short": `{"ballot":"${goodText}`,
  "base64 with spaces": `{"ballot":" ${goodText}"}`,
  "base64 of another alphabet": '{"ballot":"____----"}',
  "base64 with bits left over": `{"ballot":"${goodText.replace(/=*$/, "")}"}`,
  "a blob shorter than its random bytes": '{"ballot":"AAAA"}',
};
for (const [name, body] of Object.entries(bodies)) {
  // A good ballot whose base64 needs no padding would be right without it.
  if (name === "base64 with bits left over" && !goodText.endsWith("=")) continue;
  await refused(`a ballot that is ${name}`, 400, () => json(body), "malformed");
}
for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json+x", ""]) {
  await refused(`a ballot of the type "${type}"`, [400, 415], () => post(at("open"), ballotBody(good()), { "Content-Type": type }));
}
for (const method of ["PUT", "DELETE", "PATCH", "GET"]) {
  await refused(`a ballot by ${method}`, [400, 404, 405, 501], () => exchange(at("open"), { method, body: method === "GET" ? undefined : ballotBody(good()), headers: { "Content-Type": "application/json" } }));
}

/** Bytes as they are on a connection of their own. */
const raw = (bytes) =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const parts = [];
    const socket = net.connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname, () => socket.write(bytes));
    socket.setTimeout(20_000, () => socket.destroy());
    socket.on("data", (part) => parts.push(part));
    socket.on("error", () => {});
    socket.on("close", () => {
      const text = Buffer.concat(parts).toString("utf8");
      resolve({ status: Number(text.split(" ")[1] ?? 0), text, headers: {} });
    });
  });
const request = (extra, body = ballotBody(good())) =>
  `POST /rounds/open/ballots HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n${extra}\r\n${body}`;
const chunked = (body) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const oversize = (path, length) => raw(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{"ballot":"${"A".repeat(1000)}`);
await refused("a ballot over the limit of its size", 413, () => oversize("/rounds/open/ballots", 8 << 20));
await refused("an act over the limit of its size", 413, () => oversize("/acts", 2 ** 30));
await refused("a body larger than any number", [400, 413], () => oversize("/acts", 2 ** 53 - 1));
await refused("a ballot in chunks", [400, 411], () => raw(request("Transfer-Encoding: chunked\r\n", chunked(ballotBody(good())))));
await refused("a ballot with two lengths", 400, () => raw(request("Content-Length: 10\r\nContent-Length: 11\r\n")));
await refused("a ballot with a negative length", 400, () => raw(request("Content-Length: -1\r\n")));
await refused("a ballot with a length that no number holds", [400, 413], () => raw(request("Content-Length: 99999999999999999999999\r\n")));
await refused("a ballot without a length", [400, 411], () => raw(request("")));
await refused("a ballot of HTTP/1.0", [400, 505], () => raw(`POST /rounds/open/ballots HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}`));
await refused("no HTTP at all", 400, () => raw("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"));

// Ballots that are JSON and not right.
const edited = (edit) => ballotBlob(open, voter(open), ["P1"], { edit });
const contents = {
  "of another version": (text) => text.replace("radslag/v1/", "radslag/v2/"),
  "with a field too many": (text) => `${text}more 1\n`,
  "with a field twice": (text) => text.replace(/origin .*\n/, "$&$&"),
  "without its last newline": (text) => text.slice(0, -1),
  "with a space too many": (text) => text.replace("choice P1", "choice P1 "),
  "with NUL in a project": (text) => text.replace("P1", "P\0"),
  "with a bidirectional override in a project": (text) => text.replace("P1", "P\u202e1"),
  "with carriage returns": (text) => text.replaceAll("\n", "\r\n"),
  "with capitals in a digest": (text) => text.replace(/definition (.*)/, (_, hex) => `definition ${hex.toUpperCase()}`),
};
for (const [name, edit] of Object.entries(contents)) await refused(`a ballot ${name}`, 400, () => cast(open, edited(edit)));
await refused("a ballot for another round", 422, () => cast(open, edited((text) => text.replace(open.origin, closed.origin))), "mismatch");
await refused("a ballot on another definition", 422, () => cast(open, edited((text) => text.replace(open.definition, "0".repeat(64)))), "mismatch");
await refused("a ballot with a signature of something else", 403, () => {
  const blob = good();
  blob[40] ^= 0;
  const text = blob.toString("latin1").replace(/signature ([0-9a-f])/, (_, digit) => `signature ${digit === "0" ? "1" : "0"}`);
  return cast(open, Buffer.from(text, "latin1"));
}, "bad-signature");
await refused("a ballot signed by another voter", 403, () => cast(open, ballotBlob(open, { ...voter(open), key: voter(open, "2").key }, ["P1"])), "bad-signature");
await refused("a ballot of a credential that is not on the list", 403, () => cast(open, ballotBlob(open, credential("ABCDEFGHJKLMNPQRSTUV", open.origin), ["P1"])), "unknown-credential");
await refused("somebody's ballot cast again under new random bytes", 422, () => cast(open, Buffer.concat([randomBytes(32), good().subarray(32)])), "mismatch");
await refused("a ballot for an unknown project", 422, () => cast(open, ballotBlob(open, voter(open), ["P9"])), "unknown-project");
await refused("a ballot for a project twice", [400, 422], () => cast(open, ballotBlob(open, voter(open), ["P1", "P1"])));
await refused("a ballot in another order", [400, 422], () => cast(open, ballotBlob(open, voter(open), ["P2", "P1"])));
await refused("a ballot for too many projects", 422, () => cast(open, ballotBlob(open, voter(open), ["P1", "P2", "P3", "P4", "P5", "P6"])), "too-many-choices");
await refused("a ballot before the opening", 409, () => post(at("begun"), ballotBody(good())), "not-open");
await refused("a ballot after the closing", 409, () => cast(closed, ballotBlob(closed, voter(closed, "2"), ["P1"])), "closed");
await refused("a ballot in a round that there is not", 404, () => post(at("nowhere"), ballotBody(good())), "not-found");
await refused("a ballot over the budget by the smallest coin", 422, () => cast(budgeted, ballotBlob(budgeted, voter(budgeted), ["P1", "P2", "Q"])), "over-budget");
await refused("a ballot under the least number of choices", 422, () => cast(budgeted, ballotBlob(budgeted, voter(budgeted), [])), "too-few-choices");

// And then good ones.
const accepted = async (name, round, blob) => {
  const { status, text } = await cast(round, blob);
  outcome(name, status === 201 ? "" : `status ${status}: ${text}`);
  return status === 201 ? JSON.parse(text) : {};
};
await accepted("a ballot of exactly the budget", budgeted, ballotBlob(budgeted, voter(budgeted), ["P1", "P2"]));
const blob = ballotBlob(open, voter(open, "3"), ["P1", "P3"]);
const size = async () => (await entries(url, open.log)).length;
const before = await size();
const many = await Promise.all(Array.from({ length: 200 }, () => cast(open, blob)));
const places = new Set(many.map((answer) => (answer.status === 201 ? JSON.parse(answer.text).index : `status ${answer.status}: ${answer.text.slice(0, 100)}`)));
outcome("200 casts of one ballot at once have one entry", places.size === 1 && (await size()) === before + 1 ? "" : `${[...places].join(", ")}; ${(await size()) - before} new entries`);
const again = await accepted("a request replayed is answered", open, blob);
outcome("a request replayed has the same place", again.index === [...places][0] ? "" : `entry ${again.index}, and before ${[...places][0]}`);
const second = await accepted("the same voter may vote again", open, ballotBlob(open, voter(open, "3"), ["P2"]));
outcome("voting again is another entry", second.index > again.index ? "" : `entry ${second.index}`);
const old = await accepted("the first ballot sent again", open, blob);
outcome("the first ballot sent again does not become the last", old.index === again.index ? "" : `entry ${old.index}`);

// Acts of office.
const officer = (name) => keyPair(Buffer.from(field(readFileSync(`${folder}/${name}.key`, "utf8"), "seed"), "hex"));
const [a, b, stranger] = ["a", "b", "c"].map(officer);
const seal = (by, statement) => ({ officer: by.key, signature: sign(null, Buffer.from(statement), by.secret).toString("hex") });
const blobOf = (content) => Buffer.concat([randomBytes(32), Buffer.from(content)]);
const hex = (bytes) => sha256(bytes).toString("hex");
const act = (log, statement, seals, blobs = [], key = randomBytes(32).toString("hex")) =>
  post(`${url}/acts`, JSON.stringify({ log, statement, seals, blobs: blobs.map((one) => one.toString("base64")), key }));
const both = (statement) => [seal(a, statement), seal(b, statement)];

const closing = `radslag/v1/round-closed\norigin ${open.origin}\nballots ${(await size()) - 1}\n`;
const close = (seals, statement = closing, log = open.log) => act(log, statement, seals);
await refused("a closing without seals", 403, () => close([]), "not-authorised");
await refused("a closing with one seal", 403, () => close([seal(a, closing)]), "not-authorised");
await refused("a closing with one officer's seal twice", [400, 403], () => close([seal(a, closing), seal(a, closing)]));
await refused("a closing with the seal of no officer", 403, () => close([seal(a, closing), seal(stranger, closing)]), "not-authorised");
await refused("a closing with a good seal too many of no officer", 403, () => close([...both(closing), seal(stranger, closing)]));
await refused("a closing with the seals of another statement", 403, () => close(both(`${closing}x`)), "bad-signature");
await refused("a closing with one officer's seal under another's name", 403, () => close([seal(a, closing), { ...seal(a, closing), officer: b.key }]), "bad-signature");
await refused("a closing with the signatures of two officers exchanged", 403, () => close([{ ...seal(a, closing), officer: b.key }, { ...seal(b, closing), officer: a.key }]), "bad-signature");
await refused("a closing that counts more ballots than there are", 422, () => ((wrong) => close(both(wrong), wrong))(closing.replace(/ballots (\d+)/, (_, n) => `ballots ${Number(n) + 1}`)), "mismatch");
await refused("a closing meant for another round", [409, 422], () => close(both(closing), closing, budgeted.log));
await refused("a closing in the town's log", [400, 409, 422], () => close(both(closing), closing, "town"));
await refused("a closing in a log that there is not", [404, 409, 422], () => close(both(closing), closing, "rounds/nowhere"));
const spellings = {
  "of another version": closing.replace("v1", "v9"),
  "of an unknown kind": closing.replace("round-closed", "round-shut"),
  "with a leading zero": closing.replace("ballots ", "ballots 0"),
  "with a number over all limits": closing.replace(/ballots .*/, "ballots 99999999999999999999"),
  "without its last newline": closing.slice(0, -1),
  "with NUL": closing.replace("ballots", "ballots\0"),
  "with a hour of its own": `hour 1\n${closing}`,
  "with a seal inside": `${closing}signed ${a.key} ${"0".repeat(128)}\n`,
};
for (const [name, statement] of Object.entries(spellings)) await refused(`a closing ${name}`, [400, 415], () => close(both(statement), statement));
await refused("a second closing", 409, () => ((again) => close(both(again), again, closed.log))(closing.replace(open.origin, closed.origin)));

// What was frozen at the opening.
const opening = (await entries(url, open.log))[0].split("\n").filter((line) => !/^(hour|signed) /.test(line)).join("\n");
const frozen = (await exchange(`${url}/log/${open.log}/blob/${open.definition}`)).bytes.subarray(32).toString("utf8");
const roll = (await exchange(`${url}/log/${open.log}/blob/${field(opening, "credentials")}`)).bytes.subarray(32);
const changes = {
  "nothing": (text) => text,
  "a cost": (text) => text.replace("cost 10000", "cost 10001"),
  "the envelope": (text) => text.replace(/envelope \d+/, "envelope 1"),
  "the tie order": (text) => text.replace("ties listing-order", "ties min-cost,listing-order"),
};
for (const [name, change] of Object.entries(changes)) {
  const definition = blobOf(change(frozen)), credentials = blobOf(roll);
  const statement = opening.replace(/definition .*/, `definition ${hex(definition)}`).replace(/credentials .*/, `credentials ${hex(credentials)}`);
  await refused(`a second opening that changes ${name}`, 409, () => act(open.log, statement, both(statement), [definition, credentials]), "frozen");
}
const milestone = blobOf("radslag/v1/milestone\ntext Done.\n");
const early = `radslag/v1/milestone\norigin ${open.origin.replace(/rounds.*/, "town")}\nround open\nproject P1\ndate 2026-01-01\nstate done\ncontent ${hex(milestone)}\n`;
await refused("a milestone before the decision", 409, () => act("town", early, [seal(a, early)], [milestone]));

const row = (text, edit = (statement) => statement, version = 2) => {
  const content = blobOf(text);
  return { content, statement: edit(`radslag/v1/dialogue\norigin ${open.origin.replace(/rounds.*/, "town")}\ndialogue budget\nversion ${version}\nstatus ongoing\nsignal green\nbegins 2026-01-01\nends 2026-12-31\ncontent ${hex(content)}\n`) };
};
const register = ({ content, statement }, key) => act("town", statement, [seal(a, statement)], [content], key);
const dialogue = readFileSync(new URL("dialogue.txt", import.meta.url), "utf8");
const texts = {
  "a bidirectional override": dialogue.replace("title ", "title \u202e"),
  "a byte order mark": dialogue.replace("title ", "title \ufeff"),
  "NUL": dialogue.replace("title ", "title \0"),
  "a tab": dialogue.replace("title ", "title a\t"),
  "invalid UTF-8": Buffer.concat([Buffer.from("radslag/v1/dialogue-content\ntitle "), Buffer.from([0xff]), Buffer.from(dialogue.slice(dialogue.indexOf("\nsummary")))]),
  "an empty title": dialogue.replace(/title .*/, "title "),
  "a text too long": dialogue.replace("title ", `title ${"a".repeat(20_001)}`),
  "a field missing": dialogue.replace(/comment .*\n/, ""),
  "a word of its own": dialogue.replace("co-decision", "dictatorship"),
};
for (const [name, text] of Object.entries(texts)) await refused(`a dialogue with ${name}`, 400, () => register(row(text)));
await refused("a dialogue on a day that there is not", 400, () => register(row(dialogue, (text) => text.replace("2026-12-31", "2026-02-30"))));
await refused("a dialogue that ends before it begins", [400, 409, 422], () => register(row(dialogue, (text) => text.replace("ends 2026-12-31", "ends 2025-12-31"))));
await refused("a dialogue that leaves out a version", [409, 422], () => register(row(dialogue, (text) => text, 3)));
await refused("a dialogue without its text", [400, 409, 422], () => ((one) => act("town", one.statement, [seal(a, one.statement)]))(row(dialogue)));
await refused("a dialogue with another text", [400, 409, 422], () => ((one) => act("town", one.statement, [seal(a, one.statement)], [blobOf(dialogue)]))(row(dialogue)));
const key = randomBytes(32).toString("hex");
const next = row(dialogue);
const taken = await register(next, key);
outcome("an act that is right", taken.status === 201 ? "" : `status ${taken.status}: ${taken.text}`);
const repeated = await register(next, key);
outcome("an act sent again has the same receipt", repeated.text === taken.text ? "" : `status ${repeated.status}: ${repeated.text}`);
await refused("another act under the same key", [409, 422], () => register(row(dialogue, (text) => text, 3), key));

process.exit(failed > 0 ? 1 : 0);
