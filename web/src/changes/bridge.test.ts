import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { axis, bridge, leftOut, mostly, sentence } from './bridge';
import { place } from './place';

const names = ['before', 'after', 'change', 'price', 'quantity', 'mix', 'new', 'gone', 'idle', 'other'];
const table = (...rows: (string | null)[][]): SchemaTable => ({
  columns: [
    { name: 'team', type: 'text' },
    ...names.map((name) => ({ name, type: 'decimal' as const })),
    { name: 'currency', type: 'text' },
  ],
  rows,
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
});
const two = table(
  ['ads', '10', '14.000000000001', '4.000000000001', '1', '3', '0.000000000001', '0', '0', null, '0', 'USD'],
  [null, '5', '4', '-1', '-1', '0', '0', '0', '0', null, '0', 'USD'],
  ['eu', '7', '9', '2', '2', '0', '0', '0', '0', null, '0', 'EUR'],
);

it('adds the parts of one currency exactly; what no row knows stays unknown', () => {
  const b = bridge(two, 'USD');
  expect([b.before, b.after, b.change, b.missing]).toEqual(['15', '18.000000000001', '3.000000000001', '0']);
  const of = (key: string) => b.bars.find((x) => x.key === key);
  expect(of('quantity')?.value).toBe('3');
  expect(of('idle')?.value).toBeNull();
  expect(of('gone')?.value).toBe('0');
  expect(of('quantity')).toMatchObject({ from: 15, to: 18 });
});

it('says what the parts miss, to the last digit', () => {
  const wrong = table(['ads', '10', '14', '4', '1', '2.999999999999', '0', '0', '0', null, '0', 'USD']);
  expect(bridge(wrong, 'USD').missing).toBe('0.000000000001');
});

const none = [null, null, null, null, null, null, null];
const unknownSide = table(
  ['A', '10', '14', '4', '1', '3', '0', '0', '0', null, '0', 'USD'],
  ['B', null, '7', null, ...none, 'USD'],
  ['C', '5', null, null, ...none, 'USD'],
  ['D', null, '1', null, ...none, 'EUR'],
);
it('sums the rows whose change is known, and says which are left out, and why', () => {
  const b = bridge(unknownSide, 'USD');
  expect([b.before, b.after, b.change, b.missing]).toEqual(['10', '14', '4', '0']);
  expect(leftOut(unknownSide, b, ['team'])).toBe(
    '2 rows are left out. B: its cost is unknown before. C: its cost is unknown after.',
  );
  const both = table(...unknownSide.rows.slice(0, 2).map((r) => [...r] as string[]), [
    '(other)',
    '8',
    '9',
    null,
    ...none,
    'USD',
  ]);
  expect(leftOut(both, bridge(both, 'USD'), ['team'])).toBe(
    '2 rows are left out. B: its cost is unknown before. Other: some of its cost is unknown before or after.',
  );
  const all = table(...['a', 'b', 'c'].map((n) => [n, null, n === 'c' ? null : '2', null, ...none, 'USD']));
  expect(leftOut(all, bridge(all, 'USD'), ['team'])).toBe(
    '3 rows are left out, whose cost is unknown before (2), before and after (1).',
  );
  expect(bridge(all, 'USD')).toMatchObject({ before: null, after: null, change: null, missing: null });
  expect(leftOut(two, bridge(two, 'USD'), ['team'])).toBe('');
});

it('says it in a sentence: how much, which part, from where', () => {
  expect(sentence(two, bridge(two, 'USD'), 'Effective', ['team'], 'USD')).toBe(
    'Effective cost rose by $3.00 (+20.0%): mostly quantity (+$3.00), most of it from ads.',
  );
  const less = table([null, '5', '4', '-1', '-1', '0', '0', '0', '0', null, '0', 'USD']);
  expect(sentence(less, bridge(less, 'USD'), 'Billed', ['team'], 'USD')).toBe(
    'Billed cost fell by $1.00 (−20.0%): mostly price (−$1.00), most of it from costs without team.',
  );
  const credit = table(['ads', '-10', '-15', '-5', '0', '0', '0', '0', '0', null, '-5', 'USD']);
  expect(sentence(credit, bridge(credit, 'USD'), 'Billed', ['team'], 'USD')).toMatch(
    /^Billed cost fell by \$5\.00 \(−50\.0%\)/,
  );
  const same = table(['ads', '5', '5', '0', '0', '0', '0', '0', '0', null, '0', 'USD']);
  expect(sentence(same, bridge(same, 'USD'), 'List', ['team'], 'USD')).toBe('List cost did not change.');
  const unknown = table(['ads', null, '5', null, null, null, null, null, null, null, null, 'USD']);
  expect(sentence(unknown, bridge(unknown, 'USD'), 'List', ['team'], 'USD')).toMatch(/was before isn't known/);
  const later = table(['ads', '5', null, null, ...none, 'USD']);
  expect(sentence(later, bridge(later, 'USD'), 'List', ['team'], 'USD')).toMatch(/was after isn't known/);
});

it('says most only of more than half of the change, of parts and of rows', () => {
  const says = (d: SchemaTable) => sentence(d, bridge(d, 'USD'), 'Effective', ['team'], 'USD');
  const neither = table(
    ['X', '0', '39', '39', '25', '14', '0', '0', '0', null, '0', 'USD'],
    ['Y', '0', '31', '31', '20', '11', '0', '0', '0', null, '0', 'USD'],
    ['Z', '0', '30', '30', '0', '0', '30', '0', '0', null, '0', 'USD'],
  );
  expect(says(neither)).toBe(
    'Effective cost rose by $100.00: the largest part is price (+$45.00), the largest row is X (+$39.00).',
  );
  const part = table(
    ['X', '50', '20', '-30', '-30', '0', '0', '0', '0', null, '0', 'USD'],
    ['Y', '50', '20', '-30', '-30', '0', '0', '0', '0', null, '0', 'USD'],
  );
  expect(says(part)).toBe(
    'Effective cost fell by $60.00 (−60.0%): mostly price (−$60.00), the largest row is X (−$30.00).',
  );
  const row = table(['X', '0', '10', '10', '4', '3', '3', '0', '0', null, '0', 'USD']);
  expect(says(row)).toBe(
    'Effective cost rose by $10.00: the largest part is price (+$4.00), most of the change from X.',
  );
  const half = table(['X', '0', '10', '10', '5', '5', '0', '0', '0', null, '0', 'USD']);
  expect(says(half)).toMatch(/the largest part is price/);
});

it('names the largest part that goes the way of the change', () => {
  const of = { price: '-9', quantity: '4', mix: '6' } as Record<string, string>;
  expect(mostly('1', (p) => of[p] ?? null)).toBe('mix');
  expect(mostly('-1', (p) => of[p] ?? null)).toBe('price');
  expect(mostly('0', (p) => of[p] ?? null)).toBeNull();
});

it('cuts the axis only where the parts would be too small to be seen', () => {
  expect(axis(bridge(two, 'USD').bars)).toMatchObject({ low: expect.any(Number), cut: true });
  const big = table(['ads', '10', '30', '20', '0', '20', '0', '0', '0', null, '0', 'USD']);
  expect(axis(bridge(big, 'USD').bars)).toEqual({ low: 0, high: 30, cut: false });
  const negative = table(['ads', '-10', '30', '40', '0', '40', '0', '0', '0', null, '0', 'USD']);
  expect(axis(bridge(negative, 'USD').bars)).toEqual({ low: -10, high: 30, cut: false });
});

it('stands as columns where there is room, else as rows; no bar leaves the picture', () => {
  const { bars } = bridge(two, 'USD');
  for (const [width, upright] of [
    [1000, true],
    [320, false],
  ] as const) {
    const placed = place(bars, axis(bars), width);
    expect(placed.upright).toBe(upright);
    for (const { rect } of placed.marks) {
      expect(rect.x).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width).toBeLessThanOrEqual(width);
      expect(rect.y + rect.height).toBeLessThanOrEqual(placed.height);
    }
  }
});
