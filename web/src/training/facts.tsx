import type { Row } from '../api/table';
import { Band, Measured, type Of } from './measured';
import { measures as m } from './run';
import css from './training.module.css';

const first = [m.cost, m.epoch, m.step, m.checkpoint, m.waste, m.projected] as const;

/** What one run cost, in all and of each of its parts. */
export function Facts({ row, ...of }: Of & { row: Row }) {
  const figure = (measure: (typeof m)[keyof typeof m]) => <Measured {...of} row={row} measure={measure} />;
  return (
    <dl className={css['kpis']}>
      {first.map((measure) => (
        <div key={measure.key}>
          <dt>{measure.label}</dt>
          <dd>
            <b className="num">{figure(measure)}</b>
          </dd>
          <dd className={`${css['note']} num`}>
            {measure === m.cost && (
              <>
                workloads {figure(m.workloads)}, idle held for it {figure(m.idle)}, storage {figure(m.storage)}
              </>
            )}
            {measure === m.epoch && <>of {figure(m.epochs)}</>}
            {measure === m.step && <>of {figure(m.steps)}</>}
            {measure === m.checkpoint && <>of {figure(m.checkpoints)}</>}
            {measure === m.waste && <>by {figure(m.interruptions)}</>}
            {measure === m.projected && <Band {...of} row={row} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
