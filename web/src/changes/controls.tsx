import { useState } from 'react';
import type { ApiError } from '../api/client';
import { useDimensions } from '../api/queries';
import { records } from '../api/table';
import explore from '../explore/explore.module.css';
import { Filter } from '../explore/filter';
import { costs, endOf, lastDay } from '../explore/state';
import { monthName } from '../text/dates';
import { Pick } from '../ui/bits';
import parts from '../ui/parts.module.css';
import type { Changed } from './state';

type Set = (patch: Partial<Changed>, how?: { push?: boolean }) => void;
const often = ['team', 'namespace', 'workload', 'cluster', 'instance_type', 'service', 'account', 'region'];
export const titled = (name: string) => {
  const words = name.replace(/^tag:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A small set first, then every dimension that the server knows. */
function GroupBy({ by, set }: { by: readonly string[]; set: Set }) {
  const dimensions = useDimensions();
  const all = dimensions.data ? records(dimensions.data, ['name']).map((r) => r.name ?? '') : [];
  const now = by.join(',');
  const option = (name: string) => (
    <option key={name} value={name}>
      {name.split(',').map(titled).join(', ')}
    </option>
  );
  const first = often.includes(now) || all.includes(now) ? often : [now, ...often];
  return (
    <label className={parts['select']}>
      <span>Group by</span>
      <select value={now} onChange={(e) => set({ by: e.target.value.split(','), sort: '', up: false }, { push: true })}>
        <optgroup label="Often">{first.map(option)}</optgroup>
        <optgroup label="All">{all.filter((d) => !first.includes(d)).map(option)}</optgroup>
      </select>
    </label>
  );
}

const spans: Readonly<Record<string, string>> = { '7d': 'Last 7 days', '14d': 'Last 14 days', '30d': 'Last 30 days' };

function Day({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) {
  return (
    <label className={explore['day']}>
      <span>{label}</span>
      <input type="date" value={value} onChange={(e) => onDay(e.target.value)} />
    </label>
  );
}

function Period({ url, months, set }: { url: Changed; months: readonly string[]; set: Set }) {
  const [asked, setAsked] = useState(false);
  const dates = asked || Boolean(url.from || url.to);
  const now = dates ? 'dates' : url.month ? `month:${url.month}` : `last:${url.last || '7d'}`;
  const all: Record<string, string> = {};
  for (const [k, label] of Object.entries(spans)) all[`last:${k}`] = label;
  all[now] ??= url.month ? monthName(url.month) : `Last ${url.last}`;
  for (const m of months) all[`month:${m}`] = monthName(m);
  all['dates'] = 'Dates…';
  const none = { month: '', last: '', from: '', to: '' };
  return (
    <>
      <Pick
        label="Period"
        value={now}
        all={all}
        onPick={(key) => {
          setAsked(key === 'dates');
          const [kind = '', value = ''] = key.split(':');
          if (kind !== 'dates') set({ ...none, [kind]: value === '7d' ? '' : value }, { push: true });
        }}
      />
      {dates && (
        <>
          <Day
            label="First day"
            value={url.from}
            onDay={(from) => set({ ...none, to: url.to, from }, { push: true })}
          />
          <Day
            label="Last day"
            value={lastDay(url.to)}
            onDay={(day) => set({ ...none, from: url.from, to: endOf(day) }, { push: true })}
          />
        </>
      )}
    </>
  );
}

function With({ url, months, set }: { url: Changed; months: readonly string[]; set: Set }) {
  const [asked, setAsked] = useState(false);
  const range = /^\d{4}-\d{2}-\d{2}\.\./.test(url.with);
  const [from = '', to = ''] = range ? url.with.split('..') : [];
  const all: Record<string, string> = { '': 'The period before', month_before: 'Same days, month before' };
  for (const m of months) if (url.month && m !== url.month) all[m] = monthName(m);
  if (!range && url.with) all[url.with] ??= monthName(url.with);
  all['dates'] = 'Dates…';
  const put = (a: string, b: string) => a && b && a < b && set({ with: `${a}..${b}` }, { push: true });
  const [first, setFirst] = useState(from);
  return (
    <>
      <Pick
        label="Compare with"
        value={asked || range ? 'dates' : url.with}
        all={all}
        onPick={(key) => {
          setAsked(key === 'dates');
          if (key !== 'dates') set({ with: key }, { push: true });
        }}
      />
      {(asked || range) && (
        <>
          <Day
            label="Compared, first day"
            value={from || first}
            onDay={(day) => {
              setFirst(day);
              put(day, to);
            }}
          />
          <Day label="Compared, last day" value={lastDay(to)} onDay={(day) => put(from || first, endOf(day))} />
        </>
      )}
    </>
  );
}

interface Props {
  readonly url: Changed;
  readonly months: readonly string[];
  readonly problem: ApiError | null;
  readonly set: Set;
}

export function Controls({ url, months, problem, set }: Props) {
  return (
    <section className={`${parts['card']} ${explore['panel']}`} aria-label="Question">
      <div className={explore['row']}>
        <GroupBy by={url.by} set={set} />
        <Period url={url} months={months} set={set} />
        <With url={url} months={months} set={set} />
        <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => set({ cost }, { push: true })} />
      </div>
      <Filter where={url.where} problem={problem} onWhere={(where) => set({ where }, { push: true })} />
    </section>
  );
}
