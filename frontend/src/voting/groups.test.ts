import assert from "node:assert/strict";
import { test } from "node:test";
import { type Element, type Group, modulo, randomScalar, readScalar } from "./group.ts";
import { groupNamed, groups } from "./groups.ts";
import { atOnce } from "./steps.ts";

const spell = (group: Group, element: Element) => group.encode([element])[0]!;
const ed25519 = groupNamed("Ed25519")!;
const p = 2n ** 255n - 19n;
const hex64 = (value: bigint) => value.toString(16).padStart(64, "0");

for (const group of groups) {
  const { generator: g, order: q, identity } = group;

  test(`${group.name}: tables and plain powers agree, for edges too`, () => {
    const base = group.power(g, 987654321n);
    for (const uses of [1, 10, 100]) {
      const table = group.table(base, uses);
      for (const exponent of [0n, 1n, 2n, 15n, 16n, 2n ** 200n, q - 1n, randomScalar(group), randomScalar(group)]) {
        assert.equal(spell(group, table.power(exponent)), spell(group, group.power(base, exponent)), `${exponent} by ${uses}`);
      }
    }
  });

  test(`${group.name}: its laws`, () => {
    const [x, y] = [randomScalar(group), randomScalar(group)];
    const [a, b] = [group.power(g, x), group.power(g, y)];
    assert.ok(group.equal(group.product(a, b), group.power(g, modulo(x + y, q))));
    assert.ok(group.equal(group.product(a, group.inverse(a)), identity));
    assert.ok(group.equal(group.power(identity, x), identity));
    assert.ok(group.equal(group.product(group.power(g, q - 1n), g), identity));
    assert.ok(!group.equal(a, b));
  });

  test(`${group.name}: an element has one spelling, and only members have one`, () => {
    for (const element of [identity, g, group.power(g, randomScalar(group))]) {
      const text = spell(group, element);
      const again = group.decode(text);
      assert.ok(again && group.equal(again, element));
      for (const bad of [` ${text}`, `${text} `, `0${text}`, `+${text}`, `${text}x`, `-${text}`, "", "0x1"]) {
        assert.equal(group.decode(bad), undefined, bad);
      }
    }
  });

  test(`${group.name}: numbers below the order, in one spelling`, () => {
    assert.equal(readScalar("0", q), 0n);
    assert.equal(readScalar(`${q - 1n}`, q), q - 1n);
    for (const bad of ["", "00", "01", "+5", "-1", " 1", "1 ", "1e3", "0x1", `${q}`, `${q + 1n}`]) assert.equal(readScalar(bad, q), undefined, bad);
  });
}

test("Ed25519: small order, torsion, and other spellings of points are refused", () => {
  const torsion = [
    hex64(p - 1n), // order 2
    hex64(0n), // order 4
    hex64(2n ** 255n), // order 4, the other sign
    "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", // order 8
    hex64(p + 1n), // the identity, y not reduced
    hex64(1n + 2n ** 255n), // the identity with a sign
    hex64(p), // y = 0, not reduced
  ];
  for (const text of torsion) assert.equal(ed25519.decode(text), undefined, text);
  assert.ok(ed25519.decode(hex64(1n)), "the identity is a member");
  // A member times the point of order 2, (x, y) -> (-x, -y), is on the curve and no member.
  const member = BigInt(`0x${spell(ed25519, ed25519.generator)}`);
  for (const sign of [0n, 2n ** 255n]) assert.equal(ed25519.decode(hex64(p - member + sign)), undefined);
  assert.equal(ed25519.decode(spell(ed25519, ed25519.generator).toUpperCase().replace("6", "A")), undefined);
  assert.equal(ed25519.decode("6".repeat(63) + "A"), undefined);
});

test("field groups: no zero, nothing from p on, no number outside the subgroup", () => {
  for (const name of ["BELENIOS-2048", "RFC-3526-2048"]) {
    const group = groupNamed(name)!;
    assert.equal(group.decode("0"), undefined);
    assert.equal(group.decode(`${2n ** 2048n}`), undefined);
    const small = Array.from({ length: 40 }, (_, i) => i + 2);
    const outside = small.filter((value) => group.decode(`${value}`) === undefined);
    assert.ok(outside.length > 10, "small numbers outside the subgroup");
  }
});

test("RFC-3526-2048: numbers congruent to members, but not below p, are refused, and so is minus one", () => {
  const group = groupNamed("RFC-3526-2048")!;
  const prime = 2n * BigInt(spell(group, group.inverse(group.generator))) - 1n;
  assert.equal(prime.toString(2).length, 2048);
  assert.ok(group.decode("2") && group.decode(`${prime - 2n}`) === undefined);
  for (const bad of [prime - 1n, prime, prime + 1n, prime + 2n]) assert.equal(group.decode(`${bad}`), undefined);
});

test("embedding: the numbers stand above the padding, and what does not fit throws", () => {
  for (const [name, padding, most] of [["Ed25519", 14n, 30], ["RFC-3526-2048", 8n, 254]] as const) {
    const group = groupNamed(name)!;
    for (const numbers of [[0], [1, 2, 3], new Array<number>(most).fill(255), new Array<number>(most).fill(0)]) {
      const text = spell(group, atOnce(group.embed(numbers)));
      assert.ok(group.decode(text));
      // Embedding leaves the sign of x at 0 on Ed25519.
      const value = BigInt(name === "Ed25519" ? `0x${text}` : text) >> padding;
      assert.equal(value, numbers.reduce((sum, number) => sum * 256n + BigInt(number), 0n));
    }
    assert.throws(() => atOnce(group.embed(new Array<number>(most + 1).fill(0))), RangeError);
  }
  assert.throws(() => atOnce(groupNamed("BELENIOS-2048")!.embed([1])), RangeError);
});
