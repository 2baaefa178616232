import type { SchemaSummary } from '../api/api';
import type { Asked } from '../api/queries';
import { part, records } from '../api/table';
import { Explained } from '../explain/explained';
import type { Figure } from '../explain/figure';
import { money, share } from '../text/money';
import { Card } from '../ui/bits';
import { Empty, Widget } from '../ui/states';
import css from './overview.module.css';

const names = ['commitment', 'type', 'name', 'currency', 'utilization_percent', 'unused', 'net_saving'] as const;

export function Commitments({ summary, currency }: { summary: Asked<SchemaSummary>; currency: string }) {
  return (
    <Card title="Savings Plans and reservations">
      <Widget
        query={summary}
        height={260}
        empty={(s) =>
          !part(s, 'Savings Plans and reservations')?.rows.length && (
            <Empty title="No commitment this month" why="The bill names no Savings Plan and no reservation." />
          )
        }
      >
        {(s) => {
          const table = part(s, 'Savings Plans and reservations');
          const rows = table ? records(table, names).filter((r) => r.currency === currency) : [];
          return (
            <ol className={css['ranked']}>
              {rows.slice(0, 5).map((r) => {
                const used = r.utilization_percent === null ? null : Number(r.utilization_percent) / 100;
                return (
                  <li key={r.commitment}>
                    <div>
                      <b>{r.name ?? r.type}</b>
                      <small>
                        {r.type} · {r.commitment?.split(/[/:]/).at(-1)?.slice(0, 8)}
                      </small>
                    </div>
                    <div className={css['value']}>
                      <b className="num">
                        {used === null ? (
                          'unknown'
                        ) : (
                          <>
                            <Explained
                              what={`Used, ${r.name ?? r.type}`}
                              figure={utilization(s.month, r.commitment, currency)}
                              shown={share(used)}
                            />{' '}
                            used
                          </>
                        )}
                      </b>
                      <small className="num">
                        {r.unused === null ? (
                          'unused: unknown'
                        ) : (
                          <>
                            <Explained
                              what={`Unused, ${r.name ?? r.type}`}
                              figure={unused(s.month, r.commitment, currency)}
                              shown={money(r.unused, currency)}
                            />{' '}
                            unused
                          </>
                        )}
                      </small>
                    </div>
                    {used !== null && (
                      <div className={css['bar']} aria-hidden="true">
                        <i style={{ width: `${Math.max(0, Math.min(100, used * 100))}%` }} />
                      </div>
                    )}
                  </li>
                );
              })}
            </ol>
          );
        }}
      </Widget>
    </Card>
  );
}

const utilization = (month: string, commitment: string | null, currency: string): Figure => ({
  formula: 'a',
  form: 'share',
  inputs: [
    { name: 'Used, in %', ask: { commitments: { month } }, column: 'utilization_percent', match: { commitment } },
  ],
  currency,
});

const unused = (month: string, commitment: string | null, currency: string): Figure => ({
  formula: 'a',
  form: 'money',
  inputs: [{ name: 'Unused', ask: { commitments: { month } }, column: 'unused', match: { commitment } }],
  currency,
});
