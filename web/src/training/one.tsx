import { Link } from 'react-router';
import { whyEmpty } from '../ai/why-empty';
import type { SchemaTable } from '../api/api';
import { useRun, useRuns } from '../api/queries';
import { column, type Row, text } from '../api/table';
import { currencyOf } from '../pages/figures';
import { Card, Notes, Pick, Toggle } from '../ui/bits';
import crumbs from '../ui/crumbs.module.css';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import { Events, Losses } from './events';
import { Facts } from './facts';
import { lossesOf, marksOf } from './marks';
import { nameOf } from './measured';
import { Sides } from './sides';
import { link, runQuery, type Training, wholeQuery } from './state';
import { StatusBadge } from './status';
import { Timeline } from './timeline';
import css from './training.module.css';

type Set = (patch: Partial<Training>, how?: { push?: boolean }) => void;

const rowOf = (table: SchemaTable, run: string): Row | undefined =>
  table.rows.find((r) => text(r, column(table, 'run')) === run);

/** One run: what it cost, when, and what its interruptions lost; beside another one if asked. */
export function OneRun({ url, set, runs }: { url: Training; set: Set; runs: SchemaTable | undefined }) {
  const query = wholeQuery(url, url.run);
  const ask = runQuery(url);
  const whole = useRuns(query);
  const timeline = useRun(ask);
  const row = whole.data && rowOf(whole.data, url.run);
  const currency = whole.data ? currencyOf(whole.data, url.currency) : 'USD';
  const name = whole.data && row ? nameOf(whole.data, row) : url.run;
  const missing = whole.data !== undefined && !whole.isPlaceholderData && row === undefined;
  const others: Record<string, string> = { '': 'Nothing' };
  for (const r of runs?.rows ?? []) {
    const id = runs && text(r, column(runs, 'run'));
    if (runs && id && id !== url.run) others[id] = nameOf(runs, r) === id ? id : `${nameOf(runs, r)} (${id})`;
  }
  if (url.with && !others[url.with]) others[url.with] = url.with;
  const gone = () => (
    <Empty title="There is no such run" why={`No run has the id ${url.run}.`}>
      <Link className={parts['button']} to={link(url, { run: '', with: '' })}>
        All runs
      </Link>
    </Empty>
  );
  return (
    <>
      <nav aria-label="Place" className={crumbs['crumbs']}>
        <ol>
          <li>
            <Link to={link(url, { run: '', with: '' })}>All runs</Link>
          </li>
          <li>
            <b aria-current="location" title={url.run}>
              {name}
            </b>
          </li>
        </ol>
      </nav>
      <Card
        title={name}
        tools={
          <>
            {whole.data && row && <StatusBadge status={text(row, column(whole.data, 'status'))} />}
            <Pick label="Compare with" value={url.with} all={others} onPick={(w) => set({ with: w }, { push: true })} />
          </>
        }
      >
        <Widget query={whole} height={90} empty={() => missing && gone()}>
          {(d) => (
            <>
              {row && <Facts table={d} query={query} currency={currency} row={row} />}
              <div className={css['notes']}>
                <Notes notes={d.notes} />
              </div>
            </>
          )}
        </Widget>
      </Card>
      {url.with && !missing && <Compared url={url} />}
      {!missing && (
        <Card
          title="Cost over time"
          flush={url.table}
          tools={
            <Toggle on={url.table} onToggle={() => set({ table: !url.table })}>
              View as table
            </Toggle>
          }
        >
          <Widget
            query={timeline}
            height={340}
            empty={(d) =>
              d.rows.length === 0 && (
                <Empty title="No time of this run is known" why={whyEmpty(d.notes, 'No event was reported')} />
              )
            }
          >
            {(d) => {
              const marks = marksOf(d, url.cost, currency);
              return url.table ? (
                <Events marks={marks} query={ask} currency={currency} />
              ) : (
                <>
                  <Timeline marks={marks} currency={currency} />
                  <div className={css['notes']}>
                    <Notes notes={d.notes} />
                  </div>
                </>
              );
            }}
          </Widget>
        </Card>
      )}
      {timeline.data && <Interruptions table={timeline.data} url={url} currency={currency} />}
    </>
  );
}

function Interruptions({ table, url, currency }: { table: SchemaTable; url: Training; currency: string }) {
  const losses = lossesOf(marksOf(table, url.cost, currency));
  if (losses.length === 0) return null;
  return (
    <Card title="Interruptions">
      <Losses losses={losses} query={runQuery(url)} currency={currency} />
    </Card>
  );
}

function Compared({ url }: { url: Training }) {
  const query = wholeQuery(url, url.run, url.with);
  const both = useRuns(query);
  return (
    <Card title="Side by side">
      <Widget query={both} height={320}>
        {(d) => {
          const [a, b] = [rowOf(d, url.run), rowOf(d, url.with)];
          if (!a || !b)
            return <Empty title="There is nothing to compare" why={`No run has the id ${a ? url.with : url.run}.`} />;
          return <Sides table={d} query={query} currency={currencyOf(d, url.currency)} a={a} b={b} />;
        }}
      </Widget>
    </Card>
  );
}
