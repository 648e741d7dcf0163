// For tests: ballots that somebody tampered with at random, the same ones each time. No line ends in them.

/** Numbers below n that look random and are the same each time (xorshift32). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

type Mutation = (json: string, roll: (n: number) => number, other: string) => string;

const characters = '0123456789abcdef"{}[]:,.+- \\';
const strings = /"([0-9a-zA-Z+/]{20,})"/g;
const found = (json: string) => [...json.matchAll(strings)].map((match) => ({ at: match.index + 1, text: match[1]! }));
const splice = (json: string, at: number, length: number, put: string) => json.slice(0, at) + put + json.slice(at + length);

const mutations: Mutation[] = [
  // A character replaced, inserted, dropped; two swapped.
  (json, roll) => splice(json, roll(json.length), 1, characters[roll(characters.length)]!),
  (json, roll) => splice(json, roll(json.length), 0, characters[roll(characters.length)]!),
  (json, roll) => splice(json, roll(json.length), 1, ""),
  (json, roll) => {
    const at = roll(json.length - 1);
    return splice(json, at, 2, json[at + 1]! + json[at]!);
  },
  (json, roll) => json.slice(0, roll(json.length)),
  // A bit of a hex or decimal string.
  (json, roll) => {
    const { at, text } = pick(found(json), roll);
    const i = roll(text.length);
    return splice(json, at + i, 1, String.fromCharCode(text.charCodeAt(i) ^ (1 << roll(3))));
  },
  // One of its strings for another of its own, or for the same of another good ballot.
  (json, roll) => {
    const [from, to] = [pick(found(json), roll), pick(found(json), roll)];
    return splice(json, to.at, to.text.length, from.text);
  },
  (json, roll, other) => {
    const i = roll(found(json).length);
    const { at, text } = found(json)[i]!;
    return splice(json, at, text.length, found(other)[i]!.text);
  },
  // A number one off, or in another spelling.
  (json, roll) => {
    const decimals = found(json).filter(({ text }) => /^[0-9]{70,}$/.test(text));
    const { at, text } = pick(decimals, roll);
    const value = BigInt(text);
    return splice(json, at, text.length, pick([`${value + 1n}`, `${value - 1n}`, `-${text}`, `+${text}`, `0${text}`, ` ${text}`, `${text}.0`], roll));
  },
  // A space, or a member that nobody declared, somewhere in the structure.
  (json, roll) => {
    const at = pick([...json.matchAll(/[{},:[\]]/g)], roll).index;
    return splice(json, at, 1, `${json[at]!}${pick([" ", "\t", '"a":1,', "[],", ","], roll)}`);
  },
];

const pick = <T>(from: readonly T[], roll: (n: number) => number): T => from[roll(from.length)]!;

/** `count` texts, none of them `json`. `other`: a good ballot of another voter, whose parts are mixed in. */
export function* mutationsOf(json: string, other: string, count: number): Generator<string> {
  const roll = dice(20261122);
  for (let made = 0; made < count; ) {
    const mutated = pick(mutations, roll)(json, roll, other);
    if (mutated === json) continue;
    made += 1;
    yield mutated;
  }
}
