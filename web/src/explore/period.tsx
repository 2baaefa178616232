import { useState } from 'react';
import { dayName, monthName, span } from '../text/dates';
import { Pick } from '../ui/bits';
import type { Period as Asked } from './compare';
import css from './explore.module.css';
import { endOf, lastDay } from './state';

const spans: Readonly<Record<string, string>> = {
  '7d': 'Last 7 days',
  '14d': 'Last 14 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '12m': 'Last 12 months',
};
/** A period in words: "Last 30 days", "October 2026". */
export function periodName(p: Asked): string {
  if (p.from && p.to) return span(p.from, p.to);
  if (p.from || p.to) return p.from ? `from ${dayName(p.from)}` : `until ${dayName(lastDay(p.to))}`;
  if (p.month) return monthName(p.month);
  return spans[p.last || '30d'] ?? `Last ${p.last}`;
}

type Patch = Partial<Asked>;

/** The last complete days of the data, a month of the bill, or dates. */
export function Period({ url, months, set }: { url: Asked; months: readonly string[]; set: (patch: Patch) => void }) {
  const isRange = Boolean(url.from || url.to);
  const [asked, setAsked] = useState(false);
  const dates = isRange || asked;
  const now = dates ? 'dates' : url.month ? `month:${url.month}` : `last:${url.last || '30d'}`;
  const all: Record<string, string> = {};
  for (const [k, label] of Object.entries(spans)) all[`last:${k}`] = label;
  if (!dates && !url.month && !all[now]) all[now] = `Last ${url.last}`;
  for (const m of url.month && !months.includes(url.month) ? [url.month, ...months] : months)
    all[`month:${m}`] = monthName(m);
  all['dates'] = 'Dates…';
  const none: Patch = { month: '', last: '', from: '', to: '' };
  return (
    <>
      <Pick
        label="Period"
        value={now}
        all={all}
        onPick={(key) => {
          setAsked(key === 'dates');
          const [kind = '', value = ''] = key.split(':');
          if (kind === 'month') set({ ...none, month: value });
          else if (kind === 'last') set({ ...none, last: value === '30d' ? '' : value });
        }}
      />
      {dates && (
        <>
          <Day label="First day" value={url.from} onDay={(from) => set({ ...none, to: url.to, from })} />
          <Day
            label="Last day"
            value={lastDay(url.to)}
            onDay={(day) => set({ ...none, from: url.from, to: endOf(day) })}
          />
        </>
      )}
    </>
  );
}

function Day({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) {
  return (
    <label className={css['day']}>
      <span>{label}</span>
      <input type="date" value={value} onChange={(e) => onDay(e.target.value)} />
    </label>
  );
}
