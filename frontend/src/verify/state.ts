// What the entries read so far have made of the town and its rounds.

import type { Content, Definition } from "./contents.ts";
import type { Entry } from "./entry.ts";
import type { ContentKind } from "./contents.ts";
import { known, must, type Details, type Reason } from "./finding.ts";
import type { Ballots } from "./allocation.ts";
import type { Picks } from "./rules/election.ts";
import type { Fields } from "./statements.ts";
import type { Role } from "./values.ts";

export interface Officer {
  key: string;
  roles: Role[];
  name: string;
  announced: number;
  ended?: number;
}

export interface Dialogue {
  version: bigint;
  feedback: Set<string>;
}

export type Standing = "stands" | "withdrawn" | "aside";

export interface Initiative {
  id: string;
  board: string;
  place: string | null;
  edition: string;
  people: bigint;
  roll: string;
  subject: string;
  title: string;
  raised: number;
  phase: "raised" | "open" | "handed-over" | "decided" | "rejected" | "expired";
  settled?: bigint; // the hour
  closes: bigint;
  threshold: bigint;
  handedOver?: number;
  signers: Map<string, Standing>; // by pseudonym
  standing: number; // how many of them stand
  assurances: Map<string, string>;
  used: Set<string>; // pseudonym and nonce of attestations
  said: Set<string>; // contents of officers' acts
}

export interface Call {
  id: string;
  index: number;
  closes: bigint;
  roll?: string;
  edition?: string;
  proposers: Map<string, number>;
}

export interface Assessed {
  index: number;
  outcome: Fields<"project-assessed">["outcome"];
  cost: bigint;
}

export interface Proposal {
  id: string;
  call: string;
  subject: string;
  assessments: Assessed[];
}

/** A log's key and generation from a size on. */
export interface Identity {
  generation: bigint;
  key: string;
  from: bigint; // the least size of a checkpoint that must have it
}

export interface Recovery {
  log: string;
  generation: bigint;
  kept: bigint;
  lostSize: bigint;
  lostRoot: string;
  keptRoot: string;
  entry: number; // of the town log
  shown: Set<bigint>;
}

export interface Town {
  origin: string;
  name: string;
  currency: string;
  demo: boolean;
  officers: Map<string, Officer>;
  registrars: { index: number; key: string; site: string }[];
  editions: Map<string, Fields<"roll-edition">>;
  boards: Map<string, Fields<"board">>;
  dialogues: Map<string, Dialogue>;
  initiatives: Map<string, Initiative>;
  calls: Map<string, Call>;
  proposals: Map<string, Proposal>;
  subjects: Set<string>;
  sealed: Set<string>; // texts that must not be shown
  rounds: Map<string, Round>;
  witnesses?: Fields<"witnesses-announced">;
  identities: Map<string, Identity[]>; // by log
  recoveries: Recovery[];
  withheld: Map<string, Withheld>; // by log and digest
  destroyed: Set<string>;
  due?: Fields<"handed-over">; // what must be the very next entry
}

export interface Withheld {
  log: string;
  digest: string;
  ground: string;
  decision: string;
  entry: number;
  hour: bigint;
}

export type Phase = "begun" | "open" | "closed" | "tallied" | "allocated";

export interface Round {
  id: string;
  dialogue: string;
  origin: string;
  key: string;
  begun: number;
  phase: Phase;
  officers: Map<string, Officer>;
  ceremony?: Ceremony;
  opened?: { hour: bigint; index: number };
  definition?: Definition;
  definitionDigest: string;
  closedSize?: bigint; // of the log, just after round-closed
  lot?: string | null; // the seed; null where it could not be drawn
  counted?: Ballots; // those that count, where all are there
  places: Map<string, number>; // of projects
  clear?: ClearUrn;
  secret?: SecretUrns;
  roll: bigint;
  ballots: bigint;
  voters: bigint;
  tally?: Content<"tally">;
  tallyDigest: string;
  allocation?: Content<"allocation">;
  allocationDigest: string;
  end?: { size: bigint; root: string }; // what the town's round-ended names
  decided?: { hour: bigint; content: Content<"decision"> };
  milestones: Set<string>;
  uncounted?: boolean; // a ballot that counts cannot be opened
  late: number; // ballots after the announced hour
  shownFirst?: number; // ballots whose contents were there before the closing
  shown: number;
  sealedFirst?: number;
  sealed: number;
}

export interface ClearUrn {
  credentials: Set<string>;
  cast: Map<string, number>; // how many ballots
  last: Map<string, { digest: string; picks?: Picks }>;
  seen: Set<string>;
}

export interface Ceremony {
  group: string;
  threshold: number;
  trustees: [string, string][];
  messages: Map<string, string[]>; // by step
}

export interface SecretUrn {
  id: string;
  election: string; // JSON
  places: Map<string, number>; // of credentials
  voters: number;
  reserve: number;
  active: number;
  blocked: Set<string>;
  cast: Map<string, number>;
  last: Map<string, string>; // digest of the ballot that counts
  ballots: number;
  paper: number;
  envelopes: number;
  shuffles: Set<bigint>;
  shuffled?: string; // JSON of the last shuffle
  decryptions: Map<bigint, string>; // JSON
  mixnet: boolean;
}

export interface SecretUrns {
  urns: Map<string, SecretUrn>;
  registrar: string;
  whole?: SecretUrn;
  cards: Set<string>;
  trackers: Set<string>;
  digests: Set<string>;
  halves: string;
}

/** An entry being judged, and what judging it may ask for. */
export interface At {
  log: string;
  index: number;
  entry: Entry;
  /** A blob that the entry names; undefined where it was not handed out. */
  blob(digest: string): Uint8Array | undefined;
  /** A content that must be there. */
  content<K extends ContentKind>(kind: K, digest: string): Content<K>;
  /** A content that may be sealed or withheld: whether it rightly is shows at the end. */
  contentIfThere<K extends ContentKind>(kind: K, digest: string): Content<K> | undefined;
  /** A blob that is not there is noted; what becomes of it shows at the end. */
  absent(digest: string): void;
  /** Verified later, with many others; where it fails that is a finding at this entry. */
  verify(key: string, message: string, signature: string, reason: Reason, details?: Details): void;
  /** Signature and proofs of a secret ballot, verified later. */
  checkSecret?(urn: SecretUrn, json: string): void;
  /** The root of a log at a size, as far as it has been read: hex. */
  root(log: string, size: bigint): string | undefined;
}

export const newTown = (): Town => ({
  origin: "", name: "", currency: "", demo: false,
  officers: new Map(), registrars: [], editions: new Map(), boards: new Map(), dialogues: new Map(), initiatives: new Map(), calls: new Map(),
  proposals: new Map(), subjects: new Set(), sealed: new Set(), rounds: new Map(), identities: new Map(), recoveries: [], withheld: new Map(),
  destroyed: new Set(),
});

export const newRound = ({ round, dialogue, log, key }: Fields<"round-begun">, index: number): Round => ({
  id: round, dialogue, origin: log, key, begun: index, phase: "begun", officers: new Map(), definitionDigest: "", places: new Map(), roll: 0n, ballots: 0n,
  voters: 0n, tallyDigest: "", allocationDigest: "", milestones: new Set(), late: 0, shown: 0, sealed: 0,
});

export const get = <T>(map: Map<string, T>, field: string, id: string): T => known(map.get(id), "unknown", { field, value: id });

export const fresh = (has: boolean, field: string, value: string) => must(!has, "repeated", { field, value });

export const roundLog = (id: string) => `rounds/${id}`;

/** The origin that a log's checkpoints have in a generation. */
export const generationOrigin = (origin: string, generation: bigint) => (generation === 1n ? origin : `${origin}/${generation}`);

export function identityOf(town: Town, log: string): Identity | undefined {
  return town.identities.get(log)?.at(-1);
}
