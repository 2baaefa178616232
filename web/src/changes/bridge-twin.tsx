import css from '../charts/time-chart.module.css';
import { Explained } from '../explain/explained';
import type { changeFigures } from '../explain/figure';
import { isZero } from '../text/decimal';
import { share } from '../text/money';
import type { Bar, Bridge } from './bridge';
import own from './bridge.module.css';
import { said } from './bridge-chart';

const isTotal = (key: Bar['key']) => key === 'before' || key === 'after';

interface Props {
  readonly title: string;
  readonly bridge: Bridge;
  readonly currency: string;
  readonly figures: ReturnType<typeof changeFigures>;
}

/** The bridge's figures as a table, to the cent. */
export function BridgeTwin({ title, bridge, currency, figures }: Props) {
  const all = Number(bridge.change ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
    <section className={`${css['twin']} ${own['words']}`} aria-label={`${title} as a table`} tabIndex={0}>
      <table>
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">{currency}</th>
            <th scope="col">Of the change</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody className="num">
          {bridge.bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.label}</th>
              <td>
                {bar.value === null ? (
                  said(bar, currency)
                ) : (
                  <Explained
                    what={bar.label}
                    figure={isTotal(bar.key) ? figures[bar.key] : figures.part(bar.label, bar.key)}
                    shown={said(bar, currency)}
                  />
                )}
              </td>
              <td>
                {isTotal(bar.key) || bar.value === null || isZero(bar.value) || all === 0
                  ? '–'
                  : share(Number(bar.value) / all)}
              </td>
              <td>{bar.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
