import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import { labelOf } from '../charts/to-chart';
import type { Base } from '../explain/figure';
import { TWO_LINES } from '../table/two-lines';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import parts from '../ui/parts.module.css';
import { useNarrow } from '../ui/use-media';
import { both, equals } from './condition';
import { GroupCell, type Part } from './group-cell';
import { narrowColumns } from './narrow-columns';
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
  readonly base: Base;
  readonly total: string | null;
  readonly onSort: (sort: Sort) => void;
}

export function GroupsTable({ table, url, base, total, onSort }: Props) {
  const { currency } = base;
  const narrow = useNarrow();
  const value = `${url.cost}_cost`;
  const dims = useMemo(() => url.by.filter((d) => column(table, d) >= 0), [table, url.by]);
  const columns = useMemo(() => {
    const wide = columnsOf(table, dims, value, base, total, url);
    return narrow ? narrowColumns(wide, table, dims, value) : wide;
  }, [narrow, table, dims, value, base, total, url]);
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

// localeCompare() makes one for each pair, of which a long table has many thousands.
const words = new Intl.Collator('en');

function sorted(rows: readonly Row[], table: SchemaTable, key: string, down: boolean): readonly Row[] {
  const at = column(table, key);
  if (at < 0) return rows;
  const way = down ? -1 : 1;
  if (table.columns[at]?.type === 'text') {
    return [...rows].sort((a, b) => way * words.compare(text(a, at) ?? '', text(b, at) ?? ''));
  }
  return rows
    .map((row) => [number(row, at), row] as const)
    .sort(([x], [y]) => {
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1; // what isn't known comes last
      return way * (x - y);
    })
    .map(([, row]) => row);
}

const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

function columnsOf(
  table: SchemaTable,
  dims: readonly string[],
  value: string,
  base: Base,
  total: string | null,
  url: Explored,
): readonly Column<Row>[] {
  const at = (name: string) => column(table, name);
  const places = dims.map(at);
  const all = total === null ? 0 : Number(total);
  const cell = (part: Part) => (row: Row) => (
    <GroupCell row={row} part={part} table={table} dims={dims} base={base} all={all} />
  );
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
  out.push({ key: value, label: 'Cost', min: 96, numeric: true, cell: cell('cost') });
  out.push({
    key: 'share',
    label: 'Share',
    min: 64,
    drop: 1,
    numeric: true,
    cell: cell('share'),
  });
  if (at('change') < 0) return out;
  out.push({
    key: `previous_${value}`,
    label: 'Before',
    min: 110,
    drop: 2,
    numeric: true,
    cell: cell('previous'),
  });
  out.push({
    key: 'change',
    label: 'Change',
    min: 110,
    drop: 4,
    numeric: true,
    cell: cell('change'),
  });
  out.push({
    key: 'change_percent',
    label: 'Change %',
    min: 96,
    drop: 3,
    numeric: true,
    cell: cell('ratio'),
  });
  return out;
}
