import { useMemo } from 'react';
import { Known } from '../ai/known';
import type { RunQuery } from '../api/client';
import { type Column, VirtualTable } from '../table/virtual-table';
import { time } from '../text/dates';
import { count } from '../text/money';
import { kindOf, type Loss, lasting, type Mark } from './marks';
import { Shape } from './timeline';
import css from './training.module.css';

interface Base {
  readonly query: RunQuery;
  readonly currency: string;
}
const none = () => undefined;

function figureOf(
  { query, currency }: Base,
  mark: Mark,
  label: string,
  column: string,
  value: string | null,
  why: string,
) {
  return (
    <Known
      what={`${label}, ${kindOf(mark.kind)} of ${time(mark.time)}`}
      ask={{ run: query }}
      column={column}
      match={{ time: mark.time, kind: mark.kind }}
      value={value}
      currency={currency}
      why={why}
    />
  );
}
const unknown = 'no workload of this run is known then';

/** Each event of a run with its money: what the chart shows, to read. */
export function Events({ marks, query, currency }: Base & { marks: readonly Mark[] }) {
  const cost = query.cost ?? 'effective';
  const columns = useMemo<readonly Column<Mark>[]>(
    () => [
      { key: 'time', label: 'Time', min: 150, cell: (m) => time(m.time) },
      { key: 'kind', label: 'What', min: 92, cell: (m) => kindOf(m.kind) },
      {
        key: 'value',
        label: 'Value',
        min: 70,
        drop: 2,
        numeric: true,
        cell: (m) => (m.value === null ? '' : count(Number(m.value))),
      },
      {
        key: 'cost',
        label: 'Since the one before',
        min: 124,
        drop: 3,
        numeric: true,
        cell: (m) => figureOf({ query, currency }, m, 'Cost since the event before', `${cost}_cost`, m.cost, unknown),
      },
      {
        key: 'so_far',
        label: 'So far',
        min: 96,
        numeric: true,
        cell: (m) => figureOf({ query, currency }, m, 'Cost so far', `${cost}_cost_so_far`, m.soFar, unknown),
      },
      { key: 'note', label: 'Note', min: 100, grow: 2, drop: 1, cell: (m) => m.note ?? '' },
    ],
    [query, currency, cost],
  );
  return (
    <VirtualTable label="Events" columns={columns} rows={marks} sort={{ key: 'time', down: false }} onSort={none} />
  );
}

/** What each interruption cost: the work since the last checkpoint, and starting again. */
export function Losses({ losses, query, currency }: Base & { losses: readonly Loss[] }) {
  const cost = query.cost ?? 'effective';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
    <section className={css['sides']} tabIndex={0} aria-label="Interruptions, scrolls">
      <table>
        <caption className="sr-only">Interruptions and what each cost</caption>
        <thead>
          <tr>
            <th scope="col">Interrupted</th>
            <th scope="col">Lost</th>
            <th scope="col">Work since the last checkpoint</th>
            <th scope="col">Went on after</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody className="num">
          {losses.map((l) => (
            <tr key={l.mark.time}>
              <th scope="row">
                <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
                  <Shape kind="interruption" />
                </svg>{' '}
                {time(l.mark.time)}
              </th>
              <td>
                {figureOf(
                  { query, currency },
                  l.mark,
                  'Lost',
                  `wasted_${cost}_cost`,
                  l.mark.wasted,
                  'what was computed since the last checkpoint can’t be told',
                )}
              </td>
              <td>{lasting(l.mark.at - l.since)}</td>
              <td>{l.resumed === null ? 'did not' : lasting(l.resumed - l.mark.at)}</td>
              <td>{l.mark.note ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
