import { Link } from 'react-router';
import { figureFor } from '../ai/known';
import { Question } from '../ai/question';
import { whyEmpty } from '../ai/why-empty';
import type { SchemaTable } from '../api/api';
import { useGpu, useImports } from '../api/queries';
import { column } from '../api/table';
import { datesOf, periodWords } from '../explore/compare';
import explore from '../explore/explore.module.css';
import { costs } from '../explore/state';
import { FleetTable } from '../gpu/fleet-table';
import css from '../gpu/gpu.module.css';
import { columnOf } from '../gpu/parts';
import {
  dimsOf,
  type Grouping,
  gpu,
  groupings,
  groupsQuery,
  hoursQuery,
  inExplore,
  type Gpu as Url,
  wastersQuery,
} from '../gpu/state';
import { Wasters } from '../gpu/wasters';
import { Whole } from '../gpu/whole';
import { commandOf, curlOf, fileName, workbookOf } from '../text/take-away';
import { Card, Pick, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Skeleton, Widget } from '../ui/states';
import { TakeAway } from '../ui/take-away';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf } from './figures';
import { HeatMap } from './heat-map';
import { CurrencyPick } from './pickers';

const heats = [
  {
    fate: 'idle',
    noun: 'Idle',
    of: 'of accelerators that nobody held, with what is left beside MIG slices',
    color: 'var(--series-other)',
  },
  { fate: 'used', noun: 'Used', of: 'of accelerators that computed', color: 'var(--series-3)' },
] as const;

const empty = (d: SchemaTable) =>
  d.rows.length === 0 && (
    <Empty
      title="No accelerator is known"
      why={whyEmpty(d.notes, 'No machine with GPUs or Neuron chips ran in this period')}
    />
  );

/** What GPUs cost, and what of it computed, was held for nothing, or nobody held. */
export default function GpuFleet() {
  const [url, set] = useUrlState(gpu);
  const imports = useImports();
  const [ask, byHour, byWorkload] = [groupsQuery(url), hoursQuery(url), wastersQuery(url)];
  const groups = useGpu(ask);
  const hours = useGpu(byHour);
  const wasting = useGpu(byWorkload);
  const before = beforeData('GPU fleet', imports);
  if (before) return before;
  const currency = groups.data ? currencyOf(groups.data, url.currency) : url.currency || 'USD';
  const dates = datesOf(url, imports.data?.freshness);
  const push = (patch: Partial<Url>) => set(patch, { push: true });
  const nothing = groups.data?.rows.length === 0; // said once
  const by = groupings[url.by].toLowerCase();
  return (
    <>
      <PageHead
        title="GPU fleet"
        sub={[periodWords(dates, ''), `${costs[url.cost].toLowerCase()} cost`, 'UTC'].filter(Boolean).join(' · ')}
      >
        <CurrencyPick
          all={groups.data ? currencies(groups.data) : []}
          currency={currency}
          onPick={(c) => set({ currency: c })}
        />
      </PageHead>
      <Question url={url} imports={imports.data} set={push} words={`By ${by}`}>
        <Pick label="Group by" value={url.by} all={groupings} onPick={(b: Grouping) => push({ by: b, sort: '' })} />
      </Question>
      <Card
        title="What became of the money"
        tools={
          <Link className={parts['button']} to={inExplore(url, dimsOf(url).slice(0, 3))}>
            Explore
          </Link>
        }
      >
        <Widget query={groups} height={160} empty={empty}>
          {(d) => <Whole table={d} query={ask} currency={currency} />}
        </Widget>
      </Card>
      {!nothing && (
        <>
          <Card
            title={`By ${by}`}
            flush
            tools={
              <TakeAway
                name={fileName('gpu', dimsOf(url))}
                table={groups.data}
                command={commandOf('gpu', ask)}
                curl={curlOf(`${window.location.origin}/api/v1/gpu`, ask)}
                workbook={workbookOf('/api/v1/gpu', ask)}
              />
            }
          >
            <div className={explore['gap']} />
            <Widget query={groups} height={320} empty={empty}>
              {(d) =>
                dimsOf(url).every((dim) => column(d, dim) >= 0) ? (
                  <FleetTable
                    table={d}
                    query={ask}
                    dims={dimsOf(url)}
                    currency={currency}
                    sort={{ key: url.sort || `${url.cost}_cost`, down: url.sort ? !url.up : true }}
                    onSort={(s) => set({ sort: s.key, up: !s.down })}
                  />
                ) : (
                  <Skeleton height={320} />
                )
              }
            </Widget>
          </Card>
          <div className={parts['split']}>
            <Card
              title="By hour of the week"
              tools={
                <Toggle on={url.table} onToggle={() => set({ table: !url.table })}>
                  View as table
                </Toggle>
              }
            >
              <Widget query={hours} height={460} empty={empty}>
                {(d) => (
                  <div className={css['heats']}>
                    {heats.map(({ fate, noun, of, color }) => (
                      <section key={fate} aria-label={`${noun} by hour of the week`}>
                        <h3>{noun}</h3>
                        <HeatMap
                          told={{
                            noun,
                            of,
                            color,
                            figure: (match) =>
                              figureFor({
                                what: noun,
                                ask: { gpu: byHour },
                                column: columnOf(fate, url.cost),
                                match,
                                currency,
                              }),
                          }}
                          table={d}
                          value={columnOf(fate, url.cost)}
                          currency={currency}
                          asTable={url.table}
                        />
                      </section>
                    ))}
                  </div>
                )}
              </Widget>
            </Card>
            <Card title="Top wasters">
              <Widget query={wasting} height={230} empty={empty}>
                {(d) => (
                  <Wasters
                    table={d}
                    query={byWorkload}
                    currency={currency}
                    link={(where) => inExplore(url, ['service', 'reason'], where)}
                  />
                )}
              </Widget>
            </Card>
          </div>
        </>
      )}
    </>
  );
}
