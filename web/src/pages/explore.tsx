import type { SchemaTable } from '../api/api';
import type { ApiError } from '../api/client';
import type { Asked } from '../api/queries';
import { useCosts, useImports } from '../api/queries';
import { column } from '../api/table';
import { Ranked } from '../charts/ranked';
import { TimeChart } from '../charts/time-chart';
import { toChart } from '../charts/to-chart';
import type { Base } from '../explain/figure';
import { compareParameter, datesOf, monthsOf, periodWords } from '../explore/compare';
import { Controls } from '../explore/controls';
import css from '../explore/explore.module.css';
import { GroupsTable } from '../explore/groups-table';
import { periodName } from '../explore/period';
import {
  askedQuery,
  costs,
  type Explored,
  explore,
  exploreLink,
  groupsQuery,
  openDates,
  timeQuery,
  unitOf,
} from '../explore/state';
import { Total } from '../explore/total';
import { TrailCrumbs } from '../explore/trail';
import { commandOf, curlOf, fileName, workbookOf } from '../text/take-away';
import { Card, Notes } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Skeleton, Widget } from '../ui/states';
import { TakeAway } from '../ui/take-away';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf, totalOf } from './figures';
import { CurrencyPick } from './pickers';

const sentence = (e: ApiError) =>
  `${e.message}${e.advice ? `: ${e.advice}` : ''}.${e.requestId ? ` Request ${e.requestId}.` : ''}`;

type Set = (patch: Partial<Explored>, how?: { push?: boolean }) => void;

export default function Explore() {
  const [url, set] = useUrlState(explore);
  const imports = useImports();
  const dates = datesOf(url, imports.data?.freshness);
  const asked = { ...url, compare: compareParameter(url.compare, dates) };
  const groups = useCosts(groupsQuery(asked));
  const time = useCosts(timeQuery(url));
  const before = beforeData('Explore', imports);
  if (before) return before;
  const problem = groups.error?.status === 400 ? groups.error : time.error?.status === 400 ? time.error : null;
  const currency = groups.data ? currencyOf(groups.data, url.currency) : url.currency || 'USD';
  const all = groups.data ? currencies(groups.data) : [];
  return (
    <>
      <PageHead
        title="Explore"
        sub={[periodWords(dates, url.compare) || periodName(url), `${costs[url.cost].toLowerCase()} cost`, 'UTC'].join(
          ' · ',
        )}
      >
        <CurrencyPick all={all} currency={currency} onPick={(c) => set({ currency: c })} />
      </PageHead>
      <Controls url={url} dates={dates} months={monthsOf(imports.data)} problem={problem} set={set} />
      <TrailCrumbs
        trail={url.trail}
        linkTo={(back) => exploreLink({ ...url, ...back, sort: '', up: false })}
        onBack={(back) => set({ ...back, sort: '', up: false }, { push: true })}
      />
      {problem ? (
        <section className={parts['card']} aria-label="Answer">
          <Empty level="h2" title="The question can't be answered as it stands" why={sentence(problem)}>
            <button
              type="button"
              className={parts['button']}
              onClick={() => set({ where: '', by: ['service'], idle: '', shared: '' }, { push: true })}
            >
              Start again by service
            </button>
          </Empty>
        </section>
      ) : (
        <>
          <Chart url={url} groups={groups} time={time} currency={currency} set={set} />
          <Groups url={url} asked={asked} groups={groups} currency={currency} set={set} />
        </>
      )}
    </>
  );
}

/** The last answer stays until the next comes, but not under groupings that it hasn't. */
const fits = (table: SchemaTable, by: readonly string[]) => by.every((d) => column(table, d) >= 0);

const wayOut = (url: Explored, set: Set, d: SchemaTable) => (
  <Empty
    title="Nothing was found"
    why={`${d.notes.filter((n) => !n.startsWith('costs are')).join('; ') || 'No cost matches the filter in this period'}.`}
  >
    {url.where ? (
      <button type="button" className={parts['button']} onClick={() => set({ where: '' }, { push: true })}>
        Clear the filter
      </button>
    ) : (
      <button
        type="button"
        className={parts['button']}
        onClick={() => set({ month: '', from: '', to: '', last: '', by: ['service'] }, { push: true })}
      >
        Last 30 days by service
      </button>
    )}
  </Empty>
);

function Chart({
  url,
  groups,
  time,
  currency,
  set,
}: {
  url: Explored;
  groups: Asked<SchemaTable>;
  time: Asked<SchemaTable>;
  currency: string;
  set: Set;
}) {
  const value = `${url.cost}_cost`;
  const by = url.by.join(', ').replaceAll('_', ' ');
  const title = `Cost${by && ` by ${by}`}${url.granularity === 'none' ? '' : `, per ${url.granularity}`}`;
  const empty = (d: SchemaTable) => d.rows.length === 0 && wayOut(url, set, d);
  return (
    <Card title={title}>
      {url.granularity === 'none' ? (
        <Widget query={groups} height={300} empty={empty}>
          {(d) => <Ranked table={d} dims={url.by} value={value} currency={currency} most={url.top} />}
        </Widget>
      ) : (
        <Widget query={time} height={330} empty={empty}>
          {(d) => (
            <TimeChart
              title={title}
              chart={toChart(d, { dims: url.by, value, currency, unit: unitOf(url), ...openDates(url) })}
              shape={url.view === 'table' ? 'bars' : url.view}
              asTable={url.view === 'table'}
            />
          )}
        </Widget>
      )}
    </Card>
  );
}

function Groups({
  url,
  asked,
  groups,
  currency,
  set,
}: {
  url: Explored;
  asked: Explored;
  groups: Asked<SchemaTable>;
  currency: string;
  set: Set;
}) {
  const base: Base = { query: groupsQuery(asked), cost: url.cost, currency };
  const question = askedQuery(asked);
  return (
    <Card
      title="Groups"
      flush
      tools={
        <TakeAway
          name={fileName('costs', url.by)}
          table={groups.data}
          command={commandOf('costs', question)}
          curl={curlOf(`${window.location.origin}/api/v1/costs`, question)}
          workbook={workbookOf('/api/v1/costs', groupsQuery(asked))}
        />
      }
    >
      <div className={css['panel']}>
        <Widget
          query={groups}
          height={40}
          empty={(d) => d.rows.length === 0 && <Empty title="No groups" why="See above for the reason." />}
        >
          {(d) => (
            <>
              <Total table={d} base={base} />
              <Notes notes={d.notes} />
            </>
          )}
        </Widget>
      </div>
      {groups.data && groups.data.rows.length > 0 && !fits(groups.data, url.by) && <Skeleton height={240} />}
      {groups.data && groups.data.rows.length > 0 && fits(groups.data, url.by) && (
        <GroupsTable
          table={groups.data}
          url={url}
          base={base}
          total={totalOf(groups.data, `${url.cost}_cost`, currency)}
          onSort={(s) => set({ sort: s.key, up: !s.down })}
        />
      )}
    </Card>
  );
}
