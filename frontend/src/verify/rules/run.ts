// One run of the Method of Equal Shares with one endowment.

import { compare, type Fraction } from "./fraction.ts";
import { bounds, exactly, type Offer } from "./price.ts";
import { Purses } from "./purses.ts";
import { inOrder, type Ranks } from "./ties.ts";

/** A project that takes part. Its utility for a supporter is `scale` times the supporter's units. */
export interface Entrant extends Offer {
  project: number;
  scale: bigint;
}

export interface Bought {
  project: number;
  rho: Fraction;
  money: Fraction; // of its supporters, before
}

export interface Run {
  bought: Bought[];
  ties: number[][];
  cost: bigint;
}

interface Standing {
  entrant: Entrant;
  near: number; // the scale
  least: number; // rho is no less: it never falls from round to round
  most: number;
}

function standingsOf(entrants: Entrant[]): Standing[] {
  return entrants.map((entrant) => ({ entrant, near: Number(entrant.scale), least: 0, most: Infinity }));
}

const margin = 2 ** -50;

/** Those who can have the least rho; takes those out of `open` whose supporters do not have enough any more. */
function contenders(open: Set<Standing>, purses: Purses): Standing[] {
  const seen: Standing[] = [];
  let most = Infinity;
  for (const standing of [...open].sort((a, b) => a.least - b.least)) {
    if (standing.least > most) break;
    const found = bounds(standing.entrant, purses);
    if (!found) {
      open.delete(standing);
      continue;
    }
    standing.least = (found.low / standing.near) * (1 - margin);
    standing.most = (found.high / standing.near) * (1 + margin);
    most = Math.min(most, standing.most);
    seen.push(standing);
  }
  return seen.filter(({ least }) => least <= most);
}

export function runWith(endowment: Fraction, entrants: Entrant[], groups: number, ties: Ranks): Run {
  const purses = new Purses(groups, endowment);
  const open = new Set(standingsOf(entrants));
  const run: Run = { bought: [], ties: [], cost: 0n };
  for (;;) {
    const found = contenders(open, purses).map((standing) => {
      const exact = exactly(standing.entrant, purses);
      return { standing, exact, rho: { p: exact.price.p, q: exact.price.q * standing.entrant.scale } };
    });
    if (found.length === 0) return run;
    const least = found.reduce((best, { rho }) => (compare(rho, best) < 0 ? rho : best), found[0]!.rho);
    const equals = found.filter(({ rho }) => compare(rho, least) === 0);
    const order = inOrder(ties, equals.map(({ standing }) => standing.entrant.project));
    if (order.length > 1) run.ties.push(order);
    const { standing, exact, rho } = equals.find((each) => each.standing.entrant.project === order[0])!;
    const { project, supporters, cost } = standing.entrant;
    run.bought.push({ project, rho, money: purses.exact(supporters) });
    run.cost += cost;
    open.delete(standing);
    purses.pay(exact.price, supporters, exact.last);
  }
}
