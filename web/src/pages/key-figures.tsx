import type { ReactNode } from 'react';
import type { SchemaSummary, SchemaTable } from '../api/api';
import type { Cost } from '../api/client';
import type { Asked } from '../api/queries';
import { part } from '../api/table';
import { addDays, addMonths, monthName, span } from '../text/dates';
import { money, moneyParts, share } from '../text/money';
import { Delta } from '../ui/bits';
import { Explain, type Figure } from '../ui/explain';
import parts from '../ui/parts.module.css';
import { Widget } from '../ui/states';
import { monthFigures, totalOf } from './figures';
import type { Newest } from './newest';

function Amount({ value, currency }: { value: string; currency: string }) {
  const [whole, cents] = moneyParts(value, currency);
  return (
    <span className={`${parts['figure']} num`}>
      {whole}
      <span className={parts['cents']}>{cents}</span>
    </span>
  );
}

/** One figure, or that it isn't known and why: never a zero in its stead. */
function Kpi({
  label,
  value,
  currency,
  why,
  note,
  figure,
  children,
}: {
  label: string;
  value: string | null;
  currency: string;
  why: string;
  note: ReactNode;
  figure?: Figure | null;
  children?: ReactNode;
}) {
  return (
    <>
      <dt>
        {label}
        {figure && value !== null && <Explain what={label} figure={figure} />}
      </dt>
      <dd>
        {value === null ? (
          <span className={parts['unknown']}>Not known</span>
        ) : (
          <Amount value={value} currency={currency} />
        )}
        {value !== null && children}
      </dd>
      <dd className={parts['note']}>{value === null ? why : note}</dd>
    </>
  );
}

function Tile<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  return (
    <div className={`${parts['card']} ${parts['tile']}`}>
      <Widget query={query} height={72}>
        {(d) => <dl className={parts['kpi']}>{children(d)}</dl>}
      </Widget>
    </div>
  );
}

interface Props {
  readonly summary: Asked<SchemaSummary>;
  readonly idle: Asked<SchemaTable>;
  readonly moved: Asked<SchemaTable>;
  readonly of: Newest | null;
  readonly cost: 'effective' | 'billed';
  readonly currency: string;
}

export function KeyFigures({ summary, idle, moved, of, cost, currency }: Props) {
  const other = cost === 'effective' ? 'billed' : 'effective';
  const query = (from: string, to: string) => ({ costs: { from, to, cost: cost as Cost } });
  const before = of && addMonths(of.month, -1);
  const past = (s: SchemaSummary) => part(s, 'Costs')?.notes.join('; ') || 'no bill of that month is here';
  const ratio = moved.data ? growth(moved.data, cost, currency) : null;
  return (
    <div className={parts['cards']}>
      <Tile query={summary}>
        {(s) => {
          const f = monthFigures(s, cost, currency);
          const else_ = monthFigures(s, other, currency)?.month_to_date ?? null;
          const to = f?.through ? addDays(f.through, 1) : of?.to;
          return (
            <Kpi
              label="Month to date"
              value={f?.month_to_date ?? null}
              currency={currency}
              why={s.notes[0] ?? 'no complete day of this month yet'}
              note={`${of && to ? span(of.from, to) : ''}${else_ ? ` · ${other} ${money(else_, currency)}` : ''}`}
              figure={of && to ? query(of.from, to) : null}
            >
              {ratio !== null && <Delta value={ratio} />}
            </Kpi>
          );
        }}
      </Tile>
      <Tile query={summary}>
        {(s) => (
          <Kpi
            label="Last month"
            value={monthFigures(s, cost, currency)?.last_month ?? null}
            currency={currency}
            why={past(s)}
            note={before ? monthName(before) : ''}
            figure={of && before ? { costs: { month: before, cost } } : null}
          />
        )}
      </Tile>
      <Tile query={summary}>
        {(s) => (
          <Kpi
            label="Run rate"
            value={monthFigures(s, cost, currency)?.run_rate ?? null}
            currency={currency}
            why={past(s)}
            note={of ? `${monthName(of.month)}, if its days go on like this` : ''}
          />
        )}
      </Tile>
      <Tile query={idle}>
        {(d) => {
          const total = totalOf(d, `idle_${cost}_cost`, currency);
          const spent = summary.data ? monthFigures(summary.data, cost, currency)?.month_to_date : null;
          const part_ =
            total !== null && spent && Number(spent) > 0
              ? ` · ${share(Number(total) / Number(spent))} of month to date`
              : '';
          return (
            <Kpi
              label="Idle"
              value={total}
              currency={currency}
              why={d.notes.at(-1) ?? 'no machine’s hours are known'}
              note={`machines that nobody held, unused commitments${part_}`}
              figure={of ? { idle: { month: of.month, cost, by: ['cluster'] } } : null}
            />
          );
        }}
      </Tile>
    </div>
  );
}

/** Of all groups against the same days of the month before; null where that isn't known. */
function growth(moved: SchemaTable, cost: string, currency: string): number | null {
  const now = totalOf(moved, `${cost}_cost`, currency);
  const before = totalOf(moved, `previous_${cost}_cost`, currency);
  return now !== null && before !== null && Number(before) > 0 ? Number(now) / Number(before) - 1 : null;
}
