// Equal Shares and Phragmén on many tiny elections, full of ties, against slow and obvious programs: fractions only, each ballot by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allocateUrn } from "./allocate.ts";
import { compare, type Fraction, write } from "./fraction.ts";
import type { Election } from "./election.ts";
import type { EqualSharesRule } from "./rule.ts";
import { sharesRule, small } from "./small.ts";
import { ranks, type TieRule } from "./ties.ts";

const listed: TieRule = { criteria: [], last: "listing-order" };

const plus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q + b.p * a.q, q: a.q * b.q });
const minus = (a: Fraction, b: Fraction): Fraction => ({ p: a.p * b.q - b.p * a.q, q: a.q * b.q });
const times = (a: Fraction, by: bigint): Fraction => ({ p: a.p * by, q: a.q });
const over = (a: Fraction, by: bigint): Fraction => ({ p: a.p, q: a.q * by });
const least = (a: Fraction, b: Fraction) => (compare(a, b) <= 0 ? a : b);
const zero: Fraction = { p: 0n, q: 1n };
const short = (a: Fraction): Fraction => {
  const [p, q = "1"] = write(a).split("/");
  return { p: BigInt(p!), q: BigInt(q) };
};

interface Voter {
  has: Fraction;
  utilities: Map<number, bigint>;
}

function votersOf({ projects, groups }: Election, utility: EqualSharesRule["utility"]): Voter[] {
  return groups.flatMap(({ places, worth, count }) => Array.from({ length: count }, () => {
    const utilities = places.map((place, at): [number, bigint] => {
      const of = { cost: projects[place]!.cost, cardinality: 1n, points: BigInt(worth[at]!), borda: BigInt(places.length - 1 - at) };
      return [place, of[utility]];
    });
    return { has: zero, utilities: new Map(utilities.filter(([, each]) => each > 0n)) };
  }));
}

/** The least rho at which the supporters pay the cost: at one of the points where a supporter runs out, or between two of them. */
function rhoOf(voters: Voter[], project: number, cost: bigint): Fraction | undefined {
  const own = voters.filter(({ utilities }) => utilities.has(project));
  const ends = own.map(({ has, utilities }) => over(has, utilities.get(project)!)).sort(compare);
  for (const end of ends) {
    let [given, rate] = [zero, 0n];
    for (const { has, utilities } of own) {
      const utility = utilities.get(project)!;
      if (compare(has, times(end, utility)) < 0) given = plus(given, has);
      else rate += utility;
    }
    if (compare(plus(given, times(end, rate)), { p: cost, q: 1n }) >= 0) return short(over(minus({ p: cost, q: 1n }, given), rate));
  }
  return undefined;
}

function slow(election: Election, utility: EqualSharesRule["utility"], endowment: Fraction, rank: number[]): string[] {
  const voters = votersOf(election, utility);
  for (const voter of voters) voter.has = endowment;
  const left = new Set(election.projects.flatMap(({ cost }, project) => (cost <= election.envelope ? [project] : [])));
  const bought: string[] = [];
  for (;;) {
    const all = [...left].flatMap((project) => {
      const rho = rhoOf(voters, project, election.projects[project]!.cost);
      return rho ? [{ project, rho }] : [];
    });
    all.sort((a, b) => compare(a.rho, b.rho) || rank[a.project]! - rank[b.project]!);
    const first = all[0];
    if (!first) return bought;
    const { project, rho } = first;
    left.delete(project);
    const own = voters.filter(({ utilities }) => utilities.has(project));
    bought.push(`${project} ${write(rho)} ${write(own.reduce((sum, { has }) => plus(sum, has), zero))} ${all.filter((each) => compare(each.rho, rho) === 0).length}`);
    for (const voter of own) voter.has = short(minus(voter.has, least(voter.has, times(rho, voter.utilities.get(project)!))));
  }
}

/** A small generator, the same each time. */
function* numbers(seed: number): Generator<(below: number) => number> {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  for (;;) yield next;
}

function* elections(count: number): Generator<Election> {
  const next = numbers(1).next().value as (below: number) => number;
  for (let i = 0; i < count; i += 1) {
    const projects = Array.from({ length: 2 + next(5) }, () => 1 + next(i % 3 === 0 ? 4 : 40));
    const ballots = Array.from({ length: 1 + next(8) }, () => {
      const named = projects.map((_, p) => p + 1).filter(() => next(2) === 0).sort(() => next(3) - 1);
      return named.map((place) => `${place}:${1 + next(4)}`).join(" ");
    });
    yield small(1 + next(60), projects, ...ballots);
  }
}

test("equal shares on 2,000 small elections, as a slow reference has it", () => {
  for (const election of elections(2_000)) {
    const rank = ranks(listed, election);
    for (const utility of ["cost", "cardinality", "points", "borda"] as const) {
      const { steps, ties, endowment } = allocateUrn(sharesRule({ utility }), election, listed);
      const funded = steps.filter(({ fate }) => fate === "funded");
      const tied = (project: number) => ties.find((tie) => tie[0] === project)?.length ?? 1;
      const mine = funded.map(({ project, measure, money }) => `${project} ${write(measure!)} ${write(money!)} ${tied(project)}`);
      assert.deepEqual(mine, slow(election, utility, endowment!, rank), JSON.stringify({ ...election, utility }, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)));
    }
  }
});

test("phragmen on 2,000 small elections, as a slow reference has it", () => {
  for (const election of elections(2_000)) {
    const { projects, envelope, groups } = election;
    const rank = ranks(listed, election);
    const { steps } = allocateUrn({ allocation: "phragmen", unaffordable: "stop", "minimum-votes": 0n }, election, listed);
    const voters = groups.flatMap(({ places, count }) => Array.from({ length: count }, () => ({ load: zero, places: new Set(places) })));
    const open = new Set(projects.flatMap(({ cost }, project) => (cost <= envelope && voters.some(({ places }) => places.has(project)) ? [project] : [])));
    const expected: string[] = [];
    for (let left = envelope; ; ) {
      const all = [...open].map((project) => {
        const own = voters.filter(({ places }) => places.has(project));
        const sum = own.reduce((so, { load }) => plus(so, load), { p: projects[project]!.cost, q: 1n });
        return { project, own, t: short(over(sum, BigInt(own.length))) };
      });
      all.sort((a, b) => compare(a.t, b.t) || rank[a.project]! - rank[b.project]!);
      const first = all[0];
      if (!first || all.some(({ project, t }) => compare(t, first.t) === 0 && projects[project]!.cost > left)) break;
      expected.push(`${first.project} ${write(first.t)}`);
      left -= projects[first.project]!.cost;
      open.delete(first.project);
      for (const voter of first.own) voter.load = first.t;
    }
    assert.deepEqual(steps.filter(({ fate }) => fate === "funded").map(({ project, measure }) => `${project} ${write(measure!)}`), expected);
  }
});
