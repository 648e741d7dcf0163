// From hex digits that have been found well formed.

import type { Bytes } from "../record/bytes.ts";

/** Of a digit's character code; lower case only. */
const valueOf = (code: number) => (code < 58 ? code - 48 : code - 87);

export function bytesOfHex(digits: string): Bytes {
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = 16 * valueOf(digits.charCodeAt(2 * i)) + valueOf(digits.charCodeAt(2 * i + 1));
  return bytes;
}
