import { useMemo } from 'react';
import type { SchemaTable } from '../api/api';
import type { IdleQuery } from '../api/client';
import { text as cellText, column, number, type Row } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { Explained } from '../explain/explained';
import type { Figure } from '../explain/figure';
import { sorted } from '../table/sorted';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, VirtualTable } from '../table/virtual-table';
import { count, money, percentOf } from '../text/money';
import { useNarrow } from '../ui/use-media';

export const said = (value: string | null, currency: string) => (value === null ? 'not known' : money(value, currency));

/** Idle by some dimensions, or of one row of them. */
export const idleFigure = (
  ask: IdleQuery,
  currency: string,
  match?: Readonly<Record<string, string | null>>,
): Figure => ({
  formula: 'a',
  form: 'money',
  inputs: [{ name: 'Idle', ask: { idle: ask }, column: `idle_${ask.cost}_cost`, ...(match && { match }) }],
  currency,
});

const percentFigure = (ask: IdleQuery, currency: string, match: Readonly<Record<string, string | null>>): Figure => ({
  formula: 'a',
  form: 'share',
  inputs: [{ name: 'Idle, in percent of the cost', ask: { idle: ask }, column: 'idle_percent', match }],
  currency,
});

interface KnownProps {
  readonly what: string;
  readonly figure: Figure | null;
  readonly value: string | null;
  readonly currency: string;
}
export const Known = ({ what, figure, value, currency }: KnownProps) =>
  value === null || !figure ? (
    said(value, currency)
  ) : (
    <Explained what={what} figure={figure} shown={money(value, currency)} />
  );

interface IdleProps {
  readonly ask: IdleQuery | null;
  readonly table: SchemaTable;
  readonly dims: readonly string[];
  readonly value: string;
  readonly currency: string;
  readonly sort: { readonly key: string; readonly down: boolean };
  readonly onSort: (sort: { readonly key: string; readonly down: boolean }) => void;
}

export function IdleTable({ table, ask, dims, value, currency, sort, onSort }: IdleProps) {
  const narrow = useNarrow();
  const wide = useMemo<readonly Column<Row>[]>(() => {
    const at = (name: string) => column(table, name);
    const rowOf = (r: Row) => {
      const match = Object.fromEntries([...dims, 'what'].map((d) => [d, cellText(r, at(d))]));
      return { match, what: dims.map((d) => labelOf(match[d] ?? null, d)).join(' · ') };
    };
    const percent = (r: Row) => number(r, at('idle_percent'));
    return [
      ...dims.map((dim, i) => ({
        key: dim,
        label: dim.charAt(0).toUpperCase() + dim.slice(1).replaceAll('_', ' '),
        min: 84,
        grow: 2,
        ...(i > 0 && i < dims.length - 1 && { drop: 2 }),
        cell: (r: Row) => labelOf(cellText(r, at(dim)), dim),
      })),
      { key: 'what', label: 'What', min: 130, grow: 1, drop: 1, cell: (r) => cellText(r, at('what')) },
      {
        key: value,
        label: 'Idle',
        min: 96,
        numeric: true,
        cell: (r) => {
          const { match, what } = rowOf(r);
          const figure = ask && idleFigure(ask, currency, match);
          return <Known what={`Idle, ${what}`} figure={figure} value={cellText(r, at(value))} currency={currency} />;
        },
      },
      {
        key: 'idle_percent',
        label: 'Of its cost',
        min: 88,
        drop: 4,
        numeric: true,
        cell: (r) => {
          const shown = percentOf(percent(r), cellText(r, at(value)));
          const { match, what } = rowOf(r);
          if (!ask || !percent(r)) return shown;
          return (
            <Explained what={`Idle of its cost, ${what}`} figure={percentFigure(ask, currency, match)} shown={shown} />
          );
        },
      },
      {
        key: 'node_hours',
        label: 'Node hours',
        min: 96,
        drop: 3,
        numeric: true,
        cell: (r) => (number(r, at('node_hours')) === null ? '–' : count(Number(number(r, at('node_hours'))))),
      },
    ];
  }, [table, ask, dims, value, currency]);
  const columns = useMemo(() => (narrow ? inTwoLines(wide, dims, value) : wide), [narrow, wide, dims, value]);
  const rows = useMemo(() => sorted(table, sort, currency), [table, sort, currency]);
  return (
    <VirtualTable
      label="Idle"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={onSort}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}

/** On a phone: what it is over where it is, the money over its part of the cost. */
function inTwoLines(wide: readonly Column<Row>[], dims: readonly string[], value: string): readonly Column<Row>[] {
  const cell = (key: string, row: Row) => wide.find((c) => c.key === key)?.cell(row) ?? '';
  const [main = ''] = dims.slice(-1);
  const under = (row: Row) => [...dims.slice(0, -1), 'what'].map((d) => String(cell(d, row))).join(' · ');
  return wide
    .filter((c) => c.key === main || c.key === value)
    .map((c) => ({
      ...c,
      min: 110,
      cell: (row: Row) => (
        <TwoLines under={c.key === main ? under(row) : cell('idle_percent', row)}>{c.cell(row)}</TwoLines>
      ),
    }));
}
