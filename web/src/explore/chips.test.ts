import { expect, it } from 'vitest';
import { type Chip, fromText, toText, withChip } from './chips';

const every: readonly Chip[] = [
  { dim: 'team', op: 'is', values: ["o'neil"] },
  { dim: 'tag:a]b', op: 'is', values: ['x', 'y, z'] },
  { dim: 'region', op: 'not', values: [''] },
  { dim: 'workload', op: 'contains', values: ['Train AND serve'] },
  { dim: 'pod', op: 'matches', values: ["^a('|b)+$"] },
  { dim: 'cost_category:Stage', op: 'missing', values: [] },
  { dim: 'node', op: 'present', values: [] },
];

it('writes chips as text and reads them back, each alone and all together', () => {
  for (const chip of every) expect(fromText(toText([chip]))).toEqual([chip]);
  expect(fromText(toText(every))).toEqual(every);
  expect(toText(every.slice(0, 3))).toBe(
    "team = 'o''neil' AND tags['a]b'] IN ('x', 'y, z') AND region IS DISTINCT FROM ''",
  );
});

it('reads what a user types, in any case and spacing', () => {
  expect(fromText("  team='a'   and region is null ")).toEqual([
    { dim: 'team', op: 'is', values: ['a'] },
    { dim: 'region', op: 'missing', values: [] },
  ]);
  expect(fromText('')).toEqual([]);
});

it('leaves text alone that says more than chips can', () => {
  for (const text of [
    "team = 'a' OR team = 'b'",
    "team <> 'a'",
    "NOT team = 'a'",
    "(team = 'a')",
    'hours > 3',
    "team = 'a' AND",
    "team = 'a",
    "contains(team, 'a')",
    'team = region',
    "tags['a'",
    'team',
  ])
    expect(fromText(text)).toBeNull();
});

it('takes a second value of a dimension as an alternative, and no chip twice', () => {
  const one = withChip([], { dim: 'team', op: 'is', values: ['a'] });
  const two = withChip(one, { dim: 'team', op: 'is', values: ['b'] });
  expect(two).toEqual([{ dim: 'team', op: 'is', values: ['a', 'b'] }]);
  const not: Chip = { dim: 'team', op: 'not', values: ['c'] };
  expect(withChip(withChip(two, not), not)).toEqual([...two, not]);
});
