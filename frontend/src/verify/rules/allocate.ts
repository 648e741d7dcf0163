// A rule applied to one urn: FORMAT.md section 10.

import { bordaOf, type Election } from "./election.ts";
import { equalShares } from "./equal_shares.ts";
import { greedy } from "./greedy.ts";
import type { Outcome } from "./outcome.ts";
import { phragmen } from "./phragmen.ts";
import type { Rule } from "./rule.ts";
import { ranks, type TieRule } from "./ties.ts";

export function allocateUrn(rule: Rule, given: Election, order: TieRule): Outcome {
  const election = rule.allocation === "equal-shares" && rule.utility === "borda" ? bordaOf(given) : given;
  const ties = ranks(order, election);
  switch (rule.allocation) {
    case "greedy":
      return greedy(rule, election, ties);
    case "equal-shares":
      return equalShares(rule, election, ties);
    case "phragmen":
      return phragmen(rule, election, ties);
  }
}
