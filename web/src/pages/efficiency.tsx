import { useMemo } from 'react';
import type { SchemaTable } from '../api/api';
import type { IdleQuery } from '../api/client';
import { useIdle, useImports } from '../api/queries';
import { text as cellText, column, number, type Row } from '../api/table';
import { labelOf } from '../charts/to-chart';
import explore from '../explore/explore.module.css';
import { costCodec, costs } from '../explore/state';
import { type Column, VirtualTable } from '../table/virtual-table';
import { count, money, share } from '../text/money';
import { Badge, Card, Notes, Pick } from '../ui/bits';
import { Explain } from '../ui/explain';
import { PageHead } from '../ui/page-head';
import { Empty, Widget } from '../ui/states';
import { flag, matching, oneOf, text } from '../url/codec';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf, totalOf } from './figures';
import { HeatMap } from './heat-map';
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
  currency: text(),
};

/** Who pays for what nobody holds, where, and at which hours. */
export default function Efficiency() {
  const [url, set] = useUrlState(state);
  const imports = useImports();
  const month = url.month || newest(imports.data)?.month || '';
  const about: IdleQuery | null = month ? { month, cost: url.cost } : null;
  const groups = useIdle(about && { ...about, by: url.by.split(',') });
  const hours = useIdle(about && { ...about, by: ['hour_of_week'] });
  const before = beforeData('Efficiency', imports);
  if (before) return before;
  const value = `idle_${url.cost}_cost`;
  const currency = groups.data ? currencyOf(groups.data, url.currency) : 'USD';
  const all = groups.data ? currencies(groups.data) : [];
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
                  <b className="num">{said(totalOf(d, value, currency), currency)}</b>
                  {about && <Explain what="Idle" figure={{ idle: { ...about, by: url.by.split(',') } }} />}
                  <Badge kind={d.complete ? 'ok' : 'warn'}>{d.complete ? 'Complete' : 'Not complete'}</Badge>
                </p>
                <Notes notes={d.notes} />
              </>
            )}
          </Widget>
        </div>
        {groups.data && groups.data.rows.length > 0 && (
          <Idle
            table={groups.data}
            dims={url.by.split(',')}
            value={value}
            currency={currency}
            sort={url.sort ? { key: url.sort, down: !url.up } : { key: value, down: true }}
            onSort={(s) => set({ sort: s.key, up: !s.down })}
          />
        )}
      </Card>
      <Card title="When">
        <Widget query={hours} height={230} empty={empty}>
          {(d) => <HeatMap table={d} value={value} currency={currency} />}
        </Widget>
      </Card>
    </>
  );
}

const said = (value: string | null, currency: string) => (value === null ? 'not known' : money(value, currency));

interface IdleProps {
  readonly table: SchemaTable;
  readonly dims: readonly string[];
  readonly value: string;
  readonly currency: string;
  readonly sort: { readonly key: string; readonly down: boolean };
  readonly onSort: (sort: { readonly key: string; readonly down: boolean }) => void;
}

function Idle({ table, dims, value, currency, sort, onSort }: IdleProps) {
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const at = (name: string) => column(table, name);
    const percent = (r: Row) => number(r, at('idle_percent'));
    return [
      ...dims.map((dim, i) => ({
        key: dim,
        label: dim.charAt(0).toUpperCase() + dim.slice(1).replaceAll('_', ' '),
        min: 84,
        grow: 2,
        ...(i > 0 && i < dims.length - 1 && { drop: 2 }),
        cell: (r: Row) => labelOf(cellText(r, at(dim)), dim),
      })),
      { key: 'what', label: 'What', min: 130, grow: 1, drop: 1, cell: (r) => cellText(r, at('what')) },
      { key: value, label: 'Idle', min: 96, numeric: true, cell: (r) => said(cellText(r, at(value)), currency) },
      {
        key: 'idle_percent',
        label: 'Of its cost',
        min: 88,
        drop: 4,
        numeric: true,
        cell: (r) => (percent(r) === null ? '–' : share(Number(percent(r)) / 100)),
      },
      {
        key: 'node_hours',
        label: 'Node hours',
        min: 96,
        drop: 3,
        numeric: true,
        cell: (r) => (number(r, at('node_hours')) === null ? '–' : count(Number(number(r, at('node_hours'))))),
      },
    ];
  }, [table, dims, value, currency]);
  const rows = useMemo(() => {
    const of = column(table, sort.key);
    const cash = column(table, 'currency');
    const way = sort.down ? -1 : 1;
    const isText = table.columns[of]?.type === 'text';
    const size = (r: Row) => number(r, of) ?? Number.NEGATIVE_INFINITY * way;
    return table.rows
      .filter((r) => cellText(r, cash) === currency)
      .sort((a, b) =>
        isText ? way * (cellText(a, of) ?? '').localeCompare(cellText(b, of) ?? '') : way * (size(a) - size(b) || 0),
      );
  }, [table, sort.key, sort.down, currency]);
  return <VirtualTable label="Idle" columns={columns} rows={rows} sort={sort} onSort={onSort} />;
}
