import { column, number, type Row } from '../api/table';
import { Key, Stack } from '../charts/stack';
import { Band, Measured, type Of } from './measured';
import { measures as m } from './run';
import css from './training.module.css';

const parts = [
  { tone: 'first', label: 'Workloads', measure: m.workloads },
  { tone: 'idle', label: 'Idle of nodes held for it', measure: m.idle },
  { tone: 'second', label: 'Storage and transfer', measure: m.storage },
] as const;
const first = [m.cost, m.epoch, m.step, m.checkpoint, m.waste, m.projected] as const;

/** What one run cost, in all and of each of its parts. */
export function Facts({ row, ...of }: Of & { row: Row }) {
  const size = (measure: (typeof m)[keyof typeof m]) =>
    number(row, column(of.table, measure.column(of.query.cost ?? 'effective')));
  const figure = (measure: (typeof m)[keyof typeof m]) => <Measured {...of} row={row} measure={measure} />;
  return (
    <>
      <dl className={css['kpis']}>
        {first.map((measure) => (
          <div key={measure.key}>
            <dt>{measure.label}</dt>
            <dd>
              <b className="num">{figure(measure)}</b>
            </dd>
            <dd className={`${css['note']} num`}>
              {measure === m.cost && <>{figure(m.hours)} card hours</>}
              {measure === m.epoch && <>of {figure(m.epochs)}</>}
              {measure === m.step && <>of {figure(m.steps)}</>}
              {measure === m.checkpoint && <>of {figure(m.checkpoints)}</>}
              {measure === m.waste && <>by {figure(m.interruptions)}</>}
              {measure === m.projected && <Band {...of} row={row} />}
            </dd>
          </div>
        ))}
      </dl>
      <span className={css['whole']}>
        <Stack parts={parts.map((p) => ({ tone: p.tone, value: size(p.measure) }))} most={size(m.cost) ?? 0} />
      </span>
      <ul className={css['legend']}>
        {parts.map((p) => (
          <li key={p.tone}>
            <Key tone={p.tone} />
            {p.label}
            <span className="num">{figure(p.measure)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
