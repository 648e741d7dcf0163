// Tiles of height 8: c2sp.org/tlog-tiles. A tile holds the roots of 256 complete subtrees beside each other, or of as many as there are.

export const tileWidth = 256;

/** "x001/x234/067"; with ".p/<width>" where the tile is not full. */
export function tileIndexPath(n: number, width: number): string {
  const digits = (value: number) => String(value % 1000).padStart(3, "0");
  let path = digits(n);
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${digits(rest)}/${path}`;
  return width < tileWidth ? `${path}.p/${width}` : path;
}

/** How wide tile `n` of a level is in a log of that size; 0 where it does not exist. */
export function widthAt(level: number, n: number, size: number): number {
  const hashes = Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - n * tileWidth));
}

export interface TilePlace {
  level: number;
  n: number;
  width: number;
}

export const tilePath = ({ level, n, width }: TilePlace) => `tile/${level}/${tileIndexPath(n, width)}`;

/** All tiles of a log of that size, level by level. */
export function* tilesOf(size: number): Generator<TilePlace> {
  for (let level = 0; tileWidth ** level <= size; level += 1) {
    for (let n = 0; widthAt(level, n, size) > 0; n += 1) yield { level, n, width: widthAt(level, n, size) };
  }
}

/** The bundles or packs of a log of that size: n and width. */
export function* bundlesOf(size: number): Generator<{ n: number; width: number }> {
  for (let n = 0; n * tileWidth < size; n += 1) yield { n, width: Math.min(tileWidth, size - n * tileWidth) };
}
