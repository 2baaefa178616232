import type { SchemaSummary, SchemaTable } from '../api/api';
import type { Cost, CostsQuery } from '../api/client';
import type { Asked } from '../api/queries';
import { part } from '../api/table';
import { Explained } from '../explain/explained';
import { type Ask, type Figure, rowFigures } from '../explain/figure';
import { addDays, addMonths, monthName, span } from '../text/dates';
import { minus, ratioOf } from '../text/decimal';
import { change, money, share } from '../text/money';
import { Delta } from '../ui/bits';
import { monthFigures, totalOf } from './figures';
import { Kpi, Tile } from './kpi';
import css from './kpi.module.css';
import { type Newest, sameDaysBefore } from './newest';

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
  const simple = (name: string, ask: Ask, column: string, match?: Figure['inputs'][number]['match']): Figure => ({
    formula: 'a',
    form: 'money',
    inputs: [{ name, ask, column, ...(match && { match }) }],
    currency,
  });
  const spent = (name: string, query: CostsQuery) => simple(name, { costs: { ...query, cost } }, `${cost}_cost`);
  const before = of && addMonths(of.month, -1);
  const past = (s: SchemaSummary) => part(s, 'Costs')?.notes.join('; ') || 'no bill of that month is here';
  const ratio = moved.data ? growth(moved.data, cost, currency) : null;
  return (
    <div className={css['cards']}>
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
              figure={of && to ? spent('Cost of the complete days', { from: of.from, to }) : null}
            >
              {ratio !== null && of && (
                <Explained
                  what="Change of month to date"
                  figure={growthFigure(of, cost, currency)}
                  shown={change(ratio)}
                >
                  <Delta value={ratio} />
                </Explained>
              )}
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
            figure={before ? spent(`Cost of ${monthName(before)}`, { month: before }) : null}
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
            figure={of && runRateFigure(of, Number(monthFigures(s, cost, currency)?.complete_days), cost, currency)}
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
              figure={
                of &&
                simple(
                  'Idle of all clusters, unused commitments',
                  { idle: { month: of.month, cost, by: ['cluster'] } },
                  `idle_${cost}_cost`,
                )
              }
            />
          );
        }}
      </Tile>
    </div>
  );
}

/** Usage goes on as it did on the days that are complete; what isn't usage, a fee or a tax, stays as it is. */
function runRateFigure(of: Newest, complete: number, cost: Cost, currency: string): Figure {
  const days = Number(addDays(`${addMonths(of.month, 1)}-01`, -1).slice(8));
  const usage = "charge_category = 'Usage'";
  const input = (name: string, query: CostsQuery) => ({
    name,
    ask: { costs: { ...query, cost } },
    column: `${cost}_cost`,
  });
  return {
    formula: 'a × n ÷ m + b',
    form: 'money',
    inputs: [
      input('Usage of the complete days', { from: of.from, to: of.to, where: usage }),
      input('What isn’t usage', { month: of.month, where: `(${usage}) IS NOT TRUE` }),
    ],
    currency,
    n: { name: `Days of ${monthName(of.month)}`, value: days },
    m: { name: 'Complete days', value: complete },
  };
}

/** The same days, now and a month before. */
function growthFigure(of: Newest, cost: Cost, currency: string): Figure {
  const query = { from: of.from, to: of.to, cost, compare: sameDaysBefore(of) };
  const { ratio } = rowFigures({ query, cost, currency }, (q) => q);
  return ratio;
}

/** Of all groups against the same days of the month before; null where that isn't known. */
function growth(moved: SchemaTable, cost: string, currency: string): number | null {
  const now = totalOf(moved, `${cost}_cost`, currency);
  const before = totalOf(moved, `previous_${cost}_cost`, currency);
  return now !== null && before !== null ? ratioOf(minus(now, before), before) : null;
}
