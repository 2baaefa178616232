import { useMemo } from 'react';
import { Known } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { GpuQuery } from '../api/client';
import { column, number, type Row, text } from '../api/table';
import { Stack } from '../charts/stack';
import { dimensionName } from '../explore/dimensions';
import { sorted } from '../table/sorted';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import { count } from '../text/money';
import { useNarrow } from '../ui/use-media';
import css from './gpu.module.css';
import { all, barOfRow, columnOf, fates, nameOf } from './parts';

interface Props {
  readonly table: SchemaTable;
  readonly query: GpuQuery;
  readonly dims: readonly string[];
  readonly currency: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

const drops = { used: undefined, wasted: undefined, parked: 3, unmeasured: 2, idle: undefined, fragmented: 1 } as const;

/** One row a pool, card, team or kind of sharing: its bar beside the same in figures. */
export function FleetTable({ table, query, dims, currency, sort, onSort }: Props) {
  const narrow = useNarrow();
  const cost = query.cost ?? 'effective';
  const rows = useMemo(() => sorted(table, sort, currency), [table, sort, currency]);
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const at = (name: string) => column(table, name);
    const most = Math.max(...table.rows.map((r) => number(r, at(`${cost}_cost`)) ?? 0), 0);
    const matchOf = (r: Row) => Object.fromEntries(dims.map((d) => [d, text(r, at(d))]));
    const wholeName = (r: Row) => dims.map((d) => nameOf(text(r, at(d)), d)).join(' · ');
    const bar = (r: Row) => (
      <span className={css['bar']}>
        <Stack parts={barOfRow(table, r, cost)} most={most} />
      </span>
    );
    const known = (r: Row, name: string, label: string, why: string, form: 'money' | 'share' = 'money') => (
      <Known
        what={`${label}, ${wholeName(r)}`}
        ask={{ gpu: query }}
        column={name}
        match={matchOf(r)}
        value={text(r, at(name))}
        currency={currency}
        form={form}
        why={why}
      />
    );
    const whole = (r: Row) => known(r, `${cost}_cost`, 'Cost', 'no price of these machines');
    const percent = (r: Row) => known(r, 'used_percent', 'Used, in percent', fates.used.why, 'share');
    if (narrow)
      return [
        {
          key: dims[0] ?? '',
          label: 'Name',
          min: 120,
          grow: 2,
          cell: (r) => <TwoLines under={bar(r)}>{wholeName(r)}</TwoLines>,
        },
        {
          key: `${cost}_cost`,
          label: 'Cost, used',
          min: 104,
          numeric: true,
          cell: (r) => <TwoLines under={percent(r)}>{whole(r)}</TwoLines>,
        },
      ];
    return [
      ...dims.map((d) => ({
        key: d,
        label: dimensionName(d),
        min: 84,
        grow: 1,
        cell: (r: Row) => nameOf(text(r, at(d)), d),
      })),
      { key: 'bar', label: 'Of its cost', min: 100, grow: 2, drop: 4, cell: bar },
      { key: `${cost}_cost`, label: 'Cost', min: 92, numeric: true, cell: whole },
      ...all.map((fate) => ({
        key: columnOf(fate, cost),
        label: fates[fate].label,
        min: 80,
        numeric: true,
        ...(drops[fate] !== undefined && { drop: drops[fate] }),
        cell: (r: Row) => known(r, columnOf(fate, cost), fates[fate].label, fates[fate].why),
      })),
      { key: 'used_percent', label: 'Used %', min: 64, drop: 5, numeric: true, cell: percent },
      {
        key: 'card_hours',
        label: 'Card hours',
        min: 76,
        drop: 0,
        numeric: true,
        cell: (r) => {
          const hours = number(r, at('card_hours'));
          return hours === null ? '—' : count(Math.round(hours));
        },
      },
    ];
  }, [table, query, cost, dims, currency, narrow]);
  return (
    <VirtualTable
      label="GPU fleet"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={(s) => onSort(s.key === 'bar' ? { ...s, key: `${cost}_cost` } : s)}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}
