// The greedy rule: projects in the order of their votes, each funded if the money left is enough. FORMAT.md section 4.3.

import { type Definition, type Outcome, type Project, urnOf } from "./contents.ts";

export interface Step {
  project: string;
  votes: bigint;
  left: bigint; // before its turn
  outcome: Outcome;
}

export interface Tie {
  criterion: string;
  projects: string[];
}

export interface Allocation {
  cost: bigint;
  steps: Step[];
  ties: Tie[];
}

interface Candidate {
  project: Project;
  votes: bigint;
  place: number;
}

type Compare = (a: Candidate, b: Candidate) => bigint | number;
const sign = (value: bigint | number) => (value < 0 ? -1 : value > 0 ? 1 : 0);

const byCost = (criterion: string): Compare =>
  criterion === "min-cost" ? (a, b) => a.project.cost - b.project.cost : (a, b) => b.project.cost - a.project.cost;

/** Stretches of at least two neighbours that `same` says are equal. */
function runs(all: Candidate[], same: (a: Candidate, b: Candidate) => boolean): Candidate[][] {
  const found: Candidate[][] = [];
  for (const each of all) {
    const run = found.at(-1);
    if (run && same(run[0]!, each)) run.push(each);
    else found.push([each]);
  }
  return found.filter((run) => run.length > 1);
}

function tiesOf(ordered: Candidate[], criterion: string): Tie[] {
  const tie = (of: Candidate[], by: string) => ({ criterion: by, projects: of.map(({ project }) => project.project) });
  return runs(ordered, (a, b) => a.votes === b.votes).flatMap((equals) => {
    if (criterion === "listing-order") return [tie(equals, criterion)];
    const asked = equals.some(({ project }) => project.cost !== equals[0]!.project.cost) ? [tie(equals, criterion)] : [];
    return [...asked, ...runs(equals, (a, b) => a.project.cost === b.project.cost).map((same) => tie(same, "listing-order"))];
  });
}

function allocatePart(definition: Definition, candidates: Candidate[], envelope: bigint): Allocation {
  const criterion = definition.ties;
  const cost = criterion === "listing-order" ? () => 0 : byCost(criterion);
  const ordered = [...candidates].sort((a, b) => sign(b.votes - a.votes) || sign(cost(a, b)) || a.place - b.place);
  let left = envelope;
  let stopped = false;
  const steps = ordered.map(({ project, votes }): Step => {
    const turn = (outcome: Outcome) => ({ project: project.project, votes, left, outcome });
    if (project.withdrawn === "yes") return turn("withdrawn");
    if (votes < definition["minimum-votes"]) return turn("below-minimum");
    if (stopped) return turn("after-stop");
    if (project.cost <= left) {
      const step = turn("funded");
      left -= project.cost;
      return step;
    }
    stopped = definition.unaffordable === "stop";
    return turn(project.cost > envelope ? "exceeds-envelope" : "does-not-fit");
  });
  return { cost: envelope - left, steps, ties: tiesOf(ordered, criterion) };
}

/** `votes` in the order of the definition. Where there are urns, each by itself with its own envelope. */
export function allocate(definition: Definition, votes: bigint[]): Allocation {
  const candidates = definition.project.map((project, place) => ({ project, votes: votes[place]!, place }));
  if (definition.urn.length === 0) return allocatePart(definition, candidates, definition.envelope);
  const parts = definition.urn.map(([, envelope], urn) =>
    allocatePart(definition, candidates.filter(({ project }) => urnOf(definition, project) === urn), envelope));
  return {
    cost: parts.reduce((sum, part) => sum + part.cost, 0n),
    steps: parts.flatMap(({ steps }) => steps),
    ties: parts.flatMap(({ ties }) => ties),
  };
}
