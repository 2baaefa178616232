import type { SchemaTable } from '../api/api';
import type { IdleQuery } from '../api/client';
import { useIdle, useImports } from '../api/queries';
import { Explain } from '../explain/explained';
import explore from '../explore/explore.module.css';
import { costCodec, costs } from '../explore/state';
import { Badge, Card, Notes, Pick, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import { Empty, Widget } from '../ui/states';
import { flag, matching, oneOf, text } from '../url/codec';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf, totalOf } from './figures';
import { HeatMap } from './heat-map';
import { IdleTable, idleFigure, Known, said } from './idle-table';
import { newest } from './newest';
import { CurrencyPick, MonthPick } from './pickers';

const groupings = {
  cluster: 'Cluster',
  'cluster,node_pool': 'Node pool',
  'cluster,node_pool,instance_type': 'Instance type',
  owner: 'Owner',
} as const;
type Grouping = keyof typeof groupings;
const state = {
  month: matching(/^\d{4}-(0[1-9]|1[0-2])$/),
  cost: costCodec,
  by: oneOf(Object.keys(groupings) as Grouping[], 'cluster,node_pool'),
  sort: text(),
  up: flag(false),
  hours: oneOf(['map', 'table'] as const, 'map'),
  currency: text(),
};

/** Who pays for what nobody holds, where, and at which hours. */
export default function Efficiency() {
  const [url, set] = useUrlState(state);
  const imports = useImports();
  const month = url.month || newest(imports.data)?.month || '';
  const about: IdleQuery | null = month ? { month, cost: url.cost } : null;
  const groups = useIdle(about && { ...about, by: url.by.split(',') });
  const byHour: IdleQuery | null = about && { ...about, by: ['hour_of_week'] };
  const hours = useIdle(byHour);
  const before = beforeData('Efficiency', imports);
  if (before) return before;
  const value = `idle_${url.cost}_cost`;
  const currency = groups.data ? currencyOf(groups.data, url.currency) : 'USD';
  const all = groups.data ? currencies(groups.data) : [];
  const ask = about && { ...about, by: url.by.split(',') };
  const whole = ask && idleFigure(ask, currency);
  const empty = (d: SchemaTable) =>
    d.rows.length === 0 && (
      <Empty title="Idle isn't known" why={`${d.notes.at(-1) ?? 'No machine’s hours of this month are here'}.`} />
    );
  return (
    <>
      <PageHead
        title="Efficiency"
        sub="Money for capacity that nobody held, and for commitments that nothing used · UTC"
      >
        <MonthPick imports={imports.data} month={month} onPick={(m) => set({ month: m }, { push: true })} />
        <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => set({ cost, sort: '' }, { push: true })} />
        <Pick label="Group by" value={url.by} all={groupings} onPick={(by) => set({ by, sort: '' }, { push: true })} />
        <CurrencyPick all={all} currency={currency} onPick={(c) => set({ currency: c })} />
      </PageHead>
      <Card title={`Idle by ${groupings[url.by].toLowerCase()}`} flush>
        <div className={explore['panel']}>
          <Widget query={groups} height={40} empty={empty}>
            {(d) => (
              <>
                <p className={explore['total']}>
                  <b className="num">
                    <Known what="Idle" figure={whole} value={totalOf(d, value, currency)} currency={currency} />
                  </b>
                  {whole && totalOf(d, value, currency) !== null && (
                    <Explain what="Idle" figure={whole} shown={said(totalOf(d, value, currency), currency)} />
                  )}
                  <Badge kind={d.complete ? 'ok' : 'warn'}>{d.complete ? 'Complete' : 'Not complete'}</Badge>
                </p>
                <Notes notes={d.notes} />
              </>
            )}
          </Widget>
        </div>
        {groups.data && groups.data.rows.length > 0 && (
          <IdleTable
            table={groups.data}
            dims={url.by.split(',')}
            value={value}
            currency={currency}
            ask={ask}
            sort={url.sort ? { key: url.sort, down: !url.up } : { key: value, down: true }}
            onSort={(s) => set({ sort: s.key, up: !s.down })}
          />
        )}
      </Card>
      <Card
        title="By hour of the week"
        tools={
          <Toggle on={url.hours === 'table'} onToggle={() => set({ hours: url.hours === 'table' ? 'map' : 'table' })}>
            View as table
          </Toggle>
        }
      >
        <Widget query={hours} height={230} empty={empty}>
          {(d) => (
            <HeatMap
              told={{
                noun: 'Idle',
                of: 'of machines that nobody held',
                figure: (match) => byHour && idleFigure(byHour, currency, match),
              }}
              table={d}
              value={value}
              currency={currency}
              asTable={url.hours === 'table'}
            />
          )}
        </Widget>
      </Card>
    </>
  );
}
