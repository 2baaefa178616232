import type { SchemaSummary, SchemaTable } from '../api/api';
import { column, part, records, text } from '../api/table';
import { isZero, ratioOf, sum } from '../text/decimal';

/** Currencies of an answer in order of their first row: the server puts the most expensive first. */
export function currencies(table: SchemaTable): readonly string[] {
  const at = column(table, 'currency');
  return [...new Set(table.rows.map((r) => text(r, at)).filter((c) => c !== null))];
}
export const currencyOf = (table: SchemaTable, asked: string) => {
  const all = currencies(table);
  return all.includes(asked) ? asked : (all[0] ?? 'USD');
};

/** Exact sum of a column in one currency; null if nothing of it is known. */
export function totalOf(table: SchemaTable, name: string, currency: string): string | null {
  const value = column(table, name);
  const at = column(table, 'currency');
  return sum(table.rows.filter((r) => at < 0 || text(r, at) === currency).map((r) => text(r, value)));
}

/** Exact sum of the changes; null if a row lacks a side, for then it isn't the difference of the totals. */
export function totalChange(table: SchemaTable, currency: string): string | null {
  const [change, at] = [column(table, 'change'), column(table, 'currency')];
  const changes = table.rows.filter((r) => at < 0 || text(r, at) === currency).map((r) => text(r, change));
  return changes.includes(null) ? null : sum(changes);
}

const figure = ['currency', 'basis', 'month_to_date', 'through', 'last_month', 'run_rate', 'complete_days'] as const;
export type MonthFigures = Readonly<Record<(typeof figure)[number], string | null>>;
export function monthFigures(summary: SchemaSummary, basis: string, currency: string): MonthFigures | undefined {
  const costs = part(summary, 'Costs');
  return costs && records(costs, figure).find((r) => r.basis === basis && r.currency === currency);
}

export interface Mover {
  readonly name: string | null;
  readonly cost: string;
  readonly previous: string;
  readonly change: string;
  readonly ratio: number | null;
}
/** The n largest changes, either way; empty when nothing is known of the time before. */
export function movers(table: SchemaTable, dim: string, cost: string, currency: string, n: number): readonly Mover[] {
  const names = [dim, `${cost}_cost`, `previous_${cost}_cost`, 'change', 'currency'] as const;
  return records(table, names)
    .flatMap((r) => {
      const [now, before, moved] = names.slice(1, 4).map((k) => r[k] ?? null);
      if (r['currency'] !== currency || !moved || isZero(moved)) return [];
      return [
        {
          name: r[dim] ?? null,
          cost: now ?? '0',
          previous: before ?? '0',
          change: moved,
          ratio: ratioOf(moved, before ?? null),
        },
      ];
    })
    .sort((a, b) => Math.abs(Number(b.change)) - Math.abs(Number(a.change)))
    .slice(0, n);
}
