// What is wrong with a choice, in words.

import type { Messages } from "../messages.ts";
import { type Chosen, type Problem, type Rule, totalCost, totalPoints } from "./choice.ts";

export function describe(problem: Problem, chosen: readonly Chosen[], rule: Rule, text: Messages, money: (minor: number) => string): string {
  switch (problem.kind) {
    case "too_many":
      return text("island_ballot.too_many", { chosen: chosen.length, max: rule.choicesMax, excess: problem.excess });
    case "too_few":
      return text(rule.kind === "points" ? "island_ballot.too_few_points" : "island_ballot.too_few", { min: rule.choicesMin });
    case "over_points":
      return text("island_ballot.over_points", { given: totalPoints(chosen), max: rule.pointsMax, over: problem.over });
    case "over_budget":
      return text("island_ballot.over_budget", { cost: money(totalCost(chosen)), budget: money(rule.budgetMax), over: money(problem.over) });
  }
}
