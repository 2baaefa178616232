import type { SchemaTable } from '../api/api';
import { column, number, type Row, records } from '../api/table';
import type { Bucket, Chart } from '../charts/series';
import type { Part } from '../charts/stack';

/** What is paid for, each on both bases: for the capacity that was allocated, and for what of it worked. */
export const units = {
  per_1m_tokens: '1M tokens',
  per_1m_input: '1M input',
  per_1m_output: '1M output',
  per_1m_cached: '1M cached',
  per_request: 'Request',
} as const;
export type Unit = keyof typeof units;

export const why = {
  allocation: 'no workload of this model is known',
  usage: 'no telemetry of its cards, so what worked can’t be told',
  idling: 'no telemetry of its cards, so idling can’t be told',
  tokens: 'no token or request of this kind was counted',
} as const;

export const money = (cost: string) =>
  ({
    allocation: { column: `allocation_${cost}_cost`, label: 'Allocation', why: why.allocation },
    usage: { column: `usage_${cost}_cost`, label: 'Usage', why: why.usage },
    idling: { column: `idling_${cost}_cost`, label: 'Idling', why: why.idling },
    without: {
      column: `without_requests_${cost}_cost`,
      label: 'Without requests',
      why: 'no hour of requests is known',
    },
    unmeasured: { column: `unmeasured_${cost}_cost`, label: 'Unmeasured', why: why.allocation },
  }) as const;

/** Usage and the cost of idling: together they are the allocation. */
export function barOf(table: SchemaTable, row: Row, cost: string): readonly Part[] {
  const at = (name: string) => number(row, column(table, name));
  return [
    { tone: 'used', value: at(money(cost).usage.column) },
    { tone: 'idle', value: at(money(cost).idling.column) },
  ];
}

/** Days of all models: what was used and what idled, or the price of a million tokens on both bases. */
export function trendOf(table: SchemaTable, of: { cost: string; currency: string; trend: 'cost' | 'price' }): Chart {
  const { usage, idling } = money(of.cost);
  const [names, columns] =
    of.trend === 'cost'
      ? [
          ['Usage', 'Idling'],
          [usage.column, idling.column],
        ]
      : [
          ['Allocation', 'Usage'],
          ['allocation_per_1m_tokens', 'usage_per_1m_tokens'],
        ];
  const buckets = records(table, ['day', 'currency', ...columns])
    .filter((r) => r['day'] && r['currency'] === of.currency)
    .map((r): Bucket => {
      const exact = columns.map((c) => r[c] ?? null);
      return { at: (r['day'] ?? '').slice(0, 10), exact, values: exact.map((v) => (v === null ? null : Number(v))) };
    })
    .sort((a, b) => a.at.localeCompare(b.at));
  return { names, buckets, currency: of.currency, unit: 'day', ...(of.trend === 'price' && { apart: true }) };
}
