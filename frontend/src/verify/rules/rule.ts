// The rules' parameters: FORMAT.md section 4.3, "the allocation rule".

export interface GreedyRule {
  allocation: "greedy";
  score: "votes" | "points";
  order: "score" | "score-per-cost";
  unaffordable: "skip" | "stop";
  "minimum-score": bigint;
  "reserve-percent": bigint;
  exclusive: string[][];
}

export interface EqualSharesRule {
  allocation: "equal-shares";
  utility: "cost" | "cardinality" | "points" | "borda";
  endowment: "per-voter";
  completion: "none" | "add1";
  start: "fractional" | "whole";
  stop: "infeasible" | "exhaustive";
  then: "nothing" | "greedy";
  unit: bigint;
  step: bigint;
  comparison: "none" | "satisfaction" | "coverage";
  "minimum-votes": bigint;
  "share-factor": bigint;
}

export interface PhragmenRule {
  allocation: "phragmen";
  unaffordable: "skip" | "stop";
  "minimum-votes": bigint;
}

export type Rule = GreedyRule | EqualSharesRule | PhragmenRule;

export const needsBallots = ({ allocation }: Rule): boolean => allocation !== "greedy";
