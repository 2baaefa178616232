import { column, type Row, text } from '../api/table';
import { Explained } from '../explain/explained';
import { type Figure, figureOf } from '../explain/figure';
import { dayName } from '../text/dates';
import { Delta } from '../ui/bits';
import { Band, Measured, nameOf, type Of } from './measured';
import { type Measure, measures as m } from './run';
import { StatusBadge } from './status';
import css from './training.module.css';

const order: readonly Measure[] = [
  m.cost,
  m.workloads,
  m.idle,
  m.storage,
  m.epoch,
  m.step,
  m.checkpoint,
  m.waste,
  m.projected,
  m.steps,
  m.epochs,
  m.checkpoints,
  m.interruptions,
  m.hours,
];

/** Two runs side by side; the last column says how the second differs from the first. */
export function Sides({ a, b, ...of }: Of & { a: Row; b: Row }) {
  const { table, query, currency } = of;
  const cell = (row: Row, name: string) => text(row, column(table, name));
  const when = (row: Row, name: string, without: string) => {
    const at = cell(row, name);
    return at === null ? without : dayName(at);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
    <section className={css['sides']} data-wrap tabIndex={0} aria-label="Two runs side by side, scrolls">
      <table>
        <caption className="sr-only">
          {nameOf(table, a)} and {nameOf(table, b)} side by side
        </caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">{nameOf(table, a)}</th>
            <th scope="col">{nameOf(table, b)}</th>
            <th scope="col">Against the first</th>
          </tr>
        </thead>
        <tbody className="num">
          <tr>
            <th scope="row">Status</th>
            <td>
              <StatusBadge status={cell(a, 'status')} />
            </td>
            <td>
              <StatusBadge status={cell(b, 'status')} />
            </td>
            <td />
          </tr>
          {(['start', 'end'] as const).map((name) => (
            <tr key={name}>
              <th scope="row">{name === 'start' ? 'Start' : 'End'}</th>
              {[a, b].map((row) => (
                <td key={cell(row, 'run')}>{when(row, name, name === 'start' ? '—' : 'not yet')}</td>
              ))}
              <td />
            </tr>
          ))}
          {order.map((measure) => (
            <tr key={measure.key}>
              <th scope="row">{measure.label}</th>
              {[a, b].map((row) => (
                <td key={cell(row, 'run')}>
                  <Measured {...of} row={row} measure={measure} />
                </td>
              ))}
              <td>
                <Against {...{ table, query, currency, a, b, measure }} />
              </td>
            </tr>
          ))}
          {[a, b].some((row) => cell(row, 'projected_high') !== null) && (
            <tr>
              <th scope="row">Band of the projection</th>
              {[a, b].map((row) => (
                <td key={cell(row, 'run')}>
                  <Band {...of} row={row} />
                </td>
              ))}
              <td />
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function Against({ table, query, currency, a, b, measure }: Of & { a: Row; b: Row; measure: Measure }) {
  const name = measure.column(query.cost ?? 'effective');
  const [before, after] = [a, b].map((row) => text(row, column(table, name)));
  const input = (label: string, row: Row) => ({
    name: `${measure.label}, ${label}`,
    ask: { runs: query },
    column: name,
    match: { run: text(row, column(table, 'run')) },
  });
  const figure: Figure = {
    formula: '(a − b) ÷ |b|',
    form: 'change',
    inputs: [input('the second', b), input('the first', a)],
    currency,
  };
  const shown = figureOf(figure, [after ?? null, before ?? null]);
  if (shown === null) return '—';
  return (
    <Explained what={`${measure.label}, the second against the first`} figure={figure} shown={shown}>
      {measure.form === 'count' ? undefined : (
        <Delta value={(Number(after) - Number(before)) / Math.abs(Number(before))} />
      )}
    </Explained>
  );
}
