// The browser's verifier on the command line, for tests: node verify.mjs [--key VKEYFILE] [--paper FILE]... BUNDLE|FOLDER
// Prints the report as JSON. Exit code: 0 holds, 2 holds with items withheld, 1 does not hold, 65 no bundle.

import { openAsBlob, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../record/policy.ts";
import { parseVerifierKey } from "../record/note.ts";
import { audit, type Options } from "./audit.ts";
import { Refusal } from "./finding.ts";
import { inline } from "./inline.ts";
import { openFiles, openTar, type Source } from "./source.ts";

async function open(place: string): Promise<Source> {
  if (!statSync(place).isDirectory()) return openTar(await openAsBlob(place));
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return openFiles(new Map(await Promise.all(paths.map(async (path): Promise<[string, Blob]> => [path.slice(place.length).replace(/^\//, ""), await openAsBlob(path)]))));
}

const codes = { holds: 0, withheld: 2, fails: 1 };

async function run(args: string[]): Promise<number> {
  const options: Options = { verifier: inline, papers: [] };
  let place = "";
  for (let i = 0; i < args.length; i += 1) {
    const value = () => readFileSync(args[(i += 1)]!, "utf8");
    if (args[i] === "--key") options.key = parseVerifierKey(value().trim())!;
    else if (args[i] === "--policy") options.policy = parsePolicy(value())!;
    else if (args[i] === "--paper") options.papers!.push({ name: args[i + 1]!, text: value() });
    else place = args[i]!;
  }
  try {
    const report = await audit(await open(place), options);
    console.log(JSON.stringify(report, null, 1));
    return codes[report.verdict];
  } catch (reason) {
    if (reason instanceof Refusal) return 65;
    throw reason;
  }
}

process.exitCode = await run(process.argv.slice(2));
