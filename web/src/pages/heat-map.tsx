import { max } from 'd3-array';
import type { SchemaTable } from '../api/api';
import { records } from '../api/table';
import { sum } from '../text/decimal';
import { money, shortMoney } from '../text/money';
import css from './efficiency.module.css';

const hours = Array.from({ length: 24 }, (_, h) => h);
const two = (h: number) => String(h).padStart(2, '0');

/** Idle money by day of the week and hour: a table whose cells are coloured, so that a reader has the figures. */
export function HeatMap({ table, value, currency }: { table: SchemaTable; value: string; currency: string }) {
  const cells = new Map<string, string | null>();
  for (const r of records(table, ['hour_of_week', value, 'currency'])) {
    const at = r['hour_of_week'];
    if (at && r['currency'] === currency) cells.set(at, sum([cells.get(at) ?? null, r[value] ?? null]));
  }
  const days = [...new Set([...cells.keys()].map((k) => k.slice(0, k.indexOf(' '))))].sort();
  const most = max(cells.values(), (v) => Number(v)) || 1;
  return (
    <>
      <table className={css['heat']}>
        <caption className="sr-only">Idle cost by day of the week and hour (UTC), in {currency}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Day</span>
            </th>
            {hours.map((h) => (
              <th scope="col" key={h}>
                <span aria-hidden={h % 6 !== 0}>{h % 6 === 0 ? two(h) : ''}</span>
                <span className="sr-only">{h % 6 === 0 ? ':00' : `${two(h)}:00`}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{day.replace(/^\d-/, '')}</th>
              {hours.map((h) => {
                const cell = cells.get(`${day} ${two(h)}:00`) ?? null;
                const say = cell === null ? 'not known' : money(cell, currency);
                const part = cell === null ? 0 : Math.max(0, Number(cell) / most);
                return (
                  <td
                    key={h}
                    title={`${day.replace(/^\d-/, '')} ${two(h)}:00 · ${say}`}
                    data-unknown={cell === null}
                    style={{
                      background:
                        cell === null
                          ? undefined
                          : `color-mix(in oklab, var(--series-1) ${8 + part * 92}%, var(--surface-2))`,
                    }}
                  >
                    <span className="sr-only">{say}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css['scale']}>
        less <i aria-hidden="true" /> more, up to {shortMoney(most, currency)} an hour of the week over the period · UTC
      </p>
    </>
  );
}
