import { max } from 'd3-array';
import type { SchemaTable } from '../api/api';
import { column, number, text } from '../api/table';
import { money } from '../text/money';
import css from './ranked.module.css';
import { color } from './series';
import { groupLabel } from './to-chart';

interface Props {
  readonly table: SchemaTable;
  readonly dims: readonly string[];
  readonly value: string;
  readonly currency: string;
  readonly most: number;
}

/** The largest groups of a period, longest bar first. A list: its words and figures are all that a reader needs. */
export function Ranked({ table, dims, value, currency, most }: Props) {
  const at = column(table, value);
  const places = dims.map((d) => column(table, d));
  const cash = column(table, 'currency');
  const rows = table.rows.filter((r) => text(r, cash) === currency).slice(0, most);
  const longest = max(rows, (r) => number(r, at) ?? 0) || 1;
  return (
    <ol className={css['ranked']}>
      {rows.map((row, i) => {
        const label = groupLabel(row, dims, places);
        const cell = text(row, at);
        const part = Math.max(0, (number(row, at) ?? 0) / longest);
        return (
          <li key={label}>
            <span className={css['name']}>{label}</span>
            <span className="num">{cell === null ? 'unknown' : money(cell, currency)}</span>
            <i aria-hidden="true">
              <i style={{ width: `${part * 100}%`, background: color(label, i) }} />
            </i>
          </li>
        );
      })}
    </ol>
  );
}
