// The allocation that a round's definition gives, as the record has it: FORMAT.md sections 4.3 and 10. The rules themselves are in rules/.

import type { Content, Definition } from "./contents.ts";
import { urnOf } from "./definition.ts";
import { allocateUrn } from "./rules/allocate.ts";
import { type Election, grouped, type Picks } from "./rules/election.ts";
import { write } from "./rules/fraction.ts";
import type { Outcome } from "./rules/outcome.ts";
import { needsBallots } from "./rules/rule.ts";

export type Tally = Content<"tally">;
export type Allocation = Content<"allocation">;

/** By urn, in places of the urn's projects. One list where there are no urns. */
export type Ballots = Picks[][];

export interface Urn {
  id: string | null;
  envelope: bigint;
  projects: number[]; // places in the definition
}

export function urnsOf(definition: Definition): Urn[] {
  const places = definition.project.map((_, place) => place);
  if (definition.urn.length === 0) return [{ id: null, envelope: definition.envelope, projects: places }];
  return definition.urn.map(([id, envelope], urn) =>
    ({ id, envelope, projects: places.filter((place) => urnOf(definition, definition.project[place]!) === urn) }));
}

function electionOf(definition: Definition, tally: Tally, urn: Urn, index: number, ballots: Picks[]): Election {
  const [, , voters = tally.voters, , invalid = 0n] = tally.urn[index] ?? [];
  return {
    projects: urn.projects.map((place) => {
      const { project, cost, withdrawn } = definition.project[place]!;
      return { id: project, cost, withdrawn: withdrawn === "yes" };
    }),
    envelope: urn.envelope,
    voters: Number(voters - invalid),
    votes: urn.projects.map((place) => tally.votes[place]![1]),
    scores: urn.projects.map((place) => tally.votes[place]![2]),
    groups: grouped(ballots),
  };
}

function ofUrn({ id }: Urn, election: Election, outcome: Outcome): Pick<Allocation, "cost" | "count" | "compared" | "step" | "tie"> {
  const { endowment, compared } = outcome;
  const idOf = (project: number) => election.projects[project]!.id;
  return {
    cost: outcome.cost,
    count: [[id, BigInt(election.voters), BigInt(outcome.runs), endowment ? write(endowment) : null]],
    compared: compared ? [[id, BigInt(compared.shares), BigInt(compared.greedy), compared.switched ? "switched" : "kept"]] : [],
    step: outcome.steps.map(({ project, before, fate, measure, money }) =>
      [idOf(project), election.votes[project]!, before, fate, measure ? write(measure) : null, money ? write(money) : null]),
    tie: outcome.ties.map((tie) => tie.map(idOf)),
  };
}

/** `ballots`: undefined where they are not all there; then nothing is said of a rule that needs them. */
export function allocate(definition: Definition, tally: Tally, tallyDigest: string, lot: string | null, ballots: Ballots | undefined): Allocation | undefined {
  if (needsBallots(definition.allocation) && !ballots) return undefined;
  const order = { ...definition.ties, given: definition["tie-order"], seed: lot ?? undefined };
  const parts = urnsOf(definition).map((urn, index) => {
    const election = electionOf(definition, tally, urn, index, ballots?.[index] ?? []);
    return ofUrn(urn, election, allocateUrn(definition.allocation, election, order));
  });
  return {
    tally: tallyDigest,
    lot,
    envelope: definition.envelope,
    cost: parts.reduce((sum, { cost }) => sum + cost, 0n),
    count: parts.flatMap(({ count }) => count),
    compared: parts.flatMap(({ compared }) => compared),
    step: parts.flatMap(({ step }) => step),
    tie: parts.flatMap(({ tie }) => tie),
  };
}
