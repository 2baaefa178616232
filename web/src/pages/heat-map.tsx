import { type CSSProperties, useMemo, useState } from 'react';
import type { SchemaTable } from '../api/api';
import type { Figure } from '../explain/figure';
import { money, shortMoney } from '../text/money';
import css from './efficiency.module.css';
import { type Heat, heatOf, move, sentence, two } from './heat';
import { HeatTwin } from './heat-twin';

export interface Told {
  /** "Idle", and whose money that is. */
  readonly noun: string;
  readonly of: string;
  /** How the figure of an hour of the week is had again. */
  readonly figure: (match: { readonly hour_of_week: string }) => Figure | null;
  readonly color?: string;
}
interface Props {
  readonly told: Told;
  readonly table: SchemaTable;
  readonly value: string;
  readonly currency: string;
  readonly asTable: boolean;
}

/** Money by day of the week and hour: one sentence, then coloured cells with a cursor, or the same as a table. */
export function HeatMap({ table, value, currency, asTable, told }: Props) {
  const heat = useMemo(() => heatOf(table, value, currency), [table, value, currency]);
  const said = sentence(heat, (v) => money(v, currency), told.of);
  return (
    <figure aria-label={`${told.noun} by hour of the week`}>
      <figcaption className={css['said']}>{said}</figcaption>
      {asTable ? (
        <HeatTwin heat={heat} currency={currency} told={told} />
      ) : (
        <Cells heat={heat} currency={currency} told={told} />
      )}
    </figure>
  );
}

const hours = Array.from({ length: 24 }, (_, h) => h);

function Cells({ heat, currency, told }: { heat: Heat; currency: string; told: Told }) {
  const color = told.color ?? 'var(--series-1)';
  const [at, setAt] = useState<readonly [number, number] | null>(null);
  const [d, h] = at ?? heat.peak;
  const say = (day: number, hour: number) => {
    const cell = heat.days[day]?.cells[hour] ?? null;
    return `${heat.days[day]?.name ?? ''} ${two(hour)}:00, ${cell === null ? 'not known' : money(cell, currency)}`;
  };
  return (
    <>
      <div className={css['plot']}>
        <table className={css['heat']}>
          <caption className="sr-only">
            {told.noun} cost by day of the week and hour (UTC), in {currency}
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Day</span>
              </th>
              {hours.map((hour) => (
                <th scope="col" key={hour}>
                  <span aria-hidden={hour % 6 !== 0}>{hour % 6 === 0 ? two(hour) : ''}</span>
                  <span className="sr-only">{hour % 6 === 0 ? ':00' : `${two(hour)}:00`}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heat.days.map((day, i) => (
              <tr key={day.name}>
                <th scope="row">{day.name}</th>
                {hours.map((hour) => {
                  const cell = day.cells[hour] ?? null;
                  const part = cell === null ? 0 : Math.max(0, Number(cell) / heat.most);
                  return (
                    <td
                      key={hour}
                      onPointerEnter={() => setAt([i, hour])}
                      onPointerLeave={() => setAt(null)}
                      data-unknown={cell === null}
                      data-at={at !== null && d === i && h === hour}
                      style={{
                        background:
                          cell === null
                            ? undefined
                            : `color-mix(in oklab, ${color} ${8 + part * 92}%, var(--surface-2))`,
                      }}
                    >
                      <span className="sr-only">{cell === null ? 'not known' : money(cell, currency)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {/* a slider speaks its value by itself when the arrows move it */}
        <div
          className={css['keys']}
          role="slider"
          tabIndex={0}
          aria-label={`${told.noun} by hour of the week: hour`}
          aria-valuemin={0}
          aria-valuemax={Math.max(heat.days.length * 24 - 1, 0)}
          aria-valuenow={d * 24 + h}
          aria-valuetext={say(d, h)}
          onFocus={(e) => e.currentTarget.matches(':focus-visible') && setAt([d, h])}
          onBlur={() => setAt(null)}
          onKeyDown={(e) => {
            const to = move([d, h], e.key, heat.days.length);
            if (!to) return;
            e.preventDefault();
            setAt(to);
          }}
        />
      </div>
      <p className={css['scale']}>
        less <i aria-hidden="true" style={{ '--most': color } as CSSProperties} /> more, up to{' '}
        {shortMoney(heat.most, currency)} · UTC
        <b className="num" aria-hidden="true">
          {at ? say(d, h) : ''}
        </b>
      </p>
    </>
  );
}
