import { Link } from 'react-router';
import { Known } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { GpuQuery } from '../api/client';
import { column, number, text } from '../api/table';
import { Stack } from '../charts/stack';
import { equals } from '../explore/condition';
import parts from '../ui/parts.module.css';
import css from './gpu.module.css';
import { columnOf, fates, wasters } from './parts';

interface Props {
  readonly table: SchemaTable;
  readonly query: GpuQuery;
  readonly currency: string;
  /** Where its money is looked into. */
  readonly link: (where: string) => string;
}

/** The workloads that hold cards and compute least with them, by dollars. */
export function Wasters({ table, query, currency, link }: Props) {
  const cost = query.cost ?? 'effective';
  const rows = wasters(table, cost, currency, 8);
  const dims = ['workload', 'namespace', 'cluster'] as const;
  const at = (name: string) => column(table, name);
  const most = number(rows[0] ?? [], at(columnOf('wasted', cost))) ?? 0;
  if (rows.length === 0) return <p>No workload that is measured wastes anything.</p>;
  return (
    <ol className={css['wasters']} aria-label="Top wasters">
      {rows.map((r) => {
        const match = Object.fromEntries(dims.map((d) => [d, text(r, at(d))]));
        const name = match['workload'] ?? '';
        const place = [match['namespace'], match['cluster']].filter(Boolean).join(' · ');
        const known = (label: string, col: string, form: 'money' | 'share' = 'money') => (
          <Known
            what={`${label}, ${name}`}
            ask={{ gpu: query }}
            column={col}
            match={match}
            value={text(r, at(col))}
            currency={currency}
            form={form}
            why={fates.parked.why}
          />
        );
        const [wasted, parked] = (['wasted', 'parked'] as const).map((f) => number(r, at(columnOf(f, cost))));
        const where = dims.map((d) => equals(d, match[d] ?? null)).join(' AND ');
        return (
          <li key={JSON.stringify(match)}>
            <span className={css['who']}>
              <Link className={parts['link']} to={link(where)} title="What it is made of, in Explore">
                {name}
              </Link>{' '}
              <small>{place}</small>
            </span>
            <b className="num">{known('Wasted', columnOf('wasted', cost))}</b>
            <span className={css['bar']}>
              <Stack
                parts={[
                  { tone: 'parked', value: parked ?? null },
                  { tone: 'wasted', value: (wasted ?? 0) - (parked ?? 0) },
                ]}
                most={most}
              />
            </span>
            <small className="num">parked {known('Parked', columnOf('parked', cost))}</small>
            <small className="num">used {known('Used, in percent', 'used_percent', 'share')}</small>
          </li>
        );
      })}
    </ol>
  );
}
