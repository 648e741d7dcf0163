// The verifier's worker: one runs the audit, the others verify signatures for it.

import { parseVerifierKey } from "../record/note.ts";
import { parsePolicy } from "../record/policy.ts";
import { audit, type Options } from "./audit.ts";
import { failing } from "./ed25519.ts";
import { Refusal } from "./finding.ts";
import { failingBallots } from "./inline.ts";
import type { FromWorker, Request, ToWorker } from "./messages.ts";
import { startPool } from "./pool.ts";
import { openFiles, openSite, openTar, type Source } from "./source.ts";

const say = (message: FromWorker) => postMessage(message);

const open = async ({ tar, files, site }: Request): Promise<Source> =>
  tar ? openTar(tar) : files ? openFiles(new Map(files)) : openSite(site!);

function optionsOf({ key, policy, papers }: Request): Pick<Options, "key" | "policy" | "papers"> {
  const options: Pick<Options, "key" | "policy" | "papers"> = { papers };
  const parsedKey = key === undefined ? undefined : parseVerifierKey(key);
  const parsedPolicy = policy === undefined ? undefined : parsePolicy(policy);
  if (parsedKey) options.key = parsedKey;
  if (parsedPolicy) options.policy = parsedPolicy;
  return options;
}

/** Of a page on a disk no worker can be started from an address that another made. */
const addressOf = (script: string | undefined) =>
  script === undefined ? self.location.href : URL.createObjectURL(new Blob([script], { type: "text/javascript" }));

async function run(request: Request, script: string | undefined): Promise<void> {
  const pool = startPool(addressOf(script));
  try {
    const source = await open(request);
    const progress = (log: string, done: number, size: number) => say({ kind: "progress", log, done, size });
    say({ kind: "report", report: await audit(source, { ...optionsOf(request), verifier: pool, progress }) });
  } catch (reason) {
    const detail = reason instanceof Error ? reason.message : String(reason);
    if (reason instanceof Refusal) say({ kind: "no_bundle" });
    else say({ kind: request.site === undefined ? "failed" : "no_answer", detail });
  } finally {
    pool.end();
  }
}

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "audit") await run(data.request, data.script);
  else say({ kind: "done", id: data.id, failing: data.kind === "signatures" ? await failing(data.jobs) : failingBallots(data.jobs) });
});
