// Belenios' groups of integers modulo a prime p. An element is its decimal. Parameters: the Belenios specification, section 5.

import type { Element, Group, Table } from "./group.ts";
import { powerTable, slidingPower } from "./table.ts";

const number = (element: Element) => element as unknown as bigint;
const element = (of: bigint) => of as unknown as Element;

interface Parameters {
  name: string;
  p: bigint;
  q: bigint;
  g: bigint;
  embeddingBytes: number;
  /** Whether a number from 1 to p - 1 is in the subgroup of order q. */
  isMember(x: bigint): boolean;
}

/** The Jacobi symbol (a/n) for odd n: 1 for the squares modulo a prime. */
function jacobi(a: bigint, n: bigint): number {
  let sign = 1;
  while (a !== 0n) {
    while ((a & 1n) === 0n) {
      a >>= 1n;
      const rest = n & 7n;
      if (rest === 3n || rest === 5n) sign = -sign;
    }
    [a, n] = [n, a];
    if ((a & 3n) === 3n && (n & 3n) === 3n) sign = -sign;
    a %= n;
  }
  return n === 1n ? sign : 0;
}

/** By Euclid's algorithm; `a` from 1 to p - 1. */
function inverse(a: bigint, p: bigint): bigint {
  let [r, s, x, y] = [p, a, 0n, 1n];
  while (s !== 0n) {
    const quotient = r / s;
    [r, s, x, y] = [s, r - quotient * s, y, x - quotient * y];
  }
  return x < 0n ? x + p : x;
}

function fieldGroup({ name, p, q, g, embeddingBytes, isMember }: Parameters): Group {
  const multiply = (a: bigint, b: bigint) => (a * b) % p;
  const bits = q.toString(2).length;
  return {
    name,
    order: q,
    identity: element(1n),
    generator: element(g),
    product: (a, b) => element(multiply(number(a), number(b))),
    inverse: (a) => element(inverse(number(a), p)),
    equal: (a, b) => number(a) === number(b),
    encode: (elements) => elements.map((each) => number(each).toString()),

    decode(text) {
      if (text.length > 617 || !/^[1-9][0-9]*$/.test(text)) return undefined;
      const value = BigInt(text);
      return value < p && isMember(value) ? element(value) : undefined;
    },

    power: (base, exponent) => element(slidingPower(number(base), exponent, 1n, multiply)),

    table(base, uses): Table {
      const power = powerTable(number(base), 1n, multiply, bits, uses);
      return { power: (exponent) => element(power(exponent)) };
    },

    embeddingBytes,
    attempts: 2, // half of all numbers are squares

    *embed(numbers) {
      if (numbers.length > embeddingBytes) throw new RangeError("more numbers than an element carries");
      const top = numbers.reduce((sum, each) => (sum << 8n) + BigInt(each), 0n) << 8n;
      for (let low = 0n; low < 256n; low += 1n) {
        if (top + low !== 0n && isMember(top + low)) return element(top + low);
        yield;
      }
      throw new Error("no element for these numbers");
    },
  };
}

function belenios(): Group {
  const p = BigInt(
    "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719",
  );
  const q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;
  const g = BigInt(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627",
  );
  const isMember = (x: bigint) => slidingPower(x, q, 1n, (a, b) => (a * b) % p) === 1n;
  return fieldGroup({ name: "BELENIOS-2048", p, q, g, embeddingBytes: 0, isMember });
}

function rfc3526(): Group {
  const p = BigInt(
    "32317006071311007300338913926423828248817941241140239112842009751400741706634354222619689417363569347117901737909704191754605873209195028853758986185622153212175412514901774520270235796078236248884246189477587641105928646099411723245426622522193230540919037680524235519125679715870117001058055877651038861847280257976054903569732561526167081339361799541336476559160368317896729073178384589680639671900977202194168647225871031411336429319536193471636533209717077448227988588565369208645296636077250268955505928362751121174096972998068410554359584866583291642136218231078990999448652468262416972035911852507045361090559",
  );
  // p is a safe prime, so the subgroup of order (p - 1) / 2 is that of the squares.
  const isMember = (x: bigint) => jacobi(x, p) === 1;
  return fieldGroup({ name: "RFC-3526-2048", p, q: (p - 1n) / 2n, g: 2n, embeddingBytes: 254, isMember });
}

export const belenios2048 = belenios();
export const rfc3526_2048 = rfc3526();
