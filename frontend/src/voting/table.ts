// Exponentiation by a table of the base's powers, for any group: one multiplication for each window of the exponent, always as many.

/** Windows of the exponent's bits, chosen so that making the table and using it `uses` times takes the fewest multiplications. */
function bestWidth(bits: number, uses: number): number {
  let best = 1;
  let least = Infinity;
  for (let width = 1; width <= 8; width += 1) {
    const windows = Math.ceil(bits / width);
    const work = windows * (2 ** width - 1 + uses);
    if (work < least) [best, least] = [width, work];
  }
  return best;
}

/** power(x) = base^x for x from 0 to 2^bits - 1. */
export function powerTable<E>(base: E, identity: E, product: (a: E, b: E) => E, bits: number, uses: number): (exponent: bigint) => E {
  const width = bestWidth(bits, uses);
  const rows: E[][] = [];
  let step = base;
  for (let at = 0; at < bits; at += width) {
    const row = [identity];
    for (let digit = 1; digit < 2 ** width; digit += 1) row.push(product(row[digit - 1]!, step));
    rows.push(row);
    step = product(row[row.length - 1]!, step);
  }
  return (exponent) => {
    // Its digits are read from text, since shifting a long big integer window by window copies it each time.
    const digits = exponent.toString(2).padStart(rows.length * width, "0");
    let result = identity;
    for (let i = 0; i < rows.length; i += 1) {
      const end = digits.length - i * width;
      result = product(result, rows[i]![parseInt(digits.slice(end - width, end), 2)]!);
    }
    return result;
  };
}

/** base^exponent for a base that is used once or twice: windows of four bits from the top. Time depends on the exponent. */
export function slidingPower<E>(base: E, exponent: bigint, identity: E, product: (a: E, b: E) => E): E {
  const row = [identity];
  for (let digit = 1; digit < 16; digit += 1) row.push(product(row[digit - 1]!, base));
  let result = identity;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4 && result !== identity; i += 1) result = product(result, result);
    if (digit !== "0") result = product(result, row[parseInt(digit, 16)]!);
  }
  return result;
}
