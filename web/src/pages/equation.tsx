import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import type { Asked } from '../api/queries';
import { records } from '../api/table';
import { Explain, Explained } from '../explain/explained';
import { rowFigures } from '../explain/figure';
import { equals } from '../explore/condition';
import { type Basis, exploreLink } from '../explore/state';
import { isZero, minus } from '../text/decimal';
import { kinds as meanings } from '../text/kinds';
import { money, share, signedMoney } from '../text/money';
import { Badge, Card } from '../ui/bits';
import { Empty, Widget } from '../ui/states';
import { checkNames } from './checks';
import { currencies, totalOf } from './figures';
import css from './reconciliation.module.css';

interface Props {
  readonly kinds: Asked<SchemaTable>;
  readonly checks: Asked<SchemaTable>;
  readonly cost: Basis;
  readonly month: string;
}

/** The bill again, from its parts; a currency each. */
export function Equation({ kinds, checks, cost, month }: Props) {
  return (
    <Card title="The bill, from its parts">
      <Widget
        query={kinds}
        height={260}
        empty={(d) =>
          d.rows.length === 0 && (
            <Empty title="Not split yet" why={`${d.notes.at(-1) ?? 'No cost of this month is here'}.`} />
          )
        }
      >
        {(d) => (
          <div className={css['body']}>
            {currencies(d).map((currency) => (
              <Parts key={currency} table={d} checks={checks.data} cost={cost} currency={currency} month={month} />
            ))}
          </div>
        )}
      </Widget>
    </Card>
  );
}

function Parts({
  table,
  checks,
  cost,
  currency,
  month,
}: {
  table: SchemaTable;
  checks: SchemaTable | undefined;
  cost: Basis;
  currency: string;
  month: string;
}) {
  const value = `${cost}_cost`;
  const rows = records(table, ['cost_kind', value, 'currency']).filter((r) => r['currency'] === currency);
  const total = totalOf(table, value, currency);
  const check =
    checks && records(checks, checkNames).find((c) => c.check === `allocation: ${cost}` && c.currency === currency);
  const bill = check?.expected ?? null;
  const base = { query: { month, cost }, cost, currency };
  const whole = rowFigures(base, (q) => ({ ...q, by: ['cost_kind'] })).cost;
  const rest = bill !== null && total !== null ? minus(bill, total) : null;
  return (
    <table className={`${css['ledger']} num`}>
      <caption className="sr-only">
        Parts of the {cost.replace('_', ' ')} cost in {currency}, and the bill
      </caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">{currency}</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => {
          const kind = r['cost_kind'] ?? 'unknown';
          const cell = r[value] ?? null;
          const name = kind.replaceAll('_', ' ');
          const figures = rowFigures(base, (q) => ({ ...q, where: equals('cost_kind', r['cost_kind'] ?? null) }));
          return (
            <tr key={kind}>
              <th scope="row">
                <Link
                  to={exploreLink({
                    by: ['cost_kind', 'service'],
                    month,
                    cost,
                    where: equals('cost_kind', r['cost_kind'] ?? null),
                  })}
                >
                  {name.charAt(0).toUpperCase() + name.slice(1)}
                </Link>
                <small>{meanings[kind]?.[1]}</small>
              </th>
              <td>
                {cell === null ? (
                  'unknown'
                ) : (
                  <Explained what={name} figure={figures.cost} shown={money(cell, currency)} />
                )}
              </td>
              <td>
                {cell === null || total === null || !(Number(total) > 0) ? (
                  '–'
                ) : (
                  <Explained
                    what={`Share, ${name}`}
                    figure={figures.share}
                    shown={share(Number(cell) / Number(total))}
                  />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            Sum of the parts{' '}
            {total !== null && <Explain what="Sum of the parts" figure={whole} shown={money(total, currency)} />}
          </th>
          <td>
            {total === null ? (
              'unknown'
            ) : (
              <Explained what="Sum of the parts" figure={whole} shown={money(total, currency)} />
            )}
          </td>
          <td />
        </tr>
        <tr>
          <th scope="row">The bill</th>
          <td>{bill === null ? 'not known' : money(bill, currency)}</td>
          <td />
        </tr>
        <tr>
          <th scope="row">Difference</th>
          <td>
            {rest === null ? 'not known' : isZero(rest) ? <Badge kind="ok">None</Badge> : signedMoney(rest, currency)}
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}
