import assert from "node:assert/strict";
import { test } from "node:test";
import { Tree } from "../verify/tree.ts";
import { equal, utf8 } from "./bytes.ts";
import { leafHash, nodeHash, verifyConsistency } from "./merkle.ts";
import { MissingTile, TileHashes } from "./proofs.ts";
import { tileIndexPath, tilesOf, widthAt } from "./tiles.ts";

function treeOf(size: number): Tree {
  const tree = new Tree();
  for (let i = 0; i < size; i += 1) tree.append(leafHash(utf8(`entry ${i}`)));
  return tree;
}

/** RFC 9162 section 2.1.1, word for word. */
function mth(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

test("the tree has the root that the definition gives, at every size", () => {
  const tree = treeOf(300);
  const leaves = Array.from({ length: 300 }, (_, i) => tree.leaf(i)!);
  for (let size = 1; size <= 300; size += 1) assert.ok(equal(tree.root(size)!, mth(leaves.slice(0, size))), String(size));
  assert.equal(tree.root(301), undefined);
});

test("proofs from tiles verify, for sizes around whole tiles", async () => {
  for (const size of [1, 2, 255, 256, 257, 300, 511, 513, 65_537]) {
    const tree = treeOf(size);
    const hashes = new TileHashes(size, async (place) => tree.tile(place));
    for (const from of [1, 2, 3, 128, 255, 256, 257, 300, 512, size - 1, size].filter((each) => each >= 1 && each <= size)) {
      const proof = await hashes.consistency(from);
      assert.ok(verifyConsistency(from, size, proof, tree.root(from)!, tree.root()!), `${from} to ${size}`);
      const other = tree.root(from)!.map((byte, i) => (i === 7 ? byte ^ 1 : byte));
      assert.ok(!verifyConsistency(from, size, proof, other, tree.root()!));
    }
  }
});

test("a tile that is missing or too short is no answer", async () => {
  const tree = treeOf(300);
  await assert.rejects(new TileHashes(300, async () => undefined).consistency(100), MissingTile);
  await assert.rejects(new TileHashes(300, async (place) => tree.tile(place).slice(1)).consistency(100), MissingTile);
});

test("the paths and widths of c2sp.org/tlog-tiles", () => {
  assert.equal(tileIndexPath(1_234_067, 256), "x001/x234/067");
  assert.equal(tileIndexPath(5, 112), "005.p/112");
  assert.equal(tileIndexPath(1_000, 256), "x001/000");
  const last = (size: number) => [...tilesOf(size)].map(({ level, n, width }) => `${level}/${n}/${width}`);
  assert.deepEqual(last(256), ["0/0/256", "1/0/1"]);
  assert.deepEqual(last(70_000).slice(-4), ["0/273/112", "1/0/256", "1/1/17", "2/0/1"]);
  assert.equal(widthAt(0, 274, 70_000), 0);
});
