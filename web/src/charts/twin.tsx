import { shortBucket } from '../text/dates';
import { money, price } from '../text/money';
import { type Chart, exactTotal, isKnown } from './series';
import css from './time-chart.module.css';

const head = { hour: 'Hour', day: 'Day', week: 'Week of', month: 'Month' } as const;

/** The chart's figures as a table, to the cent. */
export function Twin({ title, chart }: { title: string; chart: Chart }) {
  const say = (value: string | null) =>
    value === null ? 'unknown' : (chart.apart ? price : money)(value, chart.currency);
  return (
    <section
      className={css['twin']}
      aria-label={`${title} as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <table>
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{head[chart.unit]}</th>
            {!chart.apart && <th scope="col">Total</th>}
            {chart.names.map((n) => (
              <th scope="col" key={n}>
                {n}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {chart.buckets.map((b) => (
            <tr key={b.at}>
              <th scope="row">{shortBucket(b.at, chart.unit)}</th>
              {!chart.apart && <td>{isKnown(b) ? say(exactTotal(b)) : 'no data yet'}</td>}
              {b.exact.map((v, i) => (
                <td key={chart.names[i]}>{isKnown(b) ? (v === '0' ? '' : say(v)) : '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
