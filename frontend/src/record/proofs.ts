// Making proofs from a log's tiles. What comes out is to be verified: the tiles are whoever serves them's word.

import type { Bytes } from "./bytes.ts";
import { nodeHash } from "./merkle.ts";
import { type TilePlace, tileWidth, widthAt } from "./tiles.ts";

/** Undefined where there is no such tile. */
export type TileReader = (place: TilePlace) => Promise<Bytes | undefined>;

const hashBytes = 32;

export class MissingTile extends Error {}

/** The hashes of a log of `size` entries, from its tiles. */
export class TileHashes {
  private readonly size: number;
  private readonly read: TileReader;
  private readonly tiles = new Map<string, Promise<Bytes>>();

  constructor(size: number, read: TileReader) {
    this.size = size;
    this.read = read;
  }

  private tile(level: number, n: number): Promise<Bytes> {
    const name = `${level} ${n}`;
    let found = this.tiles.get(name);
    if (!found) {
      const width = widthAt(level, n, this.size);
      found = this.read({ level, n, width }).then((bytes) => {
        if (bytes?.length !== width * hashBytes) throw new MissingTile(name);
        return bytes;
      });
      this.tiles.set(name, found);
    }
    return found;
  }

  /** Root of the complete subtree of 2^height entries that begins at `index` * 2^height. */
  private async complete(height: number, index: number): Promise<Uint8Array> {
    const level = Math.floor(height / 8);
    const rest = height % 8;
    const first = index * 2 ** rest;
    const tile = await this.tile(level, Math.floor(first / tileWidth));
    let hashes = Array.from({ length: 2 ** rest }, (_, i) => {
      const at = ((first % tileWidth) + i) * hashBytes;
      return tile.slice(at, at + hashBytes) as Uint8Array;
    });
    while (hashes.length > 1) hashes = hashes.flatMap((hash, i) => (i % 2 === 0 ? [nodeHash(hash, hashes[i + 1]!)] : []));
    return hashes[0]!;
  }

  /** MTH of the entries from `begin` to `end`, where `begin` is a multiple of a power of two that is at least their number. */
  async range(begin: number, end: number): Promise<Uint8Array> {
    const count = end - begin;
    const height = Math.log2(count);
    if (Number.isInteger(height)) return this.complete(height, begin / count);
    const split = begin + largestPowerBelow(count);
    return nodeHash(await this.range(begin, split), await this.range(split, end));
  }

  /** RFC 9162 section 2.1.4.1, from a tree of `from` to this one. `from`: 1 to its size. */
  async consistency(from: number): Promise<Uint8Array[]> {
    return this.subproof(from, 0, this.size, true);
  }

  private async subproof(from: number, begin: number, end: number, isWhole: boolean): Promise<Uint8Array[]> {
    if (from === end - begin) return isWhole ? [] : [await this.range(begin, end)];
    const k = largestPowerBelow(end - begin);
    if (from <= k) return [...(await this.subproof(from, begin, begin + k, isWhole)), await this.range(begin + k, end)];
    return [...(await this.subproof(from - k, begin + k, end, false)), await this.range(begin, begin + k)];
  }
}

/** The largest power of two that is less than n; n > 1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
