// What an audit says: plain data, so that it passes between workers. Sentences are made of it in sentences.ts.

import type { Details, Finding } from "./finding.ts";

export interface LogReport {
  name: string;
  origin: string;
  size: number;
  root: string; // base64
  intact: boolean; // the entries give the root that was signed
  judged: boolean; // every entry was
  cosigned?: { count: number; known: number; seconds: number }; // seconds: of the youngest of those cosignatures
}

export interface ProjectReport {
  id: string;
  title: string;
  votes: number;
  cost: number;
  outcome: string;
}

export interface RoundReport {
  id: string;
  title: string;
  phase: string;
  secret: boolean;
  recounted: boolean; // from the ballots, or from what trustees opened
  currency: string;
  ballots: number;
  voters: number;
  roll: number;
  late: number;
  projects: ProjectReport[];
  departures: { project: string; funded: boolean; reason: string }[];
  decided: boolean;
}

export interface InitiativeReport {
  id: string;
  title: string;
  phase: string;
  standing: number;
  email: number;
  people: number;
  threshold: number;
}

/** Something that was left open: `key` is of the catalogue's family `island_verify.open_`. */
export interface Open {
  key: string;
  details: Details;
}

export interface Withheld {
  log: string;
  index: number;
  ground: string;
  decision: string;
  digest: string;
}

export interface Counts {
  entries: number;
  signatures: number;
  blobs: number;
  tiles: number;
}

export interface Paper {
  name: string; // of the file
  kind: "receipt" | "seen";
  log: string;
  flaw?: "unreadable" | "no_entry" | "unknown" | "unsigned" | "proof"; // then it proves nothing, and the rest is empty
  index?: number;
  size: number;
}

export interface Report {
  town: string;
  origin: string;
  demo: boolean;
  pinned: boolean;
  vkey: string;
  verdict: "holds" | "withheld" | "fails";
  findings: Finding[];
  open: Open[];
  withheld: Withheld[];
  logs: LogReport[];
  rounds: RoundReport[];
  initiatives: InitiativeReport[];
  papers: Paper[];
  counts: Counts;
}
