import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import { money, share, signedMoney } from '../text/money';
import { Delta } from '../ui/bits';
import parts from '../ui/parts.module.css';
import { useNarrow } from '../ui/use-media';
import { both, equals } from './condition';
import { type Explored, exploreLink } from './state';

const finer: Readonly<Record<string, string>> = {
  cluster: 'namespace',
  namespace: 'workload',
  ecs_service: 'workload',
  workload: 'pod',
  pod: 'container',
  team: 'workload',
  product: 'workload',
  environment: 'workload',
  node_pool: 'node',
  owner: 'node_pool',
  cost_kind: 'reason',
  service: 'sku',
  account: 'service',
  region: 'service',
};

/** Into a group: its values become conditions, and what is inside it becomes the grouping. */
export function inside(url: Explored, dims: readonly string[], values: readonly (string | null)[]): string {
  const where = dims.reduce((w, d, i) => both(w, equals(d, values[i] ?? null)), url.where);
  const next = finer[dims.at(-1) ?? ''];
  const label = dims.map((d, i) => labelOf(values[i] ?? null, d)).join(' · ');
  const trail = [...url.trail, { label, where: url.where, by: url.by }];
  return exploreLink({ ...url, where, by: next ? [next] : url.by, sort: '', up: false, trail });
}

interface Props {
  readonly table: SchemaTable;
  readonly url: Explored;
  readonly currency: string;
  readonly total: string | null;
  readonly onSort: (sort: Sort) => void;
}

export function GroupsTable({ table, url, currency, total, onSort }: Props) {
  const narrow = useNarrow();
  const value = `${url.cost}_cost`;
  const dims = useMemo(() => url.by.filter((d) => column(table, d) >= 0), [table, url.by]);
  const columns = useMemo(
    () => (narrow ? narrowColumns : columnsOf)(table, dims, value, currency, total, url),
    [narrow, table, dims, value, currency, total, url],
  );
  const sort: Sort = url.sort ? { key: url.sort, down: !url.up } : { key: value, down: true };
  const rows = useMemo(() => {
    const at = column(table, 'currency');
    return sorted(
      table.rows.filter((r) => text(r, at) === currency),
      table,
      sort.key,
      sort.down,
    );
  }, [table, currency, sort.key, sort.down]);
  return (
    <VirtualTable
      label="Groups"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={onSort}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}

function sorted(rows: readonly Row[], table: SchemaTable, key: string, down: boolean): readonly Row[] {
  const at = column(table, key);
  if (at < 0) return rows;
  const isText = table.columns[at]?.type === 'text';
  const way = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (isText) return way * (text(a, at) ?? '').localeCompare(text(b, at) ?? '');
    const [x, y] = [number(a, at), number(b, at)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1; // what isn't known comes last
    return way * (x - y);
  });
}

const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

function columnsOf(
  table: SchemaTable,
  dims: readonly string[],
  value: string,
  currency: string,
  total: string | null,
  url: Explored,
): readonly Column<Row>[] {
  const at = (name: string) => column(table, name);
  const places = dims.map(at);
  const cash =
    (name: string, write = money) =>
    (row: Row) => {
      const cell = text(row, at(name));
      return cell === null ? 'unknown' : write(cell, currency);
    };
  const all = total === null ? 0 : Number(total);
  const out: Column<Row>[] = dims.map((dim, i) => ({
    key: dim,
    label: dim.startsWith('tag:') ? dim.slice(4) : titled(dim),
    min: dims.length > 1 ? 84 : 120,
    grow: 2,
    cell: (row) => {
      const values = places.map((p) => text(row, p));
      if (values[0] === '(other)') return i === 0 ? 'Other' : '';
      const label = labelOf(values[i] ?? null, dim);
      if (i > 0) return label;
      return (
        <Link className={parts['link']} to={inside(url, dims, values)} title={`Into ${label}`}>
          {label}
        </Link>
      );
    },
  }));
  if (out.length === 0) out.push({ key: 'all', label: 'All', min: 120, grow: 2, cell: () => 'All costs' });
  out.push({ key: value, label: 'Cost', min: 96, numeric: true, cell: cash(value) });
  out.push({
    key: 'share',
    label: 'Share',
    min: 64,
    drop: 1,
    numeric: true,
    cell: (row) => {
      const n = number(row, at(value));
      return n === null || all <= 0 ? '–' : share(n / all);
    },
  });
  if (at('change') < 0) return out;
  out.push({
    key: `previous_${value}`,
    label: 'Before',
    min: 110,
    drop: 2,
    numeric: true,
    cell: cash(`previous_${value}`),
  });
  out.push({ key: 'change', label: 'Change', min: 110, drop: 4, numeric: true, cell: cash('change', signedMoney) });
  out.push({
    key: 'change_percent',
    label: 'Change %',
    min: 96,
    drop: 3,
    numeric: true,
    cell: (row) => {
      const n = number(row, at('change_percent'));
      return n === null ? '–' : <Delta value={n / 100} />;
    },
  });
  return out;
}

/** On a phone: the first grouping over the others, the cost over its change or share. */
function narrowColumns(...of: Parameters<typeof columnsOf>): readonly Column<Row>[] {
  const [table, dims, value] = of;
  const wide = columnsOf(...of);
  const cell = (key: string, row: Row) => wide.find((c) => c.key === key)?.cell(row) ?? '';
  const first = wide[0];
  if (!first) return wide;
  const under = column(table, 'change') >= 0 ? 'change_percent' : 'share';
  return [
    {
      ...first,
      min: 110,
      cell: (row) => (
        <TwoLines
          under={dims
            .slice(1)
            .map((d) => labelOf(text(row, column(table, d)), d))
            .join(' · ')}
        >
          {first.cell(row)}
        </TwoLines>
      ),
    },
    {
      key: value,
      label: 'Cost',
      min: 108,
      numeric: true,
      cell: (row) => <TwoLines under={cell(under, row)}>{cell(value, row)}</TwoLines>,
    },
  ];
}
