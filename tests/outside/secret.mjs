// What secret.sh cannot say in shell: a registrar of our own, made from ledger/FORMAT.md alone; voters with the page's program and with the
// server's; and what came out held against what went in.
//   node secret.mjs registrar URL FOLDER OFFICER.key OFFICER.key     announces a registrar whose seed is in FOLDER/registrar.seed
//   node secret.mjs plan ROUND FOLDER GROUP KIND BUDGET VOTERS VOTING_CLI   FOLDER/definition.txt made secret; FOLDER/electorate.txt, cards.txt
//   node secret.mjs hand-out URL ROUND FOLDER REGISTRAR.seed
//   node secret.mjs ballots URL ROUND FOLDER FILE.pb BY_PAGE VOTING_CLI PAGE_CLI   makes FOLDER/ballots.txt, so many by the page's program
//   node secret.mjs refused URL ROUND FOLDER OTHER_FOLDER            ballots that must not be taken, while cards are out
//   node secret.mjs cast URL ROUND FOLDER
//   node secret.mjs compare URL ROUND FOLDER FILE.pb
// Prints what is wrong, one a line; exits 1 if anything is.
import { spawnSync } from "node:child_process";
import { randomBytes, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { entries, exchange, field, keyPair, post, readPb, sha256 } from "./record.mjs";

const wrong = [];
const tell = (text) => wrong.length < 10 && wrong.push(text);
const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean);
const town = "outside.example/log/town";
const originOf = (round) => town.replace(/town$/, `rounds/${round}`);
const urn = "hela";
const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The base58 form of bytes as one number, without leading zeros. */
function base58(bytes) {
  let out = "";
  for (let rest = BigInt(`0x${bytes.toString("hex")}`); rest > 0n; rest /= 58n) out = letters[Number(rest % 58n)] + out;
  return out;
}
const uuidOf = (round) => base58(sha256(`radslag/v1/uuid\n${originOf(round)}\n${urn}`)).slice(0, 22);

/** Section 7: 22 letters in groups of 5, 6, 5 and 6. */
const newCard = () => base58(Buffer.concat([Buffer.from([1]), randomBytes(20)])).slice(-22).replace(/^(.{5})(.{6})(.{5})/, "$1-$2-$3-");

function made(program, args, input) {
  const command = program.endsWith(".mjs") ? [process.execPath, program] : [program];
  const run = spawnSync(command[0], [...command.slice(1), ...args], { input: input.map((line) => `${line}\n`).join(""), encoding: "utf8", maxBuffer: 1 << 30, timeout: 300_000 });
  const out = (run.stdout ?? "").split("\n").slice(0, -1);
  if (run.status !== 0 || out.length !== input.length) throw new Error(`${program} ${args[0]}: ${run.stderr || run.error}`);
  return out;
}

async function registrar(url, folder, ...officers) {
  const seed = randomBytes(32);
  writeFileSync(`${folder}/registrar.seed`, seed.toString("hex"));
  const statement = `radslag/v1/registrar-announced\norigin ${town}\nregistrar ${keyPair(seed).key}\nsite http://localhost:1\n`;
  const seals = officers.map((file) => {
    const { key, secret } = keyPair(Buffer.from(field(readFileSync(file, "utf8"), "seed"), "hex"));
    return { officer: key, signature: sign(null, Buffer.from(statement), secret).toString("hex") };
  });
  const answer = await post(`${url}/acts`, JSON.stringify({ log: "town", statement, seals, blobs: [], key: randomBytes(32).toString("hex") }));
  if (answer.status !== 201) tell(`status ${answer.status}: ${answer.text}`);
}

function plan(round, folder, group, kind, budget, voters, cli) {
  const before = readFileSync(`${folder}/definition.txt`, "utf8");
  const definition = before
    .replace("\nballot clear/v1\n", `\nballot belenios-${kind}/v1\n`)
    .replace(/\nbudget-max \d+\n/, `\nbudget-max ${budget}\n`)
    .replace("\nproject ", `\nurn ${urn} ${field(before, "envelope")} -\nproject `);
  writeFileSync(`${folder}/definition.txt`, definition);
  const cards = Array.from({ length: Number(voters) }, newCard);
  writeFileSync(`${folder}/cards.txt`, cards.map((card) => `${card}\n`).join(""));
  const credentials = made(cli, ["credential", group, uuidOf(round)], [...cards, newCard(), newCard()]);
  const paper = credentials.pop(), reserve = credentials.pop();
  const list = [...credentials.toSorted(), reserve, paper].map((credential) => `credential ${credential}\n`);
  writeFileSync(`${folder}/electorate.txt`, `radslag/v1/electorate\nhalves 1\nurn ${urn} ${cards.length} 1 1\n${list.join("")}`);
}

/** `all`, so many at once. */
async function together(all, act, most = 16) {
  const queue = [...all.entries()];
  await Promise.all(Array.from({ length: most }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await act(next[1], next[0]);
  }));
}

async function handOut(url, round, folder, seed) {
  const { secret } = keyPair(Buffer.from(readFileSync(seed, "utf8"), "hex"));
  await together(lines(`${folder}/cards.txt`), async (card, i) => {
    const commitment = sha256(`radslag/v1/handed-out\n${originOf(round)}\n${card}`).toString("hex");
    const text = `radslag/v1/credential-handed-out\norigin ${originOf(round)}\ncommitment ${commitment}\n`;
    const send = () => exchange(`${url}/handed-out`, { method: "POST", headers: { "Content-Type": "text/plain" }, body: `${text}registrar ${sign(null, Buffer.from(`radslag/v1/handed-out\n${text}`), secret).toString("hex")}\n` });
    const answers = [await send(), ...(i === 0 ? [await send()] : [])];
    for (const { status, text } of answers) if (status !== 201 && status !== 200) tell(`card ${i}: status ${status} ${text}`);
    if (answers.length > 1 && JSON.parse(answers[0].text).index !== JSON.parse(answers[1].text).index) tell("handed out twice it is two entries");
  });
}

const fileOf = async (url, round, name) => (await exchange(`${url}/rounds/${round}/urns/${urn}/${name}`)).text;

/** Each voter of the file, in its order, has a card. The first one votes twice; only the second ballot counts. */
async function ballots(url, round, folder, file, byPage, cli, page) {
  const files = ["election", "trustees", "public_credentials"];
  for (const name of files) writeFileSync(`${folder}/${name}.json`, await fileOf(url, round, `${name}.json`));
  const election = JSON.parse(readFileSync(`${folder}/election.json`, "utf8"));
  if (election.uuid !== uuidOf(round)) tell(`uuid ${election.uuid} instead of ${uuidOf(round)}`);
  const { projects, votes } = readPb(file);
  const cards = lines(`${folder}/cards.txt`);
  const placesOf = (vote) => projects.flatMap(({ project_id: id }, place) => (vote.split(",").includes(id) ? [place] : []));
  const wish = (vote, i) => JSON.stringify({ codes: [cards[i]], picks: [placesOf(vote).map((choice) => ({ choice }))] });
  const wishes = votes.map(({ vote }, i) => wish(vote, i));
  wishes.unshift(wish(projects.at(-1).project_id, 0));
  const count = Number(byPage);
  const done = [...made(page, ["make", `${folder}/election.json`], wishes.slice(0, count)), ...made(cli, ["make", `${folder}/election.json`], wishes.slice(count))];
  writeFileSync(`${folder}/ballots.txt`, done.map((ballot) => `${ballot}\n`).join(""));
  // The last voter's choice as belenios-tool takes it.
  const places = placesOf(votes.at(-1).vote), [question] = election.questions;
  const bits = projects.map((_, place) => Number(places.includes(place)));
  const numbers = question.extra ? question.value.answers.map((_, n) => bits.slice(8 * n, 8 * n + 8).reduce((sum, bit, i) => sum + bit * 2 ** i, 0)) : [...(question.blank ? [Number(places.length === 0)] : []), ...bits];
  writeFileSync(`${folder}/numbers.txt`, `${JSON.stringify([numbers])}\n`);
}

const castOne = (url, round, ballot, salt = randomBytes(32)) => post(`${url}/rounds/${round}/ballots`, JSON.stringify({ ballot: Buffer.concat([salt, Buffer.from(ballot)]).toString("base64") }));

async function refused(url, round, folder, other) {
  const [first, second] = lines(`${folder}/ballots.txt`).slice(-2);
  const foreign = lines(`${other}/ballots.txt`)[0];
  const credentialOf = (ballot) => JSON.parse(ballot).credential;
  const before = (await exchange(`${url}/log/rounds/${round}/checkpoint`)).text;
  const bad = {
    "of another round": foreign,
    "of another voter, under an own credential": first.replace(credentialOf(first), credentialOf(second)),
    "with a space": first.replace(",", ", "),
    "with a member more": first.replace("{", '{"a":1,'),
    "cut short": first.slice(0, -1),
    "with a digit changed": first.replace(/"response":"(\d)/, (_, digit) => `"response":"${(Number(digit) % 8) + 1}`),
    "that is empty": "",
    "of more than 128 KB": first + " ".repeat(200_000),
  };
  for (const [name, ballot] of Object.entries(bad)) {
    const { status, text } = await castOne(url, round, ballot);
    if (status < 400 || status >= 500) tell(`a ballot ${name}: status ${status} ${text.slice(0, 200)}`);
  }
  if ((await exchange(`${url}/log/rounds/${round}/checkpoint`)).text !== before) tell("the record has changed");
  if (Number(before.split("\n")[1]) === 0) tell("there is no record");
}

async function cast(url, round, folder) {
  const [again, ...rest] = lines(`${folder}/ballots.txt`);
  let index = -1;
  const send = async (ballot, salt) => {
    const { status, text } = await castOne(url, round, ballot, salt);
    if (status !== 201 && status !== 200) return tell(`status ${status}: ${text.slice(0, 300)}`);
    const receipt = JSON.parse(text);
    if (field(receipt.entry, "tracker") !== sha256(ballot).toString("hex")) tell(`the entry of ${sha256(ballot).toString("hex")} is ${receipt.entry}`);
    return receipt.index;
  };
  const salt = randomBytes(32);
  index = await send(again, salt);
  if ((await send(again, salt)) !== index) tell("the same ballot sent twice is two entries");
  await together(rest, (ballot) => send(ballot));
  // A page is kept for a second: one that was asked for before the ballot was there is asked for again.
  let found;
  for (let tries = 0; tries < 20 && !found?.text.includes(`index=${index}`); ++tries) {
    if (found) await new Promise((done) => setTimeout(done, 200));
    found = await exchange(`${url}/rounds/${round}/ballot?tracker=${encodeURIComponent(sha256(again).toString("base64").slice(0, 43))}`);
  }
  if (found.status !== 200 || !found.text.includes(`index=${index}`)) tell(`the ballot is not found by its tracker: status ${found.status}`);
}

async function compare(url, round, folder, file) {
  const pb = readPb(file);
  const result = JSON.parse((await exchange(`${url}/rounds/${round}/result.json`)).text);
  for (const [i, { project_id: id }] of pb.projects.entries()) {
    const votes = pb.votes.filter(({ vote }) => vote.split(",").includes(id)).length;
    const row = result.rows.find((one) => one.id === id);
    if (row?.votes !== votes) tell(`${id}: ${row?.votes} votes instead of ${votes}`);
    if (pb.projects[i].selected !== undefined && row?.funded !== (pb.projects[i].selected === "1")) tell(`${id}: funded ${row?.funded}, selected ${pb.projects[i].selected}`);
  }
  // Mixed ballots come out without their voters; of those that were added up, none comes out.
  const mixed = readFileSync(`${folder}/definition.txt`, "utf8").includes("\nballot belenios-mixnet/v1\n");
  const anonymous = await exchange(`${url}/rounds/${round}/result.pb`);
  if (anonymous.status !== (mixed ? 200 : 415)) tell(`result.pb: status ${anonymous.status}`);
  else if (mixed) {
    writeFileSync(`${folder}/result.pb`, anonymous.bytes);
    const sorted = (votes) => votes.map(({ vote }) => vote.split(",").sort().join()).sort().join(";");
    if (sorted(readPb(`${folder}/result.pb`).votes) !== sorted(pb.votes)) tell("the anonymous ballots are not those of the file");
  }
  const cast = lines(`${folder}/ballots.txt`);
  const recorded = (await entries(url, `rounds/${round}`)).filter((entry) => entry.includes("\nradslag/v1/secret-ballot\n"));
  const trackers = recorded.map((entry) => field(entry, "tracker")).sort().join();
  if (trackers !== cast.map((ballot) => sha256(ballot).toString("hex")).sort().join()) tell(`${recorded.length} ballots in the record are not the ${cast.length} cast`);
  console.log(`${result.rows.filter(({ funded }) => funded).length} of ${result.rows.length} funded, ${recorded.length} ballots`);
}

const [act, ...args] = process.argv.slice(2);
await { registrar, plan, "hand-out": handOut, ballots, refused, cast, compare }[act](...args);
for (const text of wrong) console.log(text);
process.exit(wrong.length > 0 ? 1 : 0);
