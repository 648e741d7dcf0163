// What must hold between the fields of a round's definition: FORMAT.md sections 4.3 and 4.7.

import type { Definition, Project } from "./contents.ts";
import { must } from "./finding.ts";
import type { Criterion, TieRule } from "./rules/ties.ts";
import type { Form } from "./values.ts";

const criteria: readonly string[] = ["min-cost", "max-cost", "max-votes"];
const lasts: readonly string[] = ["listing-order", "given-order", "lot"];

/** Criteria, each once and not both of the costs, then how the rest is told apart. */
export const ties: Form<Pick<TieRule, "criteria" | "last">> = (token) => {
  const words = token.split(",");
  const last = words.pop()!;
  const isKnown = words.every((each) => criteria.includes(each)) && lasts.includes(last);
  const isOnce = new Set(words.map((each) => each.replace(/^max-cost$/, "min-cost"))).size === words.length;
  return isKnown && isOnce ? { criteria: words as Criterion[], last: last as TieRule["last"] } : undefined;
};

const holds = (condition: boolean, field: string) => must(condition, "bad_field", { field });
const once = (values: string[]) => new Set(values).size === values.length;

/** The place of a project's urn: that of its area, else that of the whole municipality; -1 for none. */
export function urnOf(definition: Definition, project: Project): number {
  const own = definition.urn.findIndex(([, , areas]) => project.area !== null && areas?.includes(project.area));
  return own >= 0 ? own : definition.urn.findIndex(([, , areas]) => areas === null);
}

const mostAreas = 1_000;
const mostThemes = 1_000;
const mostUrns = 100;

export function judgeDefinition(x: Definition): void {
  const areas = x.area.map(([area]) => area);
  const themes = x.theme.map(([theme]) => theme);
  const distinct = (field: string, values: string[]) => holds(once(values), field);
  holds(areas.length <= mostAreas, "area");
  holds(themes.length <= mostThemes, "theme");
  holds(x.urn.length <= mostUrns, "urn");
  distinct("area", areas);
  distinct("theme", themes);
  distinct("project", x.project.map((each) => each.project));
  holds(x.opens < x.closes, "closes");
  holds(x["choices-min"] <= x["choices-max"] && x["choices-max"] >= 1n && x["choices-max"] <= BigInt(x.project.length), "choices-max");
  for (const project of x.project) {
    holds(project.area === null || areas.includes(project.area), "area");
    holds(project.theme === null || themes.includes(project.theme), "theme");
  }
  judgeUrns(x, areas);
  judgeChoices(x);
  judgeWorth(x);
  judgeRule(x);
  judgeTies(x);
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** The least number of choices must be possible, in each urn. */
function judgeChoices(x: Definition): void {
  const open = x.project.filter(({ withdrawn }) => withdrawn === "no");
  const urns = x.urn.length === 0 ? [open] : x.urn.map((_, urn) => open.filter((each) => urnOf(x, each) === urn));
  for (const projects of urns) {
    const costs = projects.map(({ cost }) => cost).sort(ascending);
    holds(BigInt(costs.length) >= x["choices-min"], "choices-min");
    const least = costs.slice(0, Number(x["choices-min"])).reduce((sum, cost) => sum + cost, 0n);
    holds(x["budget-max"] === 0n || least <= x["budget-max"], "budget-max");
  }
}

const mostPoints = 255n;
const mostOfPlace = 1_000_000n;

/** What a choice is worth. */
function judgeWorth(x: Definition): void {
  const [points, places] = [x["points-max"], x["place-points"]];
  holds(x.rule === "points" ? points >= 1n && points <= mostPoints && x["choices-min"] <= points : points === 0n, "points-max");
  holds((places !== null) === (x.rule === "ranking"), "place-points");
  if (!places) return;
  holds(BigInt(places.length) === x["choices-max"] && places.every((each, i) => each > 0n && each <= (places[i - 1] ?? mostOfPlace)), "place-points");
}

const mostMoney = 10n ** 17n;

function judgeRule({ allocation: rule, rule: ballots, project, envelope }: Definition): void {
  if (rule.allocation === "greedy") {
    holds(rule.score === "votes" || ballots !== "approval", "score");
    holds(rule["reserve-percent"] <= 100n && (rule["reserve-percent"] === 0n || rule.unaffordable === "stop"), "reserve-percent");
    holds(rule["reserve-percent"] === 0n || project.every(({ cost }) => envelope + cost <= mostMoney), "reserve-percent");
    const named = rule.exclusive.flat();
    const known = new Set(project.map((each) => each.project));
    holds(once(named) && named.every((id) => known.has(id)) && rule.exclusive.every(({ length }) => length > 1), "exclusive");
  }
  if (rule.allocation !== "equal-shares") return;
  holds((rule.utility !== "points" || ballots !== "approval") && (rule.utility !== "borda" || ballots === "ranking"), "utility");
}

function judgeTies({ ties: { last }, "tie-order": given, "lot-share": shares, project }: Definition): void {
  const ids = new Set(project.map((each) => each.project));
  holds(last === "given-order" ? once(given) && given.length === ids.size && given.every((id) => ids.has(id)) : given.length === 0, "tie-order");
  holds(last === "lot" ? once(shares) && shares.length >= 2 && shares.length <= 12 : shares.length === 0, "lot-share");
}

function judgeUrns(x: Definition, areas: string[]): void {
  holds((x.ballot === "clear/v1") === (x.urn.length === 0), "urn");
  if (x.urn.length === 0) return;
  holds(x.ballot !== "belenios-homomorphic/v1" || (x.rule === "approval" && x.allocation.allocation === "greedy"), "ballot");
  const named = x.urn.flatMap(([, , of]) => of ?? []);
  const whole = x.urn.filter(([, , of]) => of === null).length;
  holds(once(x.urn.map(([urn]) => urn)) && once(named) && named.every((area) => areas.includes(area)) && whole <= 1, "urn");
  holds(x.urn.reduce((sum, [, envelope]) => sum + envelope, 0n) === x.envelope, "envelope");
  const used = new Set<number>();
  for (const project of x.project) {
    const urn = urnOf(x, project);
    holds(urn >= 0, "urn");
    if (project.withdrawn === "no") used.add(urn);
  }
  holds(used.size === x.urn.length, "urn");
}
