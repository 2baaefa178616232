import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import type { Cost } from '../api/client';
import type { Asked } from '../api/queries';
import { records } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { equals } from '../explore/condition';
import { type Basis, exploreLink } from '../explore/state';
import { dayName, span } from '../text/dates';
import { money, share, signedMoney } from '../text/money';
import { Card, Delta, Notes } from '../ui/bits';
import { Empty, Widget } from '../ui/states';
import { movers, totalOf } from './figures';
import { type Newest, sameDaysBefore } from './newest';
import css from './overview.module.css';

interface Props {
  readonly query: Asked<SchemaTable>;
  readonly of: Newest | null;
  readonly dim: string;
  readonly label: string;
  readonly cost: Cost & Basis;
  readonly currency: string;
}

/** What changed most; without a month before, where the money goes. */
export function Movers({ query, of, dim, label, cost, currency }: Props) {
  const link = (name: string | null) =>
    exploreLink({
      by: [dim === 'service' ? 'account' : dim === 'cluster' ? 'namespace' : dim === 'team' ? 'workload' : 'service'],
      where: equals(dim, name),
      cost,
      ...(of && { from: of.from, to: of.to, compare: sameDaysBefore(of) }),
    });
  const found = query.data ? movers(query.data, dim, `${cost}`, currency, 5) : [];
  const title = query.data && found.length === 0 ? `Largest ${label}s, share of spend` : 'Largest movers';
  return (
    <Card title={title}>
      <Widget
        query={query}
        height={260}
        empty={(d) =>
          d.rows.length === 0 && (
            <Empty title="Nothing to compare" why={d.notes.at(-1) ?? 'The month has no charges.'} />
          )
        }
      >
        {(d) =>
          found.length > 0 && of ? (
            <>
              <p className={css['against']}>
                {span(of.from, of.to)} against {against(of)}
              </p>
              <ol className={css['ranked']}>
                {found.map((m) => (
                  <li key={String(m.name)}>
                    <div>
                      <Link to={link(m.name)}>{labelOf(m.name, dim)}</Link>
                      <small className="num">
                        {money(m.previous, currency)} → {money(m.cost, currency)}
                      </small>
                    </div>
                    <div className={css['value']}>
                      <b className="num">{signedMoney(m.change, currency)}</b>
                      {m.ratio === null ? <small>new</small> : <Delta value={m.ratio} />}
                    </div>
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <>
              <Shares table={d} dim={dim} cost={cost} currency={currency} link={link} />
              <Notes notes={d.notes.filter((n) => n.startsWith('no data'))} />
            </>
          )
        }
      </Widget>
    </Card>
  );
}

function against(of: Newest): string {
  const [from = '', to = ''] = sameDaysBefore(of).split('..');
  return from && to ? span(from, to) : dayName(from);
}

function Shares({
  table,
  dim,
  cost,
  currency,
  link,
}: {
  table: SchemaTable;
  dim: string;
  cost: string;
  currency: string;
  link: (name: string | null) => string;
}) {
  const all = Number(totalOf(table, `${cost}_cost`, currency) ?? 0);
  const rows = records(table, [dim, `${cost}_cost`, 'currency'])
    .filter((r) => r['currency'] === currency)
    .slice(0, 5);
  return (
    <ol className={css['ranked']}>
      {rows.map((r) => {
        const value = r[`${cost}_cost`] ?? null;
        const part = value !== null && all > 0 ? Number(value) / all : null;
        return (
          <li key={String(r[dim])}>
            <Link to={link(r[dim] ?? null)}>{labelOf(r[dim] ?? null, dim)}</Link>
            <span className="num">
              {value === null ? 'unknown' : money(value, currency)}
              {part !== null && <small>{share(part)}</small>}
            </span>
            <div className={css['bar']} aria-hidden="true">
              <i style={{ width: `${Math.max(0, Math.min(100, (part ?? 0) * 100))}%` }} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
