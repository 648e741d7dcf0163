// How long a ballot takes in the resident's browser: from the bytes of election.json and the card's letters to the signed ballot.
//
//   node tests/bench/ballot_page.mjs [RUNS]     (after deploy/lib/front.sh has put the npm packages into frontend/; needs Chromium)
//
// Prints, for each kind of ballot, the first one of a fresh page (nothing compiled, no tables made) and the median of RUNS [15] more, at the
// machine's speed and with the processor slowed down six times, as a stand-in for a slow phone. Each ballot is checked afterwards.
// RADSLAG_CHROMIUM: the browser [/usr/bin/chromium].

import { createServer } from "node:http";
import { chromium as executablePath, fromFrontend, root } from "../journeys/support/paths.mjs";

const runs = Number(process.argv[2] ?? 15);
const slowdowns = [1, 6];
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'"; // of the product's pages: no WebAssembly, no eval

const names = (count) => Array.from({ length: count }, (_, i) => `P${i + 1}`);
const costs = names(30).map((_, i) => 100_000 + 7_001 * i);
const budget = { limit: 1_000_000, costs };
const mixnet = {
  type: "NonHomomorphic",
  value: { answers: ["1", "2", "3", "4"], question: "q" },
  extra: { encoding: "approval", choices: names(30), min: 0, max: 30 },
};
const kinds = {
  "mixnet, 30 projects": { group: "Ed25519", question: mixnet },
  "homomorphic, 30 projects, max 30": { group: "Ed25519", question: { answers: names(30), min: 0, max: 30, question: "q" } },
  "homomorphic, 30 projects, budget": { group: "Ed25519", question: { answers: names(30), blank: true, min: 1, max: 8, question: "q", budget } },
  "homomorphic, 30 projects, BELENIOS-2048": { group: "BELENIOS-2048", question: { answers: names(30), min: 0, max: 30, question: "q" } },
};

const page = `
import { encryptBallot } from "./ballot.ts";
import { checkBallot } from "./check.ts";
import { credentialOf } from "./credential.ts";
import { parseElection } from "./election.ts";
import { encode } from "./encodings.ts";
import { groupNamed } from "./groups.ts";

const picks = [1, 4, 9].map((choice) => ({ choice }));

window.prepare = (name, question) => {
  const group = groupNamed(name);
  const public_key = group.encode([group.power(group.generator, 12345n)])[0];
  return JSON.stringify({ version: 1, description: "d", name: "n", group: name, public_key, questions: [question], uuid: "a2aXeKuGAsRv7F" });
};

/** Milliseconds, and the longest time that the page was not alive in. */
window.measure = async (json) => {
  const begin = performance.now();
  let [last, longest] = [begin, 0];
  const election = parseElection(json).value;
  const credential = credentialOf(election, ["49Cnd-eWeMVw-7LudG-gA8rot"]);
  const draft = await encryptBallot(election, credential, [encode(election.questions[0], picks).value], () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  const ballot = draft.sign();
  const end = performance.now();
  if (!checkBallot(election, ballot.json).ok) throw new Error("a bad ballot");
  return { total: end - begin, longest: Math.max(longest, end - last), bytes: ballot.json.length };
};
`;

async function bundle() {
  const { build } = fromFrontend("esbuild");
  const stdin = { contents: page, resolveDir: `${root}/frontend/src/voting`, loader: "ts" };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, write: false, format: "esm", target: "es2022", legalComments: "none" });
  return outputFiles[0].contents;
}

function serve(script) {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => value.toFixed(0).padStart(6);

async function measure(browser, url, { group, question }, slowdown) {
  const tab = await browser.newPage();
  try {
    await tab.goto(url, { waitUntil: "load" });
    await tab.waitForFunction(() => "measure" in window);
    // The key is made in a page of its own, so that the first ballot finds nothing warm.
    const other = await browser.newPage();
    await other.goto(url, { waitUntil: "load" });
    await other.waitForFunction(() => "prepare" in window);
    const json = await other.evaluate(([name, asked]) => window.prepare(name, asked), [group, question]);
    await other.close();
    const session = await tab.context().newCDPSession(tab);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const results = [];
    for (let i = 0; i <= runs; i += 1) results.push(await tab.evaluate((text) => window.measure(text), json));
    const [first, ...more] = results;
    return { first: first.total, median: median(more.map(({ total }) => total)), longest: first.longest, bytes: first.bytes };
  } finally {
    await tab.close();
  }
}

const script = await bundle();
const server = await serve(script);
const { chromium } = fromFrontend("playwright-core");
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
try {
  const url = `http://127.0.0.1:${server.address().port}/`;
  console.log(`${browser.version()}; the script with what it imports: ${(script.length / 1024).toFixed(0)} KiB before compression`);
  console.log("ballot                                    slowed   first  median  longest step   (ms)   bytes");
  for (const [name, kind] of Object.entries(kinds)) {
    for (const slowdown of slowdowns) {
      const { first, median: middle, longest, bytes } = await measure(browser, url, kind, slowdown);
      console.log(`${name.padEnd(42)}${`${slowdown}x`.padStart(5)}  ${ms(first)}  ${ms(middle)}  ${ms(longest)}               ${String(bytes).padStart(6)}`);
    }
  }
} finally {
  await browser.close();
  server.close();
}
