import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import type { SchemaTable } from '../api/api';
import { useCosts, useImports } from '../api/queries';
import { column } from '../api/table';
import type { Base } from '../explain/figure';
import { idleModes, sharedModes } from '../explore/choices';
import { type Dates, datesOf, monthsOf, periodWords } from '../explore/compare';
import { ComparePick } from '../explore/compare-pick';
import explored from '../explore/explore.module.css';
import { Period, periodName } from '../explore/period';
import { costs, exploreLink } from '../explore/state';
import { Total } from '../explore/total';
import { Card, Notes, Pick } from '../ui/bits';
import { Fold } from '../ui/fold';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Skeleton, Widget } from '../ui/states';
import { useShortcut } from '../ui/use-shortcut';
import { useUrlState } from '../url/use-url-state';
import { Crumbs, levelLink } from '../workloads/crumbs';
import { LevelTable } from '../workloads/level-table';
import { crumbs, levelOf, parent, stepName } from '../workloads/path';
import { linesOf } from '../workloads/rows';
import { asExplored, levelQuery, type Workloads as Url, workloads } from '../workloads/state';
import css from '../workloads/workloads.module.css';
import { beforeData } from './before-data';
import { currencies, currencyOf } from './figures';
import { CurrencyPick } from './pickers';

type Set = (patch: Partial<Url>, how?: { push?: boolean }) => void;

/** EKS and ECS in one table, from clusters down to containers; what lies apart of workloads stays in sight. */
export default function Workloads() {
  const [url, set] = useUrlState(workloads);
  const navigate = useNavigate();
  const imports = useImports();
  const dates = datesOf(url, imports.data?.freshness);
  const query = levelQuery(url, dates);
  const level = useCosts(query);
  useShortcut('Backspace', () => {
    if (url.in.length > 0 && !document.querySelector('dialog[open]')) navigate(levelLink(url, parent(url.in)));
  });
  const before = beforeData('Workloads', imports);
  if (before) return before;
  const currency = level.data ? currencyOf(level.data, url.currency) : url.currency || 'USD';
  const all = level.data ? currencies(level.data) : [];
  const here = crumbs(url.in).at(-1);
  const base: Base = { query, cost: url.cost, currency };
  return (
    <>
      <PageHead
        title="Workloads"
        sub={[periodWords(dates, url.compare), `${costs[url.cost].toLowerCase()} cost`, 'UTC']
          .filter(Boolean)
          .join(' · ')}
      >
        <CurrencyPick all={all} currency={currency} onPick={(c) => set({ currency: c })} />
      </PageHead>
      <Controls url={url} dates={dates} set={set} imports={imports.data} />
      <Crumbs url={url} />
      <Card
        title={here ? stepName(here) : 'All clusters'}
        flush
        tools={
          <Link className={parts['button']} to={exploreLink(asExplored(url, dates))}>
            Explore
          </Link>
        }
      >
        <div className={css['head']}>
          <Widget query={level} height={40} empty={(d) => d.rows.length === 0 && <Nothing table={d} url={url} />}>
            {(d) => (
              <>
                <Total table={d} base={base} />
                <Notes notes={d.notes} />
              </>
            )}
          </Widget>
        </div>
        {level.data && level.data.rows.length > 0 && (
          <Level table={level.data} url={url} base={base} dates={dates} set={set} />
        )}
      </Card>
    </>
  );
}

function Level({
  table,
  url,
  base,
  dates,
  set,
}: {
  table: SchemaTable;
  url: Url;
  base: Base;
  dates: Dates | null;
  set: Set;
}) {
  // the answer of the level before stays until the next one comes: it has other columns
  const fits = levelOf(url.in).dims.every((d) => column(table, d) >= 0);
  const lines = useMemo(
    () => (fits ? linesOf(table, url.in, `${url.cost}_cost`, base.currency) : []),
    [fits, table, url.in, url.cost, base.currency],
  );
  if (!fits) return <Skeleton height={320} />;
  return (
    <LevelTable
      lines={lines}
      url={url}
      dates={dates}
      base={base}
      compared={column(table, 'change') >= 0}
      onSort={(sort, down) => set({ sort, up: !down })}
    />
  );
}

function Controls({
  url,
  dates,
  set,
  imports,
}: {
  url: Url;
  dates: Dates | null;
  set: Set;
  imports: SchemaTable | undefined;
}) {
  const months = monthsOf(imports);
  const push = (patch: Partial<Url>) => set(patch, { push: true });
  return (
    <section className={`${parts['card']} ${css['controls']}`} aria-label="Question">
      <Fold label="Question" summary={`${periodName(url)} · ${costs[url.cost]}`}>
        <div className={explored['row']}>
          <Period url={url} months={months} set={push} />
          <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => push({ cost })} />
          <ComparePick compare={url.compare} dates={dates} months={months} onPick={(compare) => push({ compare })} />
          <Pick label="Idle" value={url.idle} all={idleModes} onPick={(idle) => push({ idle })} />
          <Pick label="Shared costs" value={url.shared} all={sharedModes} onPick={(shared) => push({ shared })} />
        </div>
      </Fold>
    </section>
  );
}

function Nothing({ table, url }: { table: SchemaTable; url: Url }) {
  const unbuilt = table.notes.some((n) => n.includes('farthing build'));
  if (unbuilt)
    return (
      <Empty
        title="No workload is known yet"
        why="The bill is here, but nothing has been split to what ran on its machines. Import what ran, if you have not, then build."
      >
        <pre className={parts['code']}>
          <code>farthing import PATH{'\n'}farthing build</code>
        </pre>
      </Empty>
    );
  return (
    <Empty
      title="Nothing was found"
      why={`${table.notes.filter((n) => !n.startsWith('costs are')).join('; ') || 'Nothing ran here in this period'}.`}
    >
      {url.in.length > 0 && (
        <Link className={parts['button']} to={levelLink(url, [])}>
          All clusters
        </Link>
      )}
    </Empty>
  );
}
