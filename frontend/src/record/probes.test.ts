// Known answers from another implementation: 98 inclusion and 98 consistency proofs, good and bad, read where they lie.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, fromBase64 } from "./bytes.ts";
import { verifyConsistency, verifyInclusion } from "./merkle.ts";

const folder = join(process.env["RADSLAG_SHARED"] ?? "../../shared", "vectors", "rfc6962-probes");
const skip = existsSync(folder) ? false : `SKIPPED: no RFC 6962 probes at ${folder}`;

interface Probe {
  wantErr: boolean;
  desc: string;
  proof: string[] | null;
  [name: string]: unknown;
}

/** The other implementation's hashes may have any length, ours cannot: such a probe is not asked. */
function hashes(texts: string[]): Bytes[] | undefined {
  const found = texts.map((text) => fromBase64(text));
  return found.every((hash) => hash?.length === 32) ? (found as Bytes[]) : undefined;
}

function judgeAll(name: string, roots: [string, string], judge: (probe: Probe, proof: Bytes[], a: Bytes, b: Bytes) => boolean): [number, number] {
  const files = readdirSync(join(folder, name), { recursive: true }).filter((file) => String(file).endsWith(".json"));
  let asked = 0;
  for (const file of files) {
    const probe = JSON.parse(readFileSync(join(folder, name, String(file)), "utf8")) as Probe;
    const all = hashes([...(probe.proof ?? []), String(probe[roots[0]] ?? ""), String(probe[roots[1]] ?? "")]);
    if (!all) continue;
    asked += 1;
    assert.equal(judge(probe, all.slice(0, -2), all.at(-2)!, all.at(-1)!), !probe.wantErr, `${String(file)}: ${probe.desc}`);
  }
  return [files.length, asked];
}

test("inclusion probes", { skip }, () => {
  const judge = (probe: Probe, proof: Bytes[], leaf: Bytes, root: Bytes) =>
    verifyInclusion(Number(probe["leafIdx"]), Number(probe["treeSize"]), leaf, proof, root);
  assert.deepEqual(judgeAll("inclusion", ["leafHash", "root"], judge), [98, 72]);
});

test("consistency probes", { skip }, () => {
  const judge = (probe: Probe, proof: Bytes[], first: Bytes, second: Bytes) =>
    verifyConsistency(Number(probe["size1"]), Number(probe["size2"]), proof, first, second);
  assert.deepEqual(judgeAll("consistency", ["root1", "root2"], judge), [98, 71]);
});
