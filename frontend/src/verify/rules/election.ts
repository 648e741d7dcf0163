// What a rule is applied to: the projects of one urn and its ballots, equal ones as one.

export interface Candidate {
  id: string;
  cost: bigint;
  withdrawn: boolean;
}

/** What a ballot names, by places in the urn's projects (from 0). `worth`: of each, its points or what its place is worth; 1 of approval. */
export interface Picks {
  places: number[]; // of a ranking the best first
  worth: number[];
}

export interface Group extends Picks {
  count: number; // ballots
}

export interface Election {
  projects: Candidate[];
  envelope: bigint;
  voters: number; // ballots that count, blank ones too
  votes: bigint[]; // by project
  scores: bigint[];
  groups: Group[]; // empty where the rule needs no ballots
}

export function grouped(ballots: Iterable<Picks>): Group[] {
  const groups = new Map<string, Group>();
  for (const { places, worth } of ballots) {
    const key = `${places.join()} ${worth.join()}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { places, worth, count: 1 });
  }
  return [...groups.values()];
}

/** The same where a ballot supports only what it prefers to something: `worth` is how many projects come after, and the last is not named. */
export function bordaOf(election: Election): Election {
  const groups = election.groups.map(({ places, count }) => {
    const named = places.slice(0, -1);
    return { places: named, worth: named.map((_, at) => named.length - at), count };
  });
  const votes = election.projects.map(() => 0n);
  for (const { places, count } of groups) for (const place of places) votes[place]! += BigInt(count);
  return { ...election, groups, votes };
}

/** With votes and scores counted from the ballots. */
export function electionOf(projects: Candidate[], envelope: bigint, ballots: Iterable<Picks>): Election {
  const groups = grouped(ballots);
  const [votes, scores] = [projects.map(() => 0), projects.map(() => 0)];
  let voters = 0;
  for (const { places, worth, count } of groups) {
    voters += count;
    for (const [i, place] of places.entries()) {
      votes[place]! += count;
      scores[place]! += count * worth[i]!;
    }
  }
  return { projects, envelope, voters, votes: votes.map(BigInt), scores: scores.map(BigInt), groups };
}
