import { money } from '../text/money';
import css from './efficiency.module.css';
import { type Heat, two } from './heat';
import type { Told } from './heat-map';
import { Known } from './idle-table';

/** The same figures to read: hours down, days across, with the sum of each day. */
export function HeatTwin({ heat, currency, told }: { heat: Heat; currency: string; told: Told }) {
  const say = (v: string | null) => (v === null ? 'not known' : money(v, currency));
  return (
    <section
      className={css['twin']}
      aria-label={`${told.noun} by hour of the week as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <table>
        <caption className="sr-only">
          {told.noun} cost by hour and day of the week (UTC), in {currency}
        </caption>
        <thead>
          <tr>
            <th scope="col">UTC</th>
            {heat.days.map((d) => (
              <th scope="col" key={d.name}>
                {d.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {Array.from({ length: 24 }, (_, h) => (
            <tr key={two(h)}>
              <th scope="row">{two(h)}:00</th>
              {heat.days.map((d) => (
                <td key={d.name}>
                  <Known
                    what={`${told.noun}, ${d.name} ${two(h)}:00`}
                    figure={told.figure({ hour_of_week: `${d.key} ${two(h)}:00` })}
                    value={d.cells[h] ?? null}
                    currency={currency}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot className="num">
          <tr>
            <th scope="row">Sum</th>
            {heat.days.map((d) => (
              <td key={d.name}>{say(d.sum)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
