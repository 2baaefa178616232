import type { SchemaTable } from '../api/api';
import { Explain, Explained } from '../explain/explained';
import { type Base, rowFigures } from '../explain/figure';
import { totalChange, totalOf } from '../pages/figures';
import { ratioOf } from '../text/decimal';
import { change as changeText, count, money, signedMoney } from '../text/money';
import { Badge, Delta } from '../ui/bits';
import css from './explore.module.css';

/** The sum of an answer's rows, with its change and whether all of it is known. */
export function Total({ table, base }: { table: SchemaTable; base: Base }) {
  const { cost, currency } = base;
  const total = totalOf(table, `${cost}_cost`, currency);
  const before = totalOf(table, `previous_${cost}_cost`, currency);
  const change = totalChange(table, currency);
  const figures = rowFigures(base, ({ by: _, top: __, ...all }) => all);
  const said = total === null ? 'Not known' : money(total, currency);
  const ratio = ratioOf(change, before);
  return (
    <p className={css['total']}>
      <b className="num">{total === null ? said : <Explained what="Total" figure={figures.cost} shown={said} />}</b>
      {total !== null && <Explain what="Total" figure={figures.cost} shown={said} />}
      {change !== null && (
        <span className="num">
          <Explained what="Change of the total" figure={figures.change} shown={signedMoney(change, currency)} />
        </span>
      )}
      {ratio !== null && (
        <Explained what="Change of the total in percent" figure={figures.ratio} shown={changeText(ratio)}>
          <Delta value={ratio} />
        </Explained>
      )}
      <small role="status">{`${count(table.rows.length)} ${table.rows.length === 1 ? 'row' : 'rows'}`}</small>
      <Badge kind={table.complete ? 'ok' : 'warn'}>{table.complete ? 'Complete' : 'Not complete'}</Badge>
    </p>
  );
}
