import { useQueries } from '@tanstack/react-query';
import type { SchemaTable } from '../api/api';
import { api } from '../api/client';
import type { Asked } from '../api/queries';
import { Badge, Notes } from '../ui/bits';
import { Dialog } from '../ui/dialog';
import { Failed, Skeleton, Widget } from '../ui/states';
import { Below } from './below';
import css from './explain.module.css';
import { type Ask, addressOf, type Figure, figureOf, inputOf, withoutOf } from './figure';

/** The question again, with its explanation. */
async function answerOf(ask: Ask, signal: AbortSignal): Promise<SchemaTable> {
  if ('costs' in ask) return api.costs({ ...ask.costs, explain: true }, signal);
  if ('compare' in ask) return api.compare({ ...ask.compare, explain: true }, signal);
  if ('gpu' in ask) return api.gpu({ ...ask.gpu, explain: true }, signal);
  if ('runs' in ask) return api.runs({ ...ask.runs, explain: true }, signal);
  if ('run' in ask) return api.run({ ...ask.run, explain: true }, signal);
  if ('models' in ask) return api.models({ ...ask.models, explain: true }, signal);
  if ('idle' in ask) return api.idle({ ...ask.idle, explain: true }, signal);
  return api.commitments({ ...ask.commitments, explain: true }, signal);
}

interface Props {
  readonly what: string;
  readonly figure: Figure;
  readonly shown: string;
  readonly onClose: () => void;
}

/** A figure from the ground up: formula, inputs, how the server got them, and what lies below. */
export function Panel({ what, figure, shown, onClose }: Props) {
  const answers = useQueries({
    queries: figure.inputs.map(({ ask }) => ({
      queryKey: ['explain', addressOf(ask)],
      queryFn: ({ signal }: { signal: AbortSignal }) => answerOf(ask, signal),
    })),
  }) as unknown as readonly Asked<SchemaTable>[];
  const first = answers[0];
  const ask = figure.inputs[0]?.ask;
  return (
    <Dialog title={what} label={`${what}, explained`} onClose={onClose}>
      <div className={css['body']}>
        <Inputs figure={figure} shown={shown} answers={answers} />
        {first && (
          <Widget query={first} height={120}>
            {(d) => (
              <section className={css['part']} aria-label="How it is computed">
                <h3>How it is computed</h3>
                <ul className={css['proof']}>
                  {(d.explanation ?? ['The server computes it; it gave no explanation.']).map((line, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                    <li key={i} data-depth={line.startsWith(' ') ? '' : undefined}>
                      {line.trim()}
                    </li>
                  ))}
                  {!d.explanation && <li>snapshot: {d.snapshot}</li>}
                </ul>
                <Notes notes={d.notes} />
              </section>
            )}
          </Widget>
        )}
        {ask && 'costs' in ask && <Below query={ask.costs} input={figure.inputs[0]} currency={figure.currency} />}
      </div>
    </Dialog>
  );
}

function Inputs({ figure, shown, answers }: { figure: Figure; shown: string; answers: readonly Asked<SchemaTable>[] }) {
  const failed = answers.find((a) => a.data === undefined && a.isError);
  if (failed?.error) return <Failed error={failed.error} />;
  if (answers.some((a) => a.data === undefined)) return <Skeleton height={72} />;
  const values = figure.inputs.map((input, i) => {
    const answer = answers[i]?.data;
    return answer ? inputOf(input, figure.currency, answer) : null;
  });
  const without = figure.inputs.map((input, i) => {
    const answer = answers[i]?.data;
    return answer ? withoutOf(input, figure.currency, answer) : '';
  });
  const found = figureOf(figure, values);
  return (
    <section className={css['part']} aria-label="Formula and inputs">
      <p className={css['sum']}>
        <b className="num">{shown}</b>
        <code>{figure.formula === 'a' ? '= a' : `= ${figure.formula}`}</code>
        <Badge kind={found === shown ? 'ok' : 'warn'} wrap>
          {found === shown
            ? 'The inputs give this figure'
            : `The inputs give ${found ?? 'nothing known'} now: the data moved on`}
        </Badge>
      </p>
      <dl className={css['inputs']}>
        {figure.inputs.map((input, i) => (
          <div key={`${input.name}${input.column}`}>
            <dt>
              <code>{'abc'[i]}</code> {input.name}{' '}
              <a href={addressOf(input.ask)} target="_blank" rel="noreferrer">
                {input.column}
              </a>{' '}
              {without[i]}
            </dt>
            <dd className="num">
              {values[i] === null ? 'not known' : `${values[i]}${input.counts ? '' : ` ${figure.currency}`}`}
            </dd>
          </div>
        ))}
        {[figure.n, figure.m].map(
          (whole, i) =>
            whole && (
              <div key={whole.name}>
                <dt>
                  <code>{'nm'[i]}</code> {whole.name}
                </dt>
                <dd className="num">{whole.value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
