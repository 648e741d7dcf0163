// Workers that verify signatures, as many as there are processors. They run the same script as who starts them.

import type { FromWorker, ToWorker } from "./messages.ts";
import { inline } from "./inline.ts";
import type { Verifier } from "./signatures.ts";

const most = 16;

class Helper {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve: (failing: number[]) => void; reject: (reason: unknown) => void }>();

  constructor(script: string) {
    this.worker = new Worker(script);
    this.worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind !== "done") return;
      this.waiting.get(data.id)?.resolve(data.failing);
      this.waiting.delete(data.id);
    });
    this.worker.addEventListener("error", (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(event.message));
    });
  }

  get load(): number {
    return this.waiting.size;
  }

  ask(message: ToWorker & { id: number }): Promise<number[]> {
    return new Promise((resolve, reject) => {
      this.waiting.set(message.id, { resolve, reject });
      this.worker.postMessage(message);
    });
  }

  end(): void {
    this.worker.terminate();
  }
}

/** `script`: what the workers run. Without workers in workers all is verified here. */
export function startPool(script: string): Verifier & { end(): void } {
  if (typeof Worker === "undefined") return { ...inline, end: () => undefined };
  const helpers = Array.from({ length: Math.min(most, Math.max(1, navigator.hardwareConcurrency)) }, () => new Helper(script));
  let id = 0;
  const idlest = () => helpers.reduce((best, helper) => (helper.load < best.load ? helper : best));
  return {
    depth: helpers.length,
    signatures: (jobs) => idlest().ask({ kind: "signatures", id: (id += 1), jobs }),
    ballots: (jobs) => idlest().ask({ kind: "ballots", id: (id += 1), jobs }),
    end: () => helpers.forEach((helper) => helper.end()),
  };
}
