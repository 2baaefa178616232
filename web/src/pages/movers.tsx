import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import type { Cost } from '../api/client';
import type { Asked } from '../api/queries';
import { records } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { Explained } from '../explain/explained';
import { type Base, type Figure, rowFigures } from '../explain/figure';
import { equals } from '../explore/condition';
import { type Basis, exploreLink } from '../explore/state';
import { dayName, span } from '../text/dates';
import { change, money, share, signedMoney } from '../text/money';
import { Card, Delta, Notes } from '../ui/bits';
import { Empty, Widget } from '../ui/states';
import { type Mover, movers, totalOf } from './figures';
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
  const base: Base | null = of && {
    query: { from: of.from, to: of.to, cost, compare: sameDaysBefore(of) },
    cost,
    currency,
  };
  const figures = (name: string | null) => base && rowFigures(base, (q) => ({ ...q, where: equals(dim, name) }));
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
                  <Moved
                    key={String(m.name)}
                    mover={m}
                    name={labelOf(m.name, dim)}
                    to={link(m.name)}
                    figures={figures(m.name)}
                    currency={currency}
                  />
                ))}
              </ol>
            </>
          ) : (
            <>
              <Shares table={d} dim={dim} cost={cost} currency={currency} link={link} figures={figures} />
              <Notes notes={d.notes.filter((n) => n.startsWith('no data'))} />
            </>
          )
        }
      </Widget>
    </Card>
  );
}

interface MovedProps {
  readonly mover: Mover;
  readonly name: string;
  readonly to: string;
  readonly figures: ReturnType<typeof rowFigures> | null;
  readonly currency: string;
}
function Moved({ mover: m, name, to, figures, currency }: MovedProps) {
  const say = (what: string, figure: Figure | undefined, shown: string, children?: ReactNode) =>
    figure ? (
      <Explained what={`${what}, ${name}`} figure={figure} shown={shown}>
        {children}
      </Explained>
    ) : (
      (children ?? shown)
    );
  return (
    <li>
      <div>
        <Link to={to}>{name}</Link>
        <small className="num">
          {say('Cost before', figures?.previous, money(m.previous, currency))} →{' '}
          {say('Cost', figures?.cost, money(m.cost, currency))}
        </small>
      </div>
      <div className={css['value']}>
        <b className="num">{say('Change', figures?.change, signedMoney(m.change, currency))}</b>
        {m.ratio === null ? (
          <small>new</small>
        ) : (
          say('Change in percent', figures?.ratio, change(m.ratio), <Delta value={m.ratio} />)
        )}
      </div>
    </li>
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
  figures,
}: {
  table: SchemaTable;
  dim: string;
  cost: string;
  currency: string;
  link: (name: string | null) => string;
  figures: (name: string | null) => ReturnType<typeof rowFigures> | null;
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
        const of = figures(r[dim] ?? null);
        const name = labelOf(r[dim] ?? null, dim);
        return (
          <li key={String(r[dim])}>
            <Link to={link(r[dim] ?? null)}>{name}</Link>
            <span className="num">
              {value === null || !of ? (
                'unknown'
              ) : (
                <Explained what={`Cost, ${name}`} figure={of.cost} shown={money(value, currency)} />
              )}
              {part !== null && of && (
                <small>
                  <Explained what={`Share, ${name}`} figure={of.share} shown={share(part)} />
                </small>
              )}
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
