import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { type Chart, domain, layers, summary } from './series';
import { toChart } from './to-chart';

const bucket = (at: string, ...values: (number | null)[]) => ({
  at,
  values,
  exact: values.map((v) => (v === null ? null : String(v))),
});
const chart: Chart = {
  currency: 'USD',
  unit: 'day',
  names: ['a', 'b'],
  buckets: [bucket('1', 10, 5), bucket('2', 20, 5), bucket('3', 20, -5), bucket('4', 40, 5), bucket('5', null, null)],
};
const say = (c: Chart) =>
  summary(
    c,
    (s) => `$${s}`,
    (n) => `$${n}`,
    (at) => `day ${at}`,
  );

it('stacks each series on the one before, and credits below zero', () => {
  expect(layers(chart)[1]?.slice(0, 3)).toEqual([
    [10, 15],
    [20, 25],
    [-5, 0],
  ]);
  expect(domain(chart, 'bars')).toEqual([-5, 45]);
});

it('sums known days only and says how many are missing', () => {
  expect(say(chart)).toBe(
    '$100 over 4 days, most on day 4 ($45). The second half is up 50\u00a0% on the first; largest mover a (+$30). 1 day without data.',
  );
  expect(say({ ...chart, buckets: [bucket('5', null, null)] })).toBe('No day of this period has data.');
});

const table: SchemaTable = {
  columns: [
    { name: 'period', type: 'date' },
    { name: 'team', type: 'text' },
    { name: 'effective_cost', type: 'decimal' },
    { name: 'currency', type: 'text' },
  ],
  rows: [
    ['2026-10-01', '(other)', '9', 'USD'],
    ['2026-10-01', null, '1.5', 'USD'],
    ['2026-10-03', 'ads', '2', 'USD'],
    ['2026-10-03', 'eu', '7', 'EUR'],
  ],
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
};

it('makes series of rows: days without a row are unknown, a group without one spent nothing', () => {
  const made = toChart(table, {
    dims: ['team'],
    value: 'effective_cost',
    currency: 'USD',
    unit: 'day',
    from: '2026-10-01',
    to: '2026-10-05',
  });
  expect(made.names).toEqual(['ads', 'No team', 'Other']);
  expect(made.buckets.map((b) => [b.at, ...b.exact])).toEqual([
    ['2026-10-01', '0', '1.5', '9'],
    ['2026-10-02', null, null, null],
    ['2026-10-03', '2', '0', '0'],
    ['2026-10-04', null, null, null],
  ]);
});
