// What elections.sh cannot say in shell: compares a counted round with its Pabulib file, and looks for a running tally.
//   node elections.mjs compare URL ROUND FILE.pb
//   node elections.mjs sealed URL ROUND FILE.pb EXPORT.tar      while the round is open and every ballot has been cast
// Prints what is wrong, one a line; exits 1 if anything is.
import { readFileSync } from "node:fs";
import { entries, exchange, field, readPb } from "./record.mjs";

const [mode, url, round, file, archive] = process.argv.slice(2);
const pb = readPb(file);
const wrong = [];
const tell = (text) => wrong.length < 10 && wrong.push(text);

async function compare() {
  const result = JSON.parse((await exchange(`${url}/rounds/${round}/result.json`)).text);
  const rows = new Map(result.rows.map((row) => [row.id, row]));
  if (rows.size !== pb.projects.length) tell(`${rows.size} projects in the result, ${pb.projects.length} in the file`);
  for (const project of pb.projects) {
    const row = rows.get(project.project_id);
    if (row === undefined) tell(`${project.project_id} is not in the result`);
    else if (row.funded !== (project.selected === "1")) tell(`${project.project_id}: funded ${row.funded}, selected ${project.selected}`);
    else if (project.votes !== undefined && row.votes !== Number(project.votes)) tell(`${project.project_id}: ${row.votes} votes, ${project.votes} in the file`);
  }
  if (result.ballots !== pb.votes.length) tell(`${result.ballots} ballots in the record, ${pb.votes.length} in the file`);
  console.log(`${result.rows.filter((row) => row.funded).length} of ${rows.size} funded`);
}

/** Every address that a visitor can come to from the front page, and those that only a curious one tries. */
async function everything(digests) {
  const log = `rounds/${round}`;
  const places = [`/rounds/${round}/result`, `/rounds/${round}/result.csv`, `/rounds/${round}/result.pb`, `/rounds/${round}/result.json`, `/rounds/${round}/tally`,
    `/rounds/${round}/ballots`, `/rounds/${round}/allocation`, "/record.json", "/log/bundle.tar", `/log/${log}/blobs/000`, `/log/${log}/blobs/000.p/2`,
    `/log/${log}/tile/entries/000`, `/log/${log}/tile/0/000`, `/record/receipt?log=${log}&index=1`, `/record/entries?log=${log}`, `/record/entries.json?log=${log}&from=1`,
    `/record/entry?log=${log}&index=1`, `/record/entry.json?log=${log}&index=1`, ...digests.flatMap((digest) => [`/log/${log}/blob/${digest}`, `/log/town/blob/${digest}`])];
  const seen = new Map();
  const queue = ["/", ...places];
  const known = new Set(queue);
  while (queue.length > 0 && seen.size < 400) {
    const path = queue.shift();
    const answer = await exchange(url + path);
    seen.set(path, answer);
    if (!(answer.headers["content-type"] ?? "").startsWith("text/html")) continue;
    const links = [...answer.text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href.replaceAll("&amp;", "&").split("#")[0]).filter((href) => href.startsWith("/"));
    for (const link of links.flatMap((href) => [href, href.replace(/^([^?]*[^?/])(\?|$)/, "$1.json$2")])) {
      if (!known.has(link)) known.add(link), queue.push(link);
    }
  }
  return seen;
}

/** The names of all fields in a JSON value. */
const names = (value) => (value === null || typeof value !== "object" ? [] : Object.entries(value).flatMap(([name, inner]) => [...(Array.isArray(value) ? [] : [name]), ...names(inner)]));

async function sealed() {
  const opened = await entries(url, `rounds/${round}`);
  const digests = [1, Math.floor(opened.length / 2), opened.length - 1].map((index) => field(opened[index], "ballot"));
  const pages = await everything(digests);
  pages.set(archive, { status: 200, headers: {}, bytes: readFileSync(archive), text: "" });
  const ballot = `radslag/v1/ballot-clear\norigin ${field(opened[0], "origin")}\n`;
  const votes = new Map(pb.projects.map((project) => [project.project_id, pb.votes.filter((vote) => vote.vote.split(",").includes(project.project_id)).length]));
  // Figures that a page about the round has for another reason: what is frozen in it, and how many have voted.
  const definition = (await exchange(`${url}/log/rounds/${round}/blob/${field(opened[0], "definition")}`)).text;
  const plain = new Set([...definition.matchAll(/\d+/g)].map(([digits]) => digits).concat([String(pb.votes.length), String(opened.length)]));
  const telling = new Set([...votes.values()].map(String).filter((count) => count.length >= 3 && !plain.has(count)));
  for (const [path, answer] of pages) {
    if (answer.status === 0 || answer.status >= 500) tell(`${path}: status ${answer.status} ${answer.text.slice(0, 100)}`);
    if (answer.bytes.includes(ballot) || answer.text.includes(Buffer.from(ballot).toString("base64").slice(0, 40))) tell(`${path} shows a ballot`);
    if (/^\/rounds\/[^/]+\/(result\.(csv|pb)|tally|allocation)$/.test(path) && answer.status === 200) tell(`${path} is answered`);
    if (path.startsWith("/log/") && digests.some((digest) => path.endsWith(digest)) && answer.status === 200) tell(`${path} hands out a ballot`);
    if (!path.startsWith(`/rounds/${round}`) && path !== "/" && path !== "/record") continue;
    const json = (answer.headers["content-type"] ?? "").startsWith("application/json") && answer.status === 200 ? JSON.parse(answer.text) : null;
    const shown = names(json).filter((name) => ["votes", "tally", "blank", "left_before", "outcome", "spent"].includes(name));
    if (shown.length > 0) tell(`${path} has the fields ${[...new Set(shown)].join(", ")}`);
    const figures = answer.text.replace(/(?<=\d)[,.\u00a0\u202f](?=\d{3})/g, "").split(/[^0-9A-Za-z+/=_-]+/).filter((token) => telling.has(token));
    if (figures.length > 0) tell(`${path} has the figures ${figures.join(", ")}, which are counts of votes`);
  }
  console.log(`${pages.size} addresses, ${telling.size} counts looked for`);
}

await (mode === "compare" ? compare : sealed)();
for (const text of wrong) console.log(text);
process.exit(wrong.length > 0 ? 1 : 0);
