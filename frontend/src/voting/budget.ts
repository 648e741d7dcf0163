// The proof that a homomorphic ballot's choices cost no more than the budget, though nobody sees them: the slack (budget less costs) is
// written in base 4, each digit but the last encrypted, and each digit proven to be 0 to 3. The last digit's ciphertext follows from the
// choices' and the others', so that nothing is left to prove about their sum. Since costs are not negative, the slack is at most the budget.

import { checkOneOf, proveOneOf } from "./disjunction.ts";
import { must } from "./flaw.ts";
import { type Group, modulo, randomScalar } from "./group.ts";
import { list, members } from "./json.ts";
import {
  type Bases,
  type Ciphertext,
  type CiphertextText,
  decode,
  product,
  type ProofText,
  readCiphertextText,
  readProofs,
  spell,
  writeCiphertexts,
  writeProof,
} from "./proof.ts";
import type { Budget } from "./question.ts";
import type { Steps } from "./steps.ts";

export interface BudgetProofText {
  digits: CiphertextText[];
  proofs: ProofText[][];
}

const values = [0, 1, 2, 3];

/** Costs without their common divisor, and how many of it the limit holds: fewer digits. */
function reduced({ limit, costs }: Budget): { limit: bigint; costs: bigint[] } {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  const divisor = costs.reduce((all, cost) => gcd(BigInt(cost), all), 0n) || 1n;
  return { limit: BigInt(limit) / divisor, costs: costs.map((cost) => BigInt(cost) / divisor) };
}

/** The least m, but at least 1, with 4^m - 1 >= the reduced limit. */
export function digitsOf(budget: Budget): number {
  const { limit } = reduced(budget);
  let m = 1;
  while (4n ** BigInt(m) <= limit) m += 1;
  return m;
}

/** (1, g^limit) times the choices to the power of minus their costs, times the digits to that of minus 4^j: encrypts the last digit. */
function lastDigit(bases: Bases, budget: Budget, choices: readonly Ciphertext[], digits: readonly Ciphertext[]): Ciphertext {
  const { group } = bases;
  const { limit, costs } = reduced(budget);
  const power = ({ alpha, beta }: Ciphertext, exponent: bigint) => ({ alpha: group.power(alpha, exponent), beta: group.power(beta, exponent) });
  const spent = product(group, [
    ...choices.map((choice, i) => power(choice, costs[i]!)),
    ...digits.map((digit, i) => power(digit, 4n ** BigInt(i + 1))),
  ]);
  return { alpha: group.inverse(spent.alpha), beta: group.product(bases.g.power(limit), group.inverse(spent.beta)) };
}

const prefixOf = (s0: string, choices: string, digits: readonly CiphertextText[]) => `prove|budget|${s0}|${choices}|${spell(digits)}`;

const statementPrefix = (group: Group, prefix: string, digit: Ciphertext) => `${prefix}|${spell(writeCiphertexts(group, [digit]))}|`;

/** What the prover knows of the choices, "blank" left out. */
export interface Chosen {
  ciphertexts: readonly Ciphertext[];
  randomness: readonly bigint[];
  plain: readonly number[];
}

/** `spelled`: all the answer's ciphertexts, "blank" too. Throws RangeError where the choices cost more than the budget. */
export function* proveBudget(bases: Bases, s0: string, spelled: string, budget: Budget, chosen: Chosen): Steps<BudgetProofText> {
  const { group, g, y } = bases;
  const { limit, costs } = reduced(budget);
  const m = digitsOf(budget);
  const slack = chosen.plain.reduce((left, bit, i) => left - costs[i]! * BigInt(bit), limit);
  if (slack < 0n) throw new RangeError("the choices cost more than the budget");
  const plain = Array.from({ length: m }, (_, j) => Number((slack >> BigInt(2 * j)) & 3n));

  const randomness = plain.map(() => randomScalar(group));
  const encrypt = (digit: number, r: bigint) => ({ alpha: g.power(r), beta: group.product(y.power(r), g.power(BigInt(digit))) });
  const sent = plain.slice(1).map((digit, i) => encrypt(digit, randomness[i + 1]!));
  // The last digit's randomness follows from the others'; so do its ciphertext's parts, without the verifier's exponentiations.
  const costly = chosen.randomness.reduce((sum, r, i) => sum + costs[i]! * r, 0n);
  const shifted = randomness.slice(1).reduce((sum, r, i) => sum + (r << BigInt(2 * (i + 1))), 0n);
  randomness[0] = modulo(-costly - shifted, group.order);
  const all = [encrypt(plain[0]!, randomness[0]), ...sent];

  const digits = writeCiphertexts(group, sent);
  const prefix = prefixOf(s0, spelled, digits);
  const proofs: ProofText[][] = [];
  for (const [j, digit] of plain.entries()) {
    const statements = values.map((value) => ({ randomness: randomness[j]!, plain: digit, value }));
    proofs.push((yield* proveOneOf(bases, statementPrefix(group, prefix, all[j]!), statements, digit)).map(writeProof));
  }
  return { digits, proofs };
}

/** `choices`: the ciphertexts without "blank". Refuses what does not hold; returns what to write again. */
export function* checkBudget(
  bases: Bases,
  s0: string,
  spelled: string,
  budget: Budget,
  choices: readonly Ciphertext[],
  value: unknown,
): Steps<BudgetProofText> {
  const { group } = bases;
  const m = digitsOf(budget);
  const source = members(value);
  const digits = list(source["digits"]).map(readCiphertextText);
  const proofs = list(source["proofs"]).map((each) => readProofs(group, each));
  must(digits.length === m - 1 && proofs.length === m && proofs.every((each) => each.length === values.length), "bad_shape", "budget_proof");
  const sent = digits.map((digit, i) => decode(group, digit, `budget digit ${i + 1}`));
  const all = [lastDigit(bases, budget, choices, sent), ...sent];
  const prefix = prefixOf(s0, spelled, digits);
  for (const [j, digit] of all.entries()) {
    const [alpha, beta] = [group.table(digit.alpha, values.length), group.table(digit.beta, values.length)];
    const claims = values.map((each) => ({ alpha, beta, value: each }));
    const holds = yield* checkOneOf(bases, statementPrefix(group, prefix, digit), claims, proofs[j]!);
    must(holds, "bad_budget_proof", `digit ${j}`);
  }
  return { digits, proofs: proofs.map((each) => each.map(writeProof)) };
}
