import css from '../charts/time-chart.module.css';
import { isZero } from '../text/decimal';
import { share } from '../text/money';
import type { Bridge } from './bridge';
import own from './bridge.module.css';
import { said } from './bridge-chart';

/** The bridge's figures as a table, to the cent. */
export function BridgeTwin({ title, bridge, currency }: { title: string; bridge: Bridge; currency: string }) {
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
              <td>{said(bar, currency)}</td>
              <td>
                {bar.key === 'before' || bar.key === 'after' || bar.value === null || isZero(bar.value) || all === 0
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
