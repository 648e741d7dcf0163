// The signatures of a whole record, gathered in batches and verified beside the reading.

import type { Details, Reason } from "./finding.ts";
import type { Job } from "./ed25519.ts";

export interface BallotJob {
  election: string; // JSON
  ballot: string;
}

/** Says the places of those that do not verify. */
export interface Verifier {
  signatures(jobs: Job[]): Promise<number[]>;
  ballots(jobs: BallotJob[]): Promise<number[]>;
  /** Batches that are worth having under way at once. */
  readonly depth: number;
}

interface Place {
  log: string;
  index: number;
  reason: Reason;
  details: Details;
}

const batches = { signatures: 512, ballots: 4 };

class Batches<T> {
  private jobs: T[] = [];
  private places: Place[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private readonly run: (jobs: T[]) => Promise<number[]>;
  private readonly most: number;
  private readonly depth: number;
  readonly failed: Place[] = [];
  count = 0;

  constructor(run: (jobs: T[]) => Promise<number[]>, most: number, depth: number) {
    this.run = run;
    this.most = most;
    this.depth = depth;
  }

  add(job: T, place: Place): void {
    this.count += 1;
    this.jobs.push(job);
    this.places.push(place);
    if (this.jobs.length >= this.most) this.start();
  }

  private start(): void {
    const { jobs, places } = this;
    this.jobs = [];
    this.places = [];
    const done: Promise<void> = this.run(jobs).then((failing) => {
      for (const i of failing) this.failed.push(places[i]!);
      this.underWay.delete(done);
    });
    this.underWay.add(done);
  }

  /** Waits while more is under way than can be worked on. */
  async settle(): Promise<void> {
    while (this.underWay.size > this.depth) await Promise.race(this.underWay);
  }

  async finish(): Promise<void> {
    if (this.jobs.length > 0) this.start();
    await Promise.all(this.underWay);
  }
}

export class Signatures {
  private readonly ed25519: Batches<Job>;
  private readonly ballots: Batches<BallotJob>;

  constructor(verifier: Verifier) {
    this.ed25519 = new Batches((jobs) => verifier.signatures(jobs), batches.signatures, 2 * verifier.depth);
    this.ballots = new Batches((jobs) => verifier.ballots(jobs), batches.ballots, 2 * verifier.depth);
  }

  get count(): number {
    return this.ed25519.count + this.ballots.count;
  }

  add(job: Job, place: Place): void {
    this.ed25519.add(job, place);
  }

  addBallot(job: BallotJob, place: Place): void {
    this.ballots.add(job, place);
  }

  async settle(): Promise<void> {
    await this.ed25519.settle();
    await this.ballots.settle();
  }

  /** Those that do not verify, of all. */
  async finish(): Promise<Place[]> {
    await this.ed25519.finish();
    await this.ballots.finish();
    return [...this.ed25519.failed, ...this.ballots.failed];
  }
}
