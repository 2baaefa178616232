import { Link } from 'react-router';
import { Question } from '../ai/question';
import { whyEmpty } from '../ai/why-empty';
import type { SchemaTable } from '../api/api';
import { useImports, useModels } from '../api/queries';
import { column } from '../api/table';
import { TimeChart } from '../charts/time-chart';
import { datesOf, periodWords } from '../explore/compare';
import explore from '../explore/explore.module.css';
import { costs, exploreLink, periodOf } from '../explore/state';
import css from '../inference/inference.module.css';
import { CostTable, PriceTable } from '../inference/model-tables';
import {
  daysQuery,
  dimsOf,
  type Grouping,
  groupings,
  groupsQuery,
  inference,
  type Inference as Url,
} from '../inference/state';
import { money, trendOf } from '../inference/units';
import { Whole } from '../inference/whole';
import { commandOf, curlOf, fileName, workbookOf } from '../text/take-away';
import { Card, Pick, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Skeleton, Widget } from '../ui/states';
import { TakeAway } from '../ui/take-away';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf } from './figures';
import { CurrencyPick } from './pickers';

const trends = { cost: 'Cost', price: 'Price of 1M tokens' } as const;

const empty = (d: SchemaTable) =>
  d.rows.length === 0 && (
    <Empty title="No model is known" why={whyEmpty(d.notes, 'No request or model of this period is here')}>
      <pre className={parts['code']}>
        <code>farthing import requests.csv --as requests_hourly</code>
      </pre>
    </Empty>
  );

/** What serving models cost, in all and of a million tokens, for what was allocated and for what of it worked. */
export default function Inference() {
  const [url, set] = useUrlState(inference);
  const imports = useImports();
  const [ask, byDay] = [groupsQuery(url), daysQuery(url)];
  const groups = useModels(ask);
  const days = useModels(byDay);
  const before = beforeData('Inference', imports);
  if (before) return before;
  const currency = groups.data ? currencyOf(groups.data, url.currency) : url.currency || 'USD';
  const dates = datesOf(url, imports.data?.freshness);
  const push = (patch: Partial<Url>) => set(patch, { push: true });
  const nothing = groups.data?.rows.length === 0; // said once
  const by = groupings[url.by].toLowerCase();
  const dims = dimsOf(url);
  const sort = { key: url.sort || money(url.cost).allocation.column, down: url.sort ? !url.up : true };
  const fits = (d: SchemaTable) => dims.every((dim) => column(d, dim) >= 0);
  const rest = {
    query: ask,
    dims,
    currency,
    sort,
    onSort: (s: { key: string; down: boolean }) => set({ sort: s.key, up: !s.down }),
  };
  return (
    <>
      <PageHead
        title="Inference"
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
        title="Both bases"
        tools={
          <Link
            className={parts['button']}
            to={exploreLink({ by: ['model'], where: 'model IS NOT NULL', cost: url.cost, ...periodOf(url) })}
          >
            Explore
          </Link>
        }
      >
        <Widget query={groups} height={140} empty={empty}>
          {(d) => <Whole table={d} query={ask} currency={currency} />}
        </Widget>
      </Card>
      {!nothing && (
        <>
          <Card title={`Prices by ${by}`} flush>
            <p className={css['lead']}>
              Left by what was allocated, which is the bill, right by what of it worked. Idling is the difference for 1M
              tokens.
            </p>
            <Widget query={groups} height={240} empty={empty}>
              {(d) => (fits(d) ? <PriceTable table={d} {...rest} /> : <Skeleton height={240} />)}
            </Widget>
          </Card>
          <Card
            title={`Cost and tokens by ${by}`}
            flush
            tools={
              <TakeAway
                name={fileName('models', dims)}
                table={groups.data}
                command={commandOf('models', ask)}
                curl={curlOf(`${window.location.origin}/api/v1/models`, ask)}
                workbook={workbookOf('/api/v1/models', ask)}
              />
            }
          >
            <div className={explore['gap']} />
            <Widget query={groups} height={240} empty={empty}>
              {(d) => (fits(d) ? <CostTable table={d} {...rest} /> : <Skeleton height={240} />)}
            </Widget>
          </Card>
          <Card
            title="By day"
            tools={
              <>
                <Pick label="Show" value={url.trend} all={trends} onPick={(trend) => set({ trend })} />
                <Toggle on={url.table} onToggle={() => set({ table: !url.table })}>
                  View as table
                </Toggle>
              </>
            }
          >
            <Widget query={days} height={320} empty={empty}>
              {(d) => (
                <TimeChart
                  title={url.trend === 'cost' ? 'Usage and idling by day' : 'Price of 1M tokens by day'}
                  chart={trendOf(d, { cost: url.cost, currency, trend: url.trend, from: dates?.from, to: dates?.to })}
                  shape={url.trend === 'cost' ? 'bars' : 'lines'}
                  asTable={url.table}
                />
              )}
            </Widget>
          </Card>
        </>
      )}
    </>
  );
}
