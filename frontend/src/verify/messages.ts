// What page and workers say to each other.

import type { Job } from "./ed25519.ts";
import type { PaperFile } from "./papers.ts";
import type { Report } from "./report.ts";
import type { BallotJob } from "./signatures.ts";

/** What to verify, as a page gathered it. One of `tar`, `files` and `site`. */
export interface Request {
  tar?: Blob;
  files?: [string, Blob][]; // by path
  site?: string; // address of a site's /log
  key?: string; // vkey line
  policy?: string;
  papers: PaperFile[];
}

export type ToWorker =
  | { kind: "audit"; request: Request; script?: string } // the script's text, where helpers cannot be started from its address
  | { kind: "signatures"; id: number; jobs: Job[] }
  | { kind: "ballots"; id: number; jobs: BallotJob[] };

export type FromWorker =
  | { kind: "progress"; log: string; done: number; size: number }
  | { kind: "report"; report: Report }
  | { kind: "no_bundle" }
  | { kind: "no_answer"; detail: string }
  | { kind: "failed"; detail: string }
  | { kind: "done"; id: number; failing: number[] };
