// One line a step. A journey ends at its first failed step, since the next ones stand on it.

class StepFailed extends Error {}

export class Report {
  #counts = { ok: 0, "not ok": 0, skipped: 0 };

  #line(verdict, name, why = "") {
    this.#counts[verdict] += 1;
    console.log(`${verdict} - ${name}${why && `: ${why}`}`);
  }

  skipped(name, why) {
    this.#line("skipped", name, why);
  }

  async journey(name, walk) {
    const step = async (what, act) => {
      try {
        const result = await act();
        this.#line("ok", `${name}: ${what}`);
        return result;
      } catch (error) {
        this.#line("not ok", `${name}: ${what}`);
        console.log(String(error?.stack ?? error).replace(/^/gm, "  # "));
        throw new StepFailed();
      }
    };
    try {
      await walk(step);
    } catch (error) {
      if (error instanceof StepFailed) return;
      this.#line("not ok", name);
      console.log(String(error?.stack ?? error).replace(/^/gm, "  # "));
    }
  }

  /** Prints the sums; the exit code. Nothing done at all is no success, unless it was skipped. */
  summary() {
    const { ok, "not ok": failed, skipped } = this.#counts;
    console.log(`${ok} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 || ok + skipped === 0 ? 1 : 0;
  }
}
