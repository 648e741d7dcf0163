// Outcomes that others computed for real elections: cities themselves, pabutools, the Equal Shares compute tool, muoblp.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { allocateUrn } from "./allocate.ts";
import type { Election } from "./election.ts";
import type { Fraction } from "./fraction.ts";
import { isFunded, type Outcome } from "./outcome.ts";
import type { EqualSharesRule, Rule } from "./rule.ts";
import { greedyRule, sharesRule } from "./small.ts";
import { readPb } from "./small_pb.ts";
import type { TieRule } from "./ties.ts";

const folder = `${process.env["RADSLAG_SHARED"] ?? "../../shared"}/data/pb`;

interface Row {
  file: string;
  variant: string;
  winners: string;
  source: string;
  note: string;
}

function rowsOf(): Row[] {
  const lines = readFileSync(`${folder}/expected.tsv`, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => {
    const [file = "", variant = "", winners = "", source = "", note = ""] = line.split("\t");
    return { file, variant, winners, source, note };
  });
}

const elections = new Map<string, Election>();

function electionOf(file: string): Election {
  const known = elections.get(file);
  if (known) return known;
  const { election } = readPb(readFileSync(`${folder}/${file}`, "utf8"));
  elections.set(file, election);
  return election;
}

/** What a row's words mean: none|u|add1[u][-exh][-int], with "(start B/n)" behind. */
function completion(word: string): Partial<EqualSharesRule> {
  if (word === "none") return {};
  if (word === "u") return { then: "greedy" };
  const match = /^add1(u?)(-exh)?(-int)?(?:\(start B\/n\))?$/.exec(word)!;
  return { completion: "add1", then: match[1] ? "greedy" : "nothing", stop: match[2] ? "exhaustive" : "infeasible", start: match[3] ? "whole" : "fractional" };
}

function ruleOf(variant: string, election: Election): Rule {
  const least = BigInt(/min score (\d+)/.exec(variant)?.[1] ?? 0);
  const hasPoints = election.groups.some(({ worth }) => worth.some((each) => each !== 1));
  const score = hasPoints ? "points" : "votes";
  if (variant.startsWith("published/greedy-no-skip")) return greedyRule({ score, unaffordable: "stop" });
  if (variant.startsWith("published/greedy")) return greedyRule({ score, "minimum-score": least });
  if (variant.startsWith("published/equalshares")) return sharesRule({ completion: "add1", comparison: "satisfaction" });
  const [kind = "", ...words] = variant.split("/");
  if (kind === "phragmen") return { allocation: "phragmen", unaffordable: "stop", "minimum-votes": 0n };
  if (kind === "greedy") return words[0] === "cost" ? greedyRule() : greedyRule({ score: words[0] === "card" ? "votes" : "points", order: "score-per-cost" });
  const utilities = { cost: "cost", card: "cardinality", additive: "points" } as const;
  const word = variant.slice(kind.length + 1 + words[0]!.length + 1).replace(/\/[a-zA-Z,]+$/, "");
  return sharesRule({ utility: utilities[words[0] as keyof typeof utilities], ...completion(word) });
}

function tiesOf(variant: string, election: Election): TieRule {
  const byName = election.projects.map(({ id }) => id).sort();
  const last = { last: "given-order", given: byName } as const;
  if (/mincost,maxvotes,lexico$/.test(variant) || /minCost,maxVotes$/.test(variant)) return { criteria: ["min-cost", "max-votes"], ...last };
  if (variant.endsWith("/lexico")) return { criteria: [], ...last };
  return { criteria: [], last: "listing-order" };
}

const winners = (election: Election, { steps }: Outcome) => steps.filter(({ fate }) => isFunded(fate)).map(({ project }) => election.projects[project]!.id);

/** Why a row cannot come out: what computed it departs from the definition. */
function departs({ file, source, variant, winners: theirs }: Row): string | undefined {
  const isTool = source.includes("compute-tool");
  const isExact = source.includes("accuracy=fractions");
  if ((isTool || source.includes("doubles")) && !isExact && file.includes("Mlodego_Gornika") && theirs === "") return "doubles take n * (B / n) for less than B";
  if ((isTool || source.includes("doubles")) && file.includes("Blonia_Wilanowskie") && /none|\/u\//.test(variant)) return "a ballot that names a project twice counts twice";
  if (isTool && file.includes("Kamienna_Gora") && variant.includes("add1-")) return "no completion where all projects together cost no more than B";
  return undefined;
}

const reals = { skip: existsSync(`${folder}/expected.tsv`) ? false : `SKIPPED: no ${folder}: set RADSLAG_SHARED` };

test("every row of expected.tsv", reals, (t) => {
  const rows = rowsOf();
  const others = new Map<string, number>();
  for (const row of rows) {
    const election = electionOf(row.file);
    const found = winners(election, allocateUrn(ruleOf(row.variant, election), election, tiesOf(row.variant, election)));
    const isSorted = row.source.startsWith("published") || row.note.endsWith("sorted by name");
    const mine = (isSorted ? [...found].sort() : found).join();
    const theirs = isSorted ? row.winners.split(",").sort().join() : row.winners;
    const why = departs(row);
    if (why === undefined) assert.equal(mine, theirs, `${row.file} ${row.variant} (${row.source})`);
    else {
      assert.notEqual(mine, theirs, `${row.file} ${row.variant}: it comes out, though ${why}`);
      others.set(why, (others.get(why) ?? 0) + 1);
    }
  }
  const departures = [...others.values()].reduce((sum, count) => sum + count, 0);
  t.diagnostic(`${rows.length - departures} rows of ${rows.length} come out the same; not: ${[...others].map(([why, count]) => `${count}, ${why}`).join("; ")}`);
});

const table = (name: string) => readFileSync(`${folder}/${name}`, "utf8").trimEnd().split("\n").slice(1).map((line) => line.split("\t"));

/** To the decimals that the organisers printed. */
const rounded = ({ p, q }: Fraction, decimals: number) => {
  const unit = 10n ** BigInt(decimals);
  const number = (2n * p * unit + q) / (2n * q);
  return `${number / unit}.${String(number % unit).padStart(decimals, "0")}`;
};

test("Wieliczka 2023, round by round", reals, () => {
  const election = electionOf("Poland_Wieliczka_2023_Green_Budget.pb");
  const rule = sharesRule({ completion: "add1", comparison: "satisfaction" });
  const { steps, endowment, runs, compared, cost } = allocateUrn(rule, election, { criteria: ["min-cost", "max-votes"], last: "listing-order" });
  const funded = steps.filter(({ fate }) => fate === "funded");
  const rows = funded.map(({ project, measure }, i) => {
    const { id, cost: price } = election.projects[project]!;
    return [i + 1, id, price, election.votes[project], rounded({ p: measure!.q, q: measure!.p }, 2)].map(String);
  });
  assert.deepEqual(rows, table("golden_wieliczka_2023_winners.tsv"));
  const chosen = new Map(rows.map(([round, id]) => [`${round} ${id}`, true]));
  const money = table("golden_wieliczka_2023_rounds.tsv").filter(([round, id]) => chosen.has(`${round} ${id}`)).map(([, , , , own]) => own);
  assert.deepEqual(funded.map((step) => String(step.money!.p / step.money!.q)), money);
  assert.deepEqual(compared, { shares: 1615, greedy: 873, switched: false });
  assert.deepEqual([rounded(endowment!, 3), runs, cost], ["315.837", 166, 995_079n]);
});
