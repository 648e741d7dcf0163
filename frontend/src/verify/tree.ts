// The hashes of a log as its entries come: roots at every size that is asked for, tiles, the root at the end.

import { type Bytes, concat, equal, hex } from "../record/bytes.ts";
import { emptyRoot, nodeHash } from "../record/merkle.ts";
import { type TilePlace, tileWidth } from "../record/tiles.ts";

export class Tree {
  /** levels[l][i]: root of the complete subtree of 2^l entries that begins at i * 2^l. */
  private readonly levels: Uint8Array[][] = [[]];

  get size(): number {
    return this.levels[0]!.length;
  }

  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const row = (this.levels[level] ??= []);
      row.push(hash);
      if (row.length % 2 === 1) return;
      hash = nodeHash(row.at(-2)!, hash);
    }
  }

  leaf(index: number): Uint8Array | undefined {
    return this.levels[0]![index];
  }

  /** Undefined beyond what was read. */
  root(size = this.size): Uint8Array | undefined {
    if (size > this.size) return undefined;
    if (size === 0) return emptyRoot();
    let hash: Uint8Array | undefined;
    let begin = size;
    // From the smallest complete subtree at the right edge to the largest.
    for (let level = 0; begin > 0; level += 1) {
      const width = 2 ** level;
      if (Math.floor(begin / width) % 2 === 0) continue;
      begin -= width;
      const left = this.levels[level]![begin / width]!;
      hash = hash ? nodeHash(left, hash) : left;
    }
    return hash;
  }

  rootText(size: bigint): string | undefined {
    const root = size <= BigInt(this.size) ? this.root(Number(size)) : undefined;
    return root && hex(root);
  }

  tile({ level, n, width }: TilePlace): Bytes {
    const row = this.levels[8 * level] ?? [];
    return concat(...row.slice(n * tileWidth, n * tileWidth + width));
  }

  hasTile(place: TilePlace, bytes: Uint8Array): boolean {
    return equal(this.tile(place), bytes);
  }
}
