import type { SchemaTable } from '../api/api';
import type { ModelsQuery } from '../api/client';
import { column, number, type Row, records } from '../api/table';
import type { Bucket, Chart } from '../charts/series';
import type { Part } from '../charts/stack';
import { axis } from '../charts/to-chart';
import type { Figure, Input } from '../explain/figure';

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

/** Usage and the cost of idling: together they are the allocation, but where what worked isn't known. */
export function barOf(value: (name: string) => number | null, cost: string): readonly Part[] {
  const of = money(cost);
  const [all, usage, idling] = [of.allocation, of.usage, of.idling].map((part) => value(part.column));
  return [
    { tone: 'used', value: usage ?? null },
    { tone: 'idle', value: idling ?? null },
    { tone: 'unmeasured', value: all === null || all === undefined ? null : all - (usage ?? 0) - (idling ?? 0) },
  ];
}
export const barOfRow = (table: SchemaTable, row: Row, cost: string) =>
  barOf((name) => number(row, column(table, name)), cost);

interface Trend {
  readonly cost: string;
  readonly currency: string;
  readonly trend: 'cost' | 'price';
  /** The period asked for, its end excluded. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
/** Days of all models: what was used and what idled, or the price of a million tokens on both bases. */
export function trendOf(table: SchemaTable, of: Trend): Chart {
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
  const days = new Map<string, readonly (string | null)[]>();
  for (const r of records(table, ['day', 'currency', ...columns]))
    if (r['day'] && r['currency'] === of.currency)
      days.set(
        r['day'].slice(0, 10),
        columns.map((c) => r[c] ?? null),
      );
  const none = columns.map(() => null);
  const buckets = axis([...days.keys()].sort(), { ...of, unit: 'day' }).map((at): Bucket => {
    const exact = days.get(at) ?? none;
    return { at, exact, values: exact.map((v) => (v === null ? null : Number(v))) };
  });
  const colors =
    of.trend === 'cost' ? ['var(--series-3)', 'var(--series-other)'] : ['var(--series-1)', 'var(--series-3)'];
  return { names, buckets, colors, currency: of.currency, unit: 'day', ...(of.trend === 'price' && { apart: true }) };
}

/** The price of a million tokens of all rows, on a basis or for idling: money over what was read and written. */
export function priceOfAll(query: ModelsQuery, part: 'allocation' | 'usage' | 'idling', currency: string): Figure {
  const input = (name: string, col: string): Input => ({ name, ask: { models: query }, column: col });
  const { label, column: cost } = money(query.cost ?? 'effective')[part];
  return {
    formula: 'a × n ÷ (b + c)',
    form: 'price',
    inputs: [
      input(label, cost),
      { ...input('Input tokens', 'input_tokens'), counts: true },
      { ...input('Output tokens', 'output_tokens'), counts: true },
    ],
    n: { name: 'Tokens of the price', value: 1_000_000 },
    currency,
  };
}
