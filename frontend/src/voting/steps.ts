// Long computations in small steps: a generator yields after each, so that the same code runs at once or in pieces with the page alive
// between them.

export type Steps<T> = Generator<void, T, void>;

/** `done` of `total` steps; reported each time the page gets a turn, and at the end. */
export type Progress = (done: number, total: number) => void;

const turn = 12; // milliseconds without a break: under one frame of a screen with 60 a second

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** `total`: how many steps there will be, as far as known; it only scales the progress. */
export async function inPieces<T>(steps: Steps<T>, total: number, progress: Progress = () => {}): Promise<T> {
  let since = performance.now();
  for (let done = 0; ; done += 1) {
    const next = steps.next();
    if (next.done) {
      progress(total, total);
      return next.value;
    }
    if (performance.now() - since < turn) continue;
    progress(Math.min(done, total), total);
    await breather();
    since = performance.now();
  }
}

/** A task's length: events and painting come in between. Timers would wait four milliseconds each. */
function breather(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
