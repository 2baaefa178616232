import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import type { CompareQuery } from '../api/client';
import { column, number, type Row, text } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { Explained } from '../explain/explained';
import { changeFigures } from '../explain/figure';
import { dimensionName } from '../explore/dimensions';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import { isZero, ratioOf } from '../text/decimal';
import { money, change as percent, signedMoney } from '../text/money';
import { Delta } from '../ui/bits';
import ui from '../ui/parts.module.css';
import { mostly, parts } from './bridge';
import css from './bridge.module.css';
import { type Changed, changesLink, into } from './state';

/** The largest part of a row's change, in words. */
export function cause(table: SchemaTable, row: Row): string {
  const change = text(row, column(table, 'change'));
  if (change === null) return 'not known';
  if (isZero(change)) return 'no change';
  const part = mostly(change, (p) => text(row, column(table, p)));
  return part ? parts[part][0] : 'not known';
}

interface Props {
  readonly query: CompareQuery;
  readonly table: SchemaTable;
  readonly dims: readonly string[];
  readonly url: Changed;
  readonly currency: string;
  readonly onSort: (sort: Sort) => void;
}

/** What moved most, either way; a group opens into what moved inside it. */
export function Drivers({ query, table, dims, url, currency, onSort }: Props) {
  const sort: Sort = url.sort ? { key: url.sort, down: !url.up } : { key: 'change', down: true };
  const rows = useMemo(() => {
    const cash = column(table, 'currency');
    return ordered(
      table,
      table.rows.filter((r) => text(r, cash) === currency),
      sort.key,
      sort.down,
    );
  }, [table, currency, sort.key, sort.down]);
  const columns = useMemo(
    () => columnsOf(query, table, dims, url, currency, rows),
    [query, table, dims, url, currency, rows],
  );
  return <VirtualTable label="Drivers" columns={columns} rows={rows} sort={sort} onSort={onSort} />;
}

/** By size where it is a change: what fell much stands beside what rose much. What isn't known comes last. */
function ordered(table: SchemaTable, rows: readonly Row[], key: string, down: boolean): readonly Row[] {
  const at = column(table, key);
  const way = down ? -1 : 1;
  if (key === 'cause') return [...rows].sort((a, b) => -way * cause(table, a).localeCompare(cause(table, b)));
  if (table.columns[at]?.type === 'text')
    return [...rows].sort((a, b) => way * (text(a, at) ?? '').localeCompare(text(b, at) ?? ''));
  const size = (r: Row) => {
    const n = number(r, at);
    return n === null ? Number.POSITIVE_INFINITY * way : key === 'change' ? Math.abs(n) : n;
  };
  return [...rows].sort((a, b) => way * (size(a) - size(b) || 0));
}

function columnsOf(
  query: CompareQuery,
  table: SchemaTable,
  dims: readonly string[],
  url: Changed,
  currency: string,
  rows: readonly Row[],
): readonly Column<Row>[] {
  const at = (name: string) => column(table, name);
  const places = dims.map(at);
  const most = Math.max(...rows.map((r) => Math.abs(number(r, at('change')) ?? 0)), 1e-9);
  const current = dims.join() === url.by.join(); // else these rows answer the question before
  const figures = (row: Row) =>
    changeFigures(query, currency, Object.fromEntries(dims.map((d, i) => [d, text(row, places[i] ?? -1)])));
  const nameOf = (row: Row) => dims.map((d, i) => labelOf(text(row, places[i] ?? -1), d)).join(' · ') || 'all costs';
  const cash = (name: 'before' | 'after' | 'change', what: string, write: typeof money) => (row: Row) => {
    const cell = text(row, at(name));
    if (cell === null) return 'not known';
    return <Explained what={`${what}, ${nameOf(row)}`} figure={figures(row)[name]} shown={write(cell, currency)} />;
  };
  const names: Column<Row>[] = dims.map((dim, i) => ({
    key: dim,
    label: dimensionName(dim),
    min: 88,
    grow: 2,
    cell: (row) => {
      const values = places.map((p) => text(row, p));
      if (values[0] === '(other)') return i === 0 ? 'Other' : '';
      const label = labelOf(values[i] ?? null, dim);
      const deeper = current && i === 0 ? into(url, values) : null;
      if (!deeper) return label;
      return (
        <Link className={ui['link']} to={changesLink({ ...url, ...deeper })} title={`Into ${label}`}>
          {label}
        </Link>
      );
    },
  }));
  if (names.length === 0) names.push({ key: 'all', label: 'All', min: 104, grow: 2, cell: () => 'All costs' });
  return [
    ...names,
    { key: 'before', label: 'Before', min: 100, drop: 2, numeric: true, cell: cash('before', 'Before', money) },
    { key: 'after', label: 'After', min: 100, drop: 3, numeric: true, cell: cash('after', 'After', money) },
    { key: 'change', label: 'Change', min: 100, numeric: true, cell: cash('change', 'Change', signedMoney) },
    {
      key: 'change_percent',
      label: 'Change %',
      min: 88,
      drop: 4,
      numeric: true,
      cell: (row) => {
        const [before, moved] = [text(row, at('before')), text(row, at('change'))];
        const ratio = ratioOf(moved, before);
        if (ratio === null) return '–';
        return (
          <Explained what={`Change in percent, ${nameOf(row)}`} figure={figures(row).ratio} shown={percent(ratio)}>
            <Delta value={ratio} />
          </Explained>
        );
      },
    },
    {
      key: 'bar',
      label: 'Size',
      min: 110,
      drop: 1,
      cell: (row) => <Moved part={(number(row, at('change')) ?? 0) / most} />,
    },
    { key: 'cause', label: 'Largest part', min: 108, drop: 5, cell: (row) => cause(table, row) },
  ];
}

/** Left of the middle is less, right is more. */
function Moved({ part }: { part: number }) {
  return (
    <span className={css['moved']} aria-hidden="true">
      <i data-way={part < 0 ? 'down' : 'up'} style={{ width: `${Math.abs(part) * 50}%` }} />
    </span>
  );
}
