// The browser's verifier on a bundle with secret rounds: from the last shuffles and the partial decryptions to votes and allocation. Ballots'
// own proofs, which interop.sh has it check, are left out, since they take most of the time. Bundled by secret.sh.
//
//   node recount.mjs BUNDLE VKEY ROUND...
//
// Prints the verdict, and whether each of the rounds was counted again; exits 1 where anything is wrong.

import { openAsBlob, readFileSync } from "node:fs";
import { parseVerifierKey } from "../../frontend/src/record/note.ts";
import { audit } from "../../frontend/src/verify/audit.ts";
import { inline } from "../../frontend/src/verify/inline.ts";
import { openTar } from "../../frontend/src/verify/source.ts";

const [bundle, vkey, ...ids] = process.argv.slice(2);
const key = parseVerifierKey(readFileSync(vkey, "utf8").trim());
const { verdict, findings, rounds } = await audit(await openTar(await openAsBlob(bundle)), { verifier: { ...inline, ballots: async () => [] }, key });
const missing = ids.filter((id) => !rounds.some((round) => round.id === id && round.recounted));
console.log(verdict, ...findings.slice(0, 3).map((finding) => JSON.stringify(finding)));
console.log(missing.length === 0 ? `counted again: ${ids.join(" ")}` : `not counted again: ${missing.join(" ")}`);
process.exitCode = verdict === "holds" && missing.length === 0 ? 0 : 1;
