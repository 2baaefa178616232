import { type ReactNode, useMemo } from 'react';
import { Known, Unknown } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { ModelsQuery } from '../api/client';
import { column, number, type Row, text } from '../api/table';
import { Stack } from '../charts/stack';
import { labelOf } from '../charts/to-chart';
import type { Form } from '../explain/figure';
import { dimensionName } from '../explore/dimensions';
import { sorted } from '../table/sorted';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import { count } from '../text/money';
import { useNarrow } from '../ui/use-media';
import css from './inference.module.css';
import { barOfRow, money, type Unit, units, why } from './units';

interface Props {
  readonly table: SchemaTable;
  readonly query: ModelsQuery;
  readonly dims: readonly string[];
  readonly currency: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** What both tables say of a row. */
function useParts({ table, query, dims, currency }: Props) {
  return useMemo(() => {
    const at = (name: string) => column(table, name);
    const nameOf = (r: Row) => dims.map((d) => labelOf(text(r, at(d)), d)).join(' · ');
    const known = (r: Row, name: string, label: string, reason: string, form: Form = 'money') => (
      <Known
        what={`${label}, ${nameOf(r)}`}
        ask={{ models: query }}
        column={name}
        match={Object.fromEntries(dims.map((d) => [d, text(r, at(d))]))}
        value={text(r, at(name))}
        currency={currency}
        form={form}
        why={reason}
      />
    );
    const counted = (r: Row, name: string) => {
      const n = number(r, at(name));
      return n === null ? <Unknown why={why.tokens} /> : count(n);
    };
    const heads: readonly Column<Row>[] = dims.map((d) => ({
      key: d,
      label: dimensionName(d),
      min: d === 'model_version' ? 64 : 92,
      grow: 2,
      cell: (r) => labelOf(text(r, at(d)), d),
    }));
    return { at, nameOf, known, counted, heads };
  }, [table, query, dims, currency]);
}

/** Cost and tokens of each model or tenant. */
export function CostTable(props: Props) {
  const { table, query, currency, sort, onSort } = props;
  const narrow = useNarrow();
  const cost = query.cost ?? 'effective';
  const { at, nameOf, known, counted, heads } = useParts(props);
  const rows = useMemo(() => sorted(table, sort, currency), [table, sort, currency]);
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const of = money(cost);
    const most = Math.max(...table.rows.map((r) => number(r, at(of.allocation.column)) ?? 0), 0);
    const bar = (r: Row): ReactNode => (
      <span className={css['bar']}>
        <Stack parts={barOfRow(table, r, cost)} most={most} />
      </span>
    );
    const cell = (r: Row, part: keyof typeof of) => known(r, of[part].column, of[part].label, of[part].why);
    const figure = (part: keyof typeof of, min: number, drop?: number): Column<Row> => ({
      key: of[part].column,
      label: of[part].label,
      min,
      numeric: true,
      ...(drop !== undefined && { drop }),
      cell: (r) => cell(r, part),
    });
    const tokens = (key: string, label: string, drop: number): Column<Row> => ({
      key,
      label,
      min: key === 'requests' ? 84 : 104,
      numeric: true,
      drop,
      cell: (r) => counted(r, key),
    });
    if (narrow)
      return [
        { key: 'name', label: 'Name', min: 110, grow: 2, cell: (r) => <TwoLines under={bar(r)}>{nameOf(r)}</TwoLines> },
        {
          key: of.allocation.column,
          label: 'Allocation, usage',
          min: 116,
          numeric: true,
          cell: (r) => <TwoLines under={cell(r, 'usage')}>{cell(r, 'allocation')}</TwoLines>,
        },
      ];
    return [
      ...heads,
      { key: 'bar', label: 'Usage and idling', min: 100, grow: 1, drop: 2, cell: bar },
      tokens('requests', 'Requests', 4),
      tokens('input_tokens', 'Input tokens', 6),
      tokens('output_tokens', 'Output tokens', 5),
      tokens('cached_tokens', 'Cached tokens', 1),
      figure('allocation', 92),
      figure('usage', 92),
      figure('idling', 92),
      figure('without', 112, 3),
    ];
  }, [table, cost, at, nameOf, known, counted, heads, narrow]);
  return (
    <VirtualTable
      label="Cost and tokens"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={(s) => onSort(s.key === 'bar' || s.key === 'name' ? { ...s, key: money(cost).allocation.column } : s)}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}

/** Prices of a million tokens and of a request, on both bases side by side. */
export function PriceTable(props: Props) {
  const { table, currency, sort, onSort } = props;
  const narrow = useNarrow();
  const { nameOf, known, heads } = useParts(props);
  const rows = useMemo(() => sorted(table, sort, currency), [table, sort, currency]);
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const price = (r: Row, basis: 'allocation' | 'usage', unit: Unit) =>
      known(
        r,
        `${basis}_${unit}`,
        `${units[unit]} by ${basis}`,
        basis === 'usage' ? `${why.usage}, or ${why.tokens}` : why.tokens,
        'price',
      );
    const pair = (unit: Unit, drop?: number): Column<Row> => ({
      key: `allocation_${unit}`,
      label: units[unit],
      min: unit === 'per_request' ? 198 : 148,
      numeric: true,
      ...(drop !== undefined && { drop }),
      cell: (r) => (
        <span className={css['pair']}>
          {price(r, 'allocation', unit)}
          <i aria-hidden="true">|</i>
          {price(r, 'usage', unit)}
        </span>
      ),
    });
    const idling = (r: Row) => known(r, 'idling_per_1m_tokens', '1M tokens, idling', why.idling, 'price');
    if (narrow)
      return [
        {
          key: 'name',
          label: 'Name',
          min: 110,
          grow: 2,
          cell: (r) => <TwoLines under={<>idling {idling(r)}</>}>{nameOf(r)}</TwoLines>,
        },
        {
          key: 'allocation_per_1m_tokens',
          label: '1M tokens',
          min: 104,
          numeric: true,
          cell: (r) => (
            <TwoLines under={price(r, 'usage', 'per_1m_tokens')}>{price(r, 'allocation', 'per_1m_tokens')}</TwoLines>
          ),
        },
      ];
    return [
      ...heads,
      pair('per_1m_tokens'),
      { key: 'idling_per_1m_tokens', label: 'Idling', min: 64, numeric: true, cell: idling },
      pair('per_1m_input', 3),
      pair('per_1m_output', 4),
      pair('per_1m_cached', 1),
      pair('per_request', 2),
    ];
  }, [nameOf, known, heads, narrow]);
  return (
    <VirtualTable
      label="Prices on both bases"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={(s) => onSort(s.key === 'name' ? { ...s, key: 'allocation_per_1m_tokens' } : s)}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}
