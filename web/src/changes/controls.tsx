import { useState } from 'react';
import type { ApiError } from '../api/client';
import { fromText } from '../explore/chips';
import { compareNames } from '../explore/compare';
import { dimensionName } from '../explore/dimensions';
import explore from '../explore/explore.module.css';
import { Filter } from '../explore/filter';
import { GroupBy } from '../explore/group-by';
import { periodName } from '../explore/period';
import { costs, endOf, explore as explored, lastDay } from '../explore/state';
import { monthName } from '../text/dates';
import { Pick } from '../ui/bits';
import { Fold } from '../ui/fold';
import parts from '../ui/parts.module.css';
import { read } from '../url/codec';
import type { Changed } from './state';

type Set = (patch: Partial<Changed>, how?: { push?: boolean }) => void;
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
  const all: Record<string, string> = { '': compareNames.previous, last_month: compareNames.last_month };
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
  const push = (patch: Partial<Changed>) => set(patch, { push: true });
  const { where, cost, month, from, to } = url;
  const period = { where, cost, month, from, to, last: url.last || '7d' };
  const filters = fromText(where)?.length ?? 1;
  const summary = [
    `By ${url.by.map(dimensionName).join(', ').toLowerCase()}`,
    periodName(period),
    costs[cost],
    filters > 0 && `${filters} filter${filters === 1 ? '' : 's'}`,
  ];
  return (
    <section className={`${parts['card']} ${explore['panel']}`} aria-label="Question">
      <Fold label="Question" summary={summary.filter(Boolean).join(' · ')}>
        <div className={explore['row']}>
          <GroupBy by={url.by} onBy={(by) => push({ by, sort: '', up: false })} />
          <Period url={url} months={months} set={set} />
          <With url={url} months={months} set={set} />
          <Pick label="Cost" value={url.cost} all={costs} onPick={(c) => push({ cost: c })} />
        </div>
        <Filter
          url={{ ...read(explored, new URLSearchParams()), ...period }}
          problem={problem}
          onWhere={(w) => push({ where: w })}
        />
      </Fold>
    </section>
  );
}
