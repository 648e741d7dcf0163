import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, utf8 } from "./bytes.ts";
import { leafHash, nodeHash, verifyInclusion } from "./merkle.ts";

const leaves = (size: number) => Array.from({ length: size }, (_, i) => leafHash(utf8(`entry ${i}`)));

/** The definitions of RFC 9162, section 2.1, word for word. */
function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}
function root(d: Uint8Array[]): Uint8Array {
  if (d.length === 1) return d[0]!;
  const k = split(d.length);
  return nodeHash(root(d.slice(0, k)), root(d.slice(k)));
}
function path(m: number, d: Uint8Array[]): Uint8Array[] {
  if (d.length === 1) return [];
  const k = split(d.length);
  return m < k ? [...path(m, d.slice(0, k)), root(d.slice(k))] : [...path(m - k, d.slice(k)), root(d.slice(0, k))];
}

test("leaf hash of RFC 9162: SHA-256 of a zero byte for the empty entry", () => {
  assert.equal(hex(leafHash(new Uint8Array())), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
});

test("each leaf of each tree up to 20 is where its proof says, and nowhere else", () => {
  for (let size = 1; size <= 20; size += 1) {
    const d = leaves(size);
    const top = root(d);
    for (let index = 0; index < size; index += 1) {
      const proof = path(index, d);
      const leaf = d[index]!;
      assert.ok(verifyInclusion(index, size, leaf, proof, top), `${index} of ${size}`);
      for (let other = 0; other <= size; other += 1) {
        if (other !== index) assert.ok(!verifyInclusion(other, size, leaf, proof, top), `${index} as ${other} of ${size}`);
      }
      assert.ok(!verifyInclusion(index, size, leafHash(utf8("other")), proof, top));
      assert.ok(!verifyInclusion(index, size, leaf, [...proof, top], top));
      if (proof.length > 0) assert.ok(!verifyInclusion(index, size, leaf, proof.slice(1), top));
    }
  }
});

test("indexes that are no place in a tree are refused", () => {
  const d = leaves(1);
  for (const [index, size] of [[0, 0], [1, 1], [-1, 1], [0.5, 1], [NaN, 1], [0, Infinity]] as const) {
    assert.ok(!verifyInclusion(index, size, d[0]!, [], d[0]!), `${index} of ${size}`);
  }
});

test("sizes beyond 2^32 are computed rightly", () => {
  // A tree of 2^40 + 1 leaves: its last leaf has one sibling, the root of all the others.
  const [leaf, rest] = leaves(2) as [Uint8Array, Uint8Array];
  assert.ok(verifyInclusion(2 ** 40, 2 ** 40 + 1, leaf, [rest], nodeHash(rest, leaf)));
  assert.ok(!verifyInclusion(2 ** 40, 2 ** 40 + 1, leaf, [rest], nodeHash(leaf, rest)));
});
