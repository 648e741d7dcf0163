import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base64, concat, fromBase64 } from "./bytes.ts";
import { cosignaturesOf, cosignerKey, type CosignerKey, parseCosignerKey, splitNote } from "./note.ts";
import { isQuorum, parsePolicy, policyOf } from "./policy.ts";

const note = readFileSync("../tests/data/tlog-demo/checkpoint", "utf8");
const log = readFileSync("../tests/data/tlog-demo/log.vkey", "utf8").trim();
const vkey = ({ name, id, key }: CosignerKey) => `${name}+${id}+${base64(concat(Uint8Array.of(4), key))}`;
const witnesses = ["a", "b", "c"].map((name, i) => cosignerKey(name, new Uint8Array(32).fill(i + 1)));
const [a, b, c] = witnesses as [CosignerKey, CosignerKey, CosignerKey];

const lines = `# who counts
log ${log} https://stadt.example/
witness wa ${vkey(a)}
witness wb ${vkey(b)} https://b.example
witness wc ${vkey(c)}

group two 2 wa wb wc
quorum two
`;

test("a policy says who is enough", () => {
  const policy = parsePolicy(lines)!;
  const [wa, wb, wc] = [...policy.witnesses.values()] as [CosignerKey, CosignerKey, CosignerKey];
  assert.ok(isQuorum(policy, [wa, wc]) && isQuorum(policy, [wa, wb, wc]));
  assert.ok(!isQuorum(policy, [wb]) && !isQuorum(policy, []));
  assert.ok(isQuorum(parsePolicy("quorum none\n")!, []));
  const nested = parsePolicy(lines.replace("group two 2 wa wb wc", "group inner any wa wb\ngroup two all inner wc"))!;
  const [na, , nc] = [...nested.witnesses.values()] as [CosignerKey, CosignerKey, CosignerKey];
  assert.ok(isQuorum(nested, [na, nc]) && !isQuorum(nested, [nc]));
  assert.ok(isQuorum(policyOf([], witnesses, 2), [a, b]) && !isQuorum(policyOf([], witnesses, 2), [a]));
});

test("a policy that is not well formed is refused", () => {
  const wrong = [
    ["quorum two", "quorum three"], ["2 wa wb wc", "4 wa wb wc"], ["2 wa wb wc", "2 wa wa wb"], ["2 wa wb wc", "0 wa wb"], ["witness wb", "witness wa"],
    ["quorum two\n", ""], ["quorum two", "quorum two\nquorum two"], ["quorum two", "perhaps two"], [vkey(a), vkey(a).replace("a+", "d+")],
  ] as const;
  for (const [from, to] of wrong) assert.equal(parsePolicy(lines.replace(from, to)), undefined, to);
});

test("another implementation's cosignatures verify, and not with a byte changed", () => {
  const names = ["rechnungshof", "uni", "zeitung"];
  const known = names.map((name) => parseCosignerKey(readFileSync(`../tests/data/tlog-demo/${name}.vkey`, "utf8").trim())!);
  assert.equal(splitNote(note)!.signatures.length, 4);
  const found = cosignaturesOf(note, known)!;
  assert.equal(found.length, known.length);
  assert.ok(found.every(({ seconds }) => seconds > 1_700_000_000));
  const line = /\u2014 witness\.example\/uni (\S+)/u.exec(note)![1]!;
  const bytes = fromBase64(line)!;
  for (const at of [5, 11, 12, 40, 75]) {
    const changed = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    assert.equal(cosignaturesOf(note.replace(line, base64(changed)), known), undefined, String(at));
  }
});
