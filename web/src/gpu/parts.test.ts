import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { barOf, barOfAll, barOfRow, wasters } from './parts';

const fates = ['used', 'wasted', 'parked', 'unmeasured', 'idle', 'fragmented'];
const table = (rows: SchemaTable['rows']): SchemaTable => ({
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
  columns: [
    { name: 'workload', type: 'text' },
    ...fates.map((f) => ({ name: `${f}_list_cost`, type: 'decimal' as const })),
    { name: 'currency', type: 'text' },
  ],
  rows,
});
const fleet = table([
  ['a', '5', '3', '2', '0', '0', '0', 'USD'],
  ['b', '1', '7.5', null, '0', '0', '0', 'USD'],
  ['c', null, null, null, '4', '0', '0', 'USD'],
  [null, '0', '0', '0', '0', '9', '1', 'USD'],
  ['d', '0', '8', '0', '0', '0', '0', 'EUR'],
  ['e', '1', '0', '0', '0', '0', '0', 'USD'],
  ['(other)', '1', '50', '0', '0', '0', '0', 'USD'],
]);

it('cuts what is parked out of what is wasted, so that the bar is the whole', () => {
  expect(barOfRow(fleet, fleet.rows[0] ?? [], 'list').map((p) => [p.tone, p.value])).toEqual([
    ['used', 5],
    ['wasted', 1],
    ['parked', 2],
    ['unmeasured', 0],
    ['fragmented', 0],
    ['idle', 0],
  ]);
  const rounded = barOf((f) => (f === 'wasted' ? 1 : f === 'parked' ? 1.01 : 0));
  expect(rounded[1]?.value).toBe(0); // never less than nothing
});

it('draws nothing for what is not known, and sums what is, in one currency', () => {
  expect(barOfRow(fleet, fleet.rows[2] ?? [], 'list').map((p) => p.value)).toEqual([null, null, null, 4, 0, 0]);
  expect(barOfAll(fleet, 'list', 'EUR')[1]?.value).toBe(8);
  expect(barOfAll(fleet, 'list', 'USD')[5]).toEqual({ tone: 'idle', value: 9 });
  expect(barOfAll(table([]), 'list', 'USD').every((p) => p.value === null)).toBe(true);
});

it('names those who waste most: workloads alone, by what is known', () => {
  expect(wasters(fleet, 'list', 'USD', 9).map((r) => r[0])).toEqual(['b', 'a']);
  expect(wasters(fleet, 'list', 'USD', 1).map((r) => r[0])).toEqual(['b']);
});
