import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { SchemaTable } from '../api/api';
import { type Asked, useDatasets, useSql, useSummary, useUnmapped } from '../api/queries';
import { part, records } from '../api/table';
import { exploreLink } from '../explore/state';
import { monthName, time } from '../text/dates';
import { count, money, percentOf } from '../text/money';
import { Badge, Card, Notes } from '../ui/bits';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import css from './reconciliation.module.css';

const ISSUES =
  'SELECT kind, dataset, min(detail) AS detail, min(action) AS action, currency, count(DISTINCT day) AS days, sum(effective_cost) AS cost FROM data_issues GROUP BY kind, dataset, currency ORDER BY cost DESC NULLS LAST, days DESC';

/** What came in, from where and how far it goes; what is wrong with it; what nobody owns. */
export function DataHealth({ month, imports }: { month: string; imports: Asked<SchemaTable> }) {
  const datasets = useDatasets();
  const issues = useSql(ISSUES);
  const unmapped = useUnmapped(month, 'team');
  const summary = useSummary();
  return (
    <>
      <Card title="Bills">
        <Widget
          query={summary}
          height={90}
          empty={(s) => !part(s, 'Periods') && <Empty title="No bill" why="Nothing was imported." />}
        >
          {(s) => (
            <Grid
              caption="Bills, by month and source"
              wide
              head={[
                { label: 'Month', words: true },
                { label: 'State', words: true },
                { label: 'Usage until', words: true, less: true },
                { label: 'Source', words: true, less: true },
                { label: 'Format', words: true, less: true },
                { label: 'Imported', words: true, less: true },
                { label: 'Lines' },
              ]}
              rows={records(part(s, 'Periods') as SchemaTable, [
                'period',
                'state',
                'newest_usage',
                'source',
                'format',
                'lines',
                'imported_at',
              ]).map((r) => {
                const until = r.newest_usage ? time(r.newest_usage) : 'not known';
                const imported = r.imported_at ? time(r.imported_at) : 'not known';
                return {
                  under: `${r.format}, ${r.source}; imported ${imported}`,
                  cells: [
                    r.period ? monthName(r.period) : 'not known',
                    <Badge key="s" kind={r.state === 'final' ? 'ok' : 'plain'}>
                      {r.state}
                    </Badge>,
                    until,
                    r.source,
                    r.format,
                    imported,
                    r.lines === null ? '–' : count(Number(r.lines)),
                  ],
                };
              })}
            />
          )}
        </Widget>
        <Widget query={imports} height={20}>
          {(d) => <Notes notes={d.notes} />}
        </Widget>
      </Card>
      <div className={css['pair']}>
        <Card title="What is wrong with the data">
          <Widget
            query={issues}
            height={160}
            empty={(d) =>
              d.rows.length === 0 && (
                <Empty
                  title="No issue is known"
                  why="farthing build found nothing to mend, or nothing was built yet."
                />
              )
            }
          >
            {(d) => (
              <ul className={css['items']}>
                {records(d, ['kind', 'dataset', 'detail', 'action', 'currency', 'days', 'cost']).map((r) => (
                  <li key={`${r.kind}${r.dataset}${r.currency}`}>
                    <b>
                      {r.kind} <small>{r.dataset}</small>
                    </b>
                    <span className="num">
                      {r.cost !== null && r.currency ? money(r.cost, r.currency) : 'cost not known'}
                    </span>
                    <small>
                      {[r.detail, r.action, `${count(Number(r.days ?? 0))} days`].filter(Boolean).join(' · ')}
                    </small>
                  </li>
                ))}
              </ul>
            )}
          </Widget>
        </Card>
        <Card title="Without a team">
          <Widget
            query={unmapped}
            height={160}
            empty={(d) =>
              d.rows.length === 0 && (
                <Empty title="Nothing is without a team" why={d.notes.at(-1) ?? 'All that can have one has one.'} />
              )
            }
          >
            {(d) => (
              <>
                <Notes notes={d.notes} />
                <ul className={css['items']}>
                  {records(d, [
                    'cost_kind',
                    'cluster',
                    'namespace',
                    'workload',
                    'account',
                    'service',
                    'carries',
                    'effective_cost',
                    'share_percent',
                    'currency',
                  ])
                    .filter((r) => Number(r.effective_cost) > 0.005)
                    .map((r) => (
                      <li key={JSON.stringify(Object.values(r))}>
                        <b>
                          {[r.cluster, r.namespace, r.workload, r.account, r.service].filter(Boolean).join(' / ') ||
                            r.cost_kind}
                        </b>
                        <span className="num">
                          {r.effective_cost !== null && r.currency ? money(r.effective_cost, r.currency) : 'unknown'}
                        </span>
                        <small>
                          {r.carries ? `carries ${r.carries}` : 'carries no label or tag'}
                          {r.share_percent !== null ? ` · ${percentOf(Number(r.share_percent), r.effective_cost)}` : ''}
                        </small>
                      </li>
                    ))}
                </ul>
                <Link
                  className={parts['link']}
                  to={exploreLink({ by: ['cost_kind', 'cluster', 'namespace'], month, where: 'team IS NULL' })}
                >
                  All of it in Explore
                </Link>
              </>
            )}
          </Widget>
        </Card>
      </div>
      <Card title="Datasets">
        <Widget
          query={datasets}
          height={200}
          empty={(d) => d.rows.length === 0 && <Empty title="The lake is empty" why="Nothing was imported." />}
        >
          {(d) => (
            <Grid
              caption="Datasets of the lake"
              head={[
                { label: 'Dataset', words: true },
                { label: 'First', words: true, less: true },
                { label: 'Last', words: true, less: true },
                { label: 'Partitions', less: true },
                { label: 'Rows' },
              ]}
              rows={records(d, ['dataset', 'first', 'last', 'partitions', 'rows']).map((r) => ({
                under: r.first === r.last ? (r.first ?? '') : `${r.first} to ${r.last}`,
                cells: [r.dataset, r.first, r.last, count(Number(r.partitions)), count(Number(r.rows))],
              }))}
            />
          )}
        </Widget>
      </Card>
    </>
  );
}

interface Head {
  readonly label: string;
  readonly words?: true;
  /** On a phone it stands under the row's name. */
  readonly less?: true;
}
interface GridProps {
  readonly wide?: boolean;
  readonly caption: string;
  readonly head: readonly Head[];
  readonly rows: readonly { readonly cells: readonly ReactNode[]; readonly under: string }[];
}
const marks = (h: Head | undefined) => ({
  'data-words': h?.words ? '' : undefined,
  'data-less': h?.less ? '' : undefined,
});

function Grid({ caption, head, rows, wide = false }: GridProps) {
  return (
    <section
      className={css['scroll']}
      data-wide={wide}
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <table className={`${css['ledger']} num`}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((h) => (
              <th scope="col" key={h.label} {...marks(h)}>
                {h.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, under }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are never reordered here
            <tr key={i}>
              {cells.map((c, j) =>
                j === 0 ? (
                  <th scope="row" key={head[j]?.label}>
                    {c}
                    <small className={css['under']}>{under}</small>
                  </th>
                ) : (
                  <td key={head[j]?.label} {...marks(head[j])}>
                    {c}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
