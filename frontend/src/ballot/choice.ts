// What is chosen, what it costs, and whether the round's rule allows it.

export interface Project {
  id: string;
  number: number; // place in the definition
  title: string;
  cost: number; // minor units
}

export interface Rule {
  choicesMin: number;
  choicesMax: number;
  budgetMax: number; // minor units; 0 = no limit
}

export type Problem =
  | { kind: "too_many"; excess: number }
  | { kind: "too_few" }
  | { kind: "over_budget"; over: number };

export const totalCost = (chosen: Project[]): number => chosen.reduce((sum, project) => sum + project.cost, 0);

/** The first thing that is wrong with a choice, if any. */
export function problemOf(chosen: Project[], rule: Rule): Problem | undefined {
  if (chosen.length > rule.choicesMax) return { kind: "too_many", excess: chosen.length - rule.choicesMax };
  if (chosen.length < rule.choicesMin) return { kind: "too_few" };
  const over = totalCost(chosen) - rule.budgetMax;
  if (rule.budgetMax > 0 && over > 0) return { kind: "over_budget", over };
  return undefined;
}

/** In the order in which a ballot names them. */
export const inOrder = (chosen: Project[]): Project[] => [...chosen].sort((a, b) => a.number - b.number);
