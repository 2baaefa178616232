import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { summary } from '../charts/series';
import { barOf, trendOf } from './units';

const names = [
  'day',
  'usage_list_cost',
  'idling_list_cost',
  'allocation_per_1m_tokens',
  'usage_per_1m_tokens',
  'currency',
];
const days: SchemaTable = {
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
  columns: names.map((name) => ({ name, type: 'text' })),
  rows: [
    ['2026-10-03', null, null, '0.9', null, 'USD'],
    ['2026-10-01', '4', '6', '0.5', '0.2', 'USD'],
    ['2026-10-01', '1', '1', '1', '1', 'EUR'],
  ],
};
const of = { cost: 'list', currency: 'USD', from: '2026-10-01', to: '2026-10-05' };

it('usage and idling are the allocation; where usage is not known the rest says so', () => {
  const bar = (cells: Record<string, number | null>) =>
    barOf((name) => cells[name] ?? null, 'list').map((p) => p.value);
  expect(bar({ allocation_list_cost: 10, usage_list_cost: 4, idling_list_cost: 6 })).toEqual([4, 6, 0]);
  expect(bar({ allocation_list_cost: 10, usage_list_cost: null, idling_list_cost: null })).toEqual([null, null, 10]);
  expect(bar({})).toEqual([null, null, null]);
});

it('days without a row are days without data, not days of nothing', () => {
  const chart = trendOf(days, { ...of, trend: 'cost' });
  expect(chart.names).toEqual(['Usage', 'Idling']);
  expect(chart.buckets.map((b) => [b.at, ...b.exact])).toEqual([
    ['2026-10-01', '4', '6'],
    ['2026-10-02', null, null],
    ['2026-10-03', null, null],
    ['2026-10-04', null, null],
  ]);
});

it('prices are told each by itself, never added up', () => {
  const chart = trendOf(days, { ...of, trend: 'price' });
  expect(chart.buckets.map((b) => b.exact[0])).toEqual(['0.5', null, '0.9', null]);
  const said = summary(
    chart,
    (v) => v,
    (v) => `$${v}`,
    (at) => at,
  );
  expect(said).toBe(
    'Allocation from $0.5 to $0.9, highest on 2026-10-03 ($0.9). Usage from $0.2 to $0.2, highest on 2026-10-01 ($0.2). 2 days without data.',
  );
});
