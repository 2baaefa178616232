import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import type { Sort } from './virtual-table';

/** The rows of one currency in the order of a column; what isn't known comes last, either way. */
export function sorted(table: SchemaTable, sort: Sort, currency: string): readonly Row[] {
  const [at, cash] = [column(table, sort.key), column(table, 'currency')];
  const way = sort.down ? -1 : 1;
  const type = table.columns[at]?.type;
  const words = type === 'text' || type === 'timestamp' || type === 'date';
  const compare = (a: Row, b: Row) => {
    const [x, y] = words ? [text(a, at), text(b, at)] : [number(a, at), number(b, at)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return way * (typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y));
  };
  return table.rows.filter((r) => cash < 0 || text(r, cash) === currency).sort(compare);
}
