// What is chosen, what it costs, and whether the round's rule allows it.

export interface Project {
  id: string;
  number: number; // place in the definition
  title: string;
  cost: number; // minor units
}

/** What a ballot says: which projects; which and in what order; which and how many points each. */
export type Kind = "approval" | "ranking" | "points";

export interface Rule {
  kind: Kind;
  choicesMin: number;
  choicesMax: number; // of points: projects that get some
  budgetMax: number; // minor units; 0 = no limit
  pointsMax: number; // of points: the most that a ballot gives in all; else 0
  placePoints: number[]; // of a ranking whose places are worth points: the first place's first; else empty
}

export interface Chosen {
  project: Project;
  points?: number; // of points: 1 or more
}

/** What is chosen where the page has forgotten the projects themselves. */
export interface Wanted {
  id: string;
  points?: number;
}

export type Problem =
  | { kind: "too_many"; excess: number }
  | { kind: "too_few" }
  | { kind: "over_budget"; over: number }
  | { kind: "over_points"; over: number };

export const totalCost = (chosen: readonly Chosen[]): number => chosen.reduce((sum, { project }) => sum + project.cost, 0);

export const totalPoints = (chosen: readonly Chosen[]): number => chosen.reduce((sum, { points }) => sum + (points ?? 0), 0);

/** The first thing that is wrong with a choice, if any. */
export function problemOf(chosen: readonly Chosen[], rule: Rule): Problem | undefined {
  if (chosen.length > rule.choicesMax) return { kind: "too_many", excess: chosen.length - rule.choicesMax };
  const given = totalPoints(chosen);
  if (rule.kind === "points" && given > rule.pointsMax) return { kind: "over_points", over: given - rule.pointsMax };
  if (chosen.length < rule.choicesMin) return { kind: "too_few" };
  const over = totalCost(chosen) - rule.budgetMax;
  if (rule.budgetMax > 0 && over > 0) return { kind: "over_budget", over };
  return undefined;
}

/** In the order in which a ballot names them, but for a ranking's. */
export const inOrder = (chosen: readonly Chosen[]): Chosen[] => [...chosen].sort((a, b) => a.project.number - b.project.number);

export const wantedOf = (chosen: readonly Chosen[]): Wanted[] =>
  chosen.map(({ project, points }) => (points === undefined ? { id: project.id } : { id: project.id, points }));
