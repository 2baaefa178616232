import { Known, Unknown } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { RunsQuery } from '../api/client';
import { column, type Row, text } from '../api/table';
import { isZero } from '../text/decimal';
import { count } from '../text/money';
import type { Measure } from './run';

export interface Of {
  readonly table: SchemaTable;
  readonly query: RunsQuery;
  readonly currency: string;
}

export const nameOf = (table: SchemaTable, row: Row) =>
  text(row, column(table, 'name')) ?? text(row, column(table, 'run')) ?? '';

/** A figure of a run's row. */
export function Measured({ table, query, currency, row, measure }: Of & { row: Row; measure: Measure }) {
  const name = measure.column(query.cost ?? 'effective');
  const value = text(row, column(table, name));
  if (measure.form === 'count')
    return value === null ? <Unknown why={measure.why} /> : count(Math.round(10 * Number(value)) / 10);
  return (
    <Known
      what={`${measure.label}, ${nameOf(table, row)}`}
      ask={{ runs: query }}
      column={name}
      match={{ run: text(row, column(table, 'run')) }}
      value={value}
      currency={currency}
      form={measure.form}
      why={measure.why}
    />
  );
}

/** Below a projection: its band. Nothing where there is none. */
export function Band({ table, query, currency, row }: Of & { row: Row }) {
  const [low, high] = ['projected_low', 'projected_high'].map((c) => text(row, column(table, c)));
  if (low === null || low === undefined || high === null || high === undefined) return null;
  const side = (label: string, col: string, value: string) => (
    <Known
      what={`${label}, ${nameOf(table, row)}`}
      ask={{ runs: query }}
      column={col}
      match={{ run: text(row, column(table, 'run')) }}
      value={value}
      currency={currency}
      why=""
    />
  );
  if (isZero(high)) return null;
  return (
    <>
      {side('Projected at least', 'projected_low', low)} to {side('Projected at most', 'projected_high', high)}
    </>
  );
}
