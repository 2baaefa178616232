import type { ReactNode } from 'react';
import type { SchemaTable } from '../api/api';
import { totalOf } from '../pages/figures';
import { count, money, signedMoney } from '../text/money';
import { Badge, Delta } from '../ui/bits';
import css from './explore.module.css';

interface Props {
  readonly table: SchemaTable;
  readonly cost: string;
  readonly currency: string;
  readonly children: ReactNode;
}

/** The sum of an answer's rows, with its change and whether all of it is known. */
export function Total({ table, cost, currency, children }: Props) {
  const total = totalOf(table, `${cost}_cost`, currency);
  const change = totalOf(table, 'change', currency);
  const before = totalOf(table, `previous_${cost}_cost`, currency);
  return (
    <p className={css['total']}>
      <b className="num">{total === null ? 'Not known' : money(total, currency)}</b>
      {children}
      {change !== null && <span className="num">{signedMoney(change, currency)}</span>}
      {change !== null && before !== null && Number(before) > 0 && <Delta value={Number(change) / Number(before)} />}
      <small role="status">{`${count(table.rows.length)} ${table.rows.length === 1 ? 'row' : 'rows'}`}</small>
      <Badge kind={table.complete ? 'ok' : 'warn'}>{table.complete ? 'Complete' : 'Not complete'}</Badge>
    </p>
  );
}
