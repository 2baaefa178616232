import { useState } from 'react';
import { Link } from 'react-router';
import type { CostsQuery } from '../api/client';
import { useCosts, useIdle, useImports, useSummary } from '../api/queries';
import { part } from '../api/table';
import { TimeChart } from '../charts/time-chart';
import { toChart } from '../charts/to-chart';
import { costCodec, exploreLink } from '../explore/state';
import { addDays, monthName, span } from '../text/dates';
import { Card, Pick, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import { oneOf, text } from '../url/codec';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { Commitments } from './commitments';
import { currencies, currencyOf } from './figures';
import { KeyFigures } from './key-figures';
import { Movers } from './movers';
import { newest, sameDaysBefore } from './newest';
import { TieOut } from './tie-out';

const bases = { effective: 'Effective', billed: 'Billed' } as const;
const dims = { service: 'Service', team: 'Team', cluster: 'Cluster', account: 'Account', region: 'Region' } as const;
const state = {
  cost: oneOf(['effective', 'billed'] as const, 'effective'),
  by: oneOf(Object.keys(dims) as (keyof typeof dims)[], 'service'),
  currency: text(),
};

export function Overview() {
  const [url, set] = useUrlState(state);
  const [asTable, setAsTable] = useState(false);
  const imports = useImports();
  const of = newest(imports.data);
  const summary = useSummary();
  const month: CostsQuery | null = of && { month: of.month, cost: url.cost };
  const daily = useCosts(month && { ...month, by: [url.by], granularity: 'day', top: 8 });
  const moved = useCosts(
    of && { from: of.from, to: of.to, cost: url.cost, by: [url.by], compare: sameDaysBefore(of), top: 4900 },
  );
  const idle = useIdle(month && { month: of?.month ?? '', cost: url.cost, by: ['cluster'] });
  const costs = summary.data && part(summary.data, 'Costs');
  const all = costs ? currencies(costs) : [];
  const currency = costs ? currencyOf(costs, url.currency) : daily.data ? currencyOf(daily.data, url.currency) : 'USD';

  const before = beforeData('Overview', imports);
  if (before) return before;
  const title = of ? `${monthName(of.month)}${of.ended ? '' : ' so far'}` : 'Overview';
  const label = dims[url.by].toLowerCase();
  return (
    <>
      <PageHead
        title={title}
        sub={
          of
            ? `${span(of.from, of.to)} · ${bases[url.cost].toLowerCase()} cost · complete days · UTC`
            : 'The newest month of the bill'
        }
      >
        <Pick label="Cost" value={url.cost} all={bases} onPick={(cost) => set({ cost }, { push: true })} />
        <Pick label="Group by" value={url.by} all={dims} onPick={(by) => set({ by }, { push: true })} />
        {all.length > 1 && (
          <Pick
            label="Currency"
            value={currency}
            all={Object.fromEntries(all.map((c) => [c, c]))}
            onPick={(c) => set({ currency: c }, { push: true })}
          />
        )}
      </PageHead>
      <KeyFigures summary={summary} idle={idle} moved={moved} of={of} cost={url.cost} currency={currency} />
      <TieOut summary={summary} />
      <Card
        title={`Daily cost by ${label}`}
        tools={
          <>
            <Toggle on={asTable} onToggle={() => setAsTable(!asTable)}>
              View as table
            </Toggle>
            {of && (
              <Link
                className={parts['button']}
                to={exploreLink({ by: [url.by], month: of.month, cost: costCodec.parse(url.cost) ?? 'effective' })}
              >
                Explore
              </Link>
            )}
          </>
        }
      >
        <Widget
          query={daily}
          height={330}
          empty={(d) =>
            d.rows.length === 0 && (
              <Empty title={`No cost by ${label} yet`} why={d.notes.at(-1) ?? 'The month has no charges.'}>
                <button type="button" className={parts['button']} onClick={() => set({ by: 'service' })}>
                  Group by service
                </button>
              </Empty>
            )
          }
        >
          {(d) => (
            <TimeChart
              title={`Daily cost by ${label}`}
              chart={toChart(d, {
                dims: [url.by],
                value: `${url.cost}_cost`,
                currency,
                unit: 'day',
                from: of?.from,
                to: of ? addDays(of.to, of.ended ? 0 : 1) : undefined,
              })}
              asTable={asTable}
            />
          )}
        </Widget>
      </Card>
      <div className={parts['split']}>
        <Movers query={moved} of={of} dim={url.by} label={label} cost={url.cost} currency={currency} />
        <Commitments summary={summary} currency={currency} />
      </div>
    </>
  );
}
