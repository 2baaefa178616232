import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import { buckets as allBuckets, type Unit } from '../text/dates';
import { type Bucket, type Chart, OTHER } from './series';

export interface ChartOf {
  readonly dims: readonly string[];
  readonly value: string;
  readonly currency: string;
  readonly unit: Unit;
  /** The period asked for, its end excluded: days of it that no row names are drawn as unknown. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const labelOf = (value: string | null, dim: string) => {
  if (value === '(other)') return OTHER;
  return value === null || value === '' ? `No ${dim.replace(/^tag:/, '').replaceAll('_', ' ')}` : value;
};
export function groupLabel(row: Row, dims: readonly string[], at: readonly number[]): string {
  const parts = at.map((a) => text(row, a));
  // the rest has its name in the first column only
  return parts[0] === '(other)' ? OTHER : parts.map((p, i) => labelOf(p, dims[i] ?? '')).join(' · ') || 'Total';
}

/** Rows of a period and group each, as series. A group without a row in a bucket that has others spent nothing there. */
export function toChart(table: SchemaTable, of: ChartOf): Chart {
  const period = column(table, 'period');
  const value = column(table, of.value);
  const currency = column(table, 'currency');
  const dims = of.dims.map((d) => column(table, d));
  const sums = new Map<string, number>();
  const cells = new Map<string, Map<string, { value: number | null; exact: string | null }>>();
  for (const row of table.rows) {
    if (currency >= 0 && text(row, currency) !== of.currency) continue;
    const at = (text(row, period) ?? '').replace(/T00:00:00(\.0+)?Z?$/, '');
    const name = groupLabel(row, of.dims, dims);
    const n = number(row, value);
    sums.set(name, (sums.get(name) ?? 0) + (n ?? 0));
    const bucket = cells.get(at) ?? new Map();
    bucket.set(name, { value: n, exact: text(row, value) });
    cells.set(at, bucket);
  }
  const names = [...sums.keys()].sort((a, b) =>
    a === OTHER ? 1 : b === OTHER ? -1 : (sums.get(b) ?? 0) - (sums.get(a) ?? 0),
  );
  const present = [...cells.keys()].sort();
  const buckets: Bucket[] = axis(present, of).map((at) => {
    const here = cells.get(at);
    return {
      at,
      values: names.map((n) => (here ? (here.has(n) ? (here.get(n)?.value ?? null) : 0) : null)),
      exact: names.map((n) => (here ? (here.has(n) ? (here.get(n)?.exact ?? null) : '0') : null)),
    };
  });
  return { names, buckets, currency: of.currency, unit: of.unit };
}

/** Buckets from the first to the last, and to the ends of the period. */
export function axis(present: readonly string[], of: Pick<ChartOf, 'unit' | 'from' | 'to'>): readonly string[] {
  const first = present[0];
  const last = present.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = of.unit === 'day' && of.from && of.from < first ? of.from : first; // weeks start on their Mondays
  const to = of.to && of.to > last ? of.to : `${last}~`;
  return [...new Set([...allBuckets(from, to, of.unit), ...present])].sort();
}
