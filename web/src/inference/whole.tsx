import { Known } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { AiQuery } from '../api/client';
import { Key, Stack, type Tone } from '../charts/stack';
import { totalOf } from '../pages/figures';
import { count } from '../text/money';
import { Notes } from '../ui/bits';
import css from './inference.module.css';
import { money } from './units';

interface Props {
  readonly table: SchemaTable;
  readonly query: AiQuery;
  readonly currency: string;
}

/** All models on both bases: what was allocated is what worked, and the cost of idling. */
export function Whole({ table, query, currency }: Props) {
  const of = money(query.cost ?? 'effective');
  const total = (name: string) => totalOf(table, name, currency);
  const size = (name: string) => {
    const sum = total(name);
    return sum === null ? null : Number(sum);
  };
  const figure = (part: (typeof of)[keyof typeof of], note: string, tone?: Tone) => (
    <div>
      <dt>
        {tone && <Key tone={tone} />}
        {part.label}
      </dt>
      <dd>
        <b className="num">
          <Known
            what={part.label}
            ask={{ models: query }}
            column={part.column}
            value={total(part.column)}
            currency={currency}
            why={part.why}
          />
        </b>
      </dd>
      <dd className={css['note']}>{note}</dd>
    </div>
  );
  const counted = (label: string, name: string, note: string) => {
    const n = size(name);
    return (
      <div>
        <dt>{label}</dt>
        <dd>
          <b className="num">{n === null ? 'Not known' : count(n)}</b>
        </dd>
        <dd className={css['note']}>{note}</dd>
      </div>
    );
  };
  return (
    <>
      <dl className={css['kpis']}>
        {figure(of.allocation, 'what serving cost: it is the bill')}
        {figure(of.usage, 'what of it worked', 'used')}
        {figure(of.idling, 'allocation less usage', 'idle')}
        {figure(of.without, 'of the allocation: hours with no request')}
        {counted('Requests', 'requests', 'answered')}
        {counted('Input tokens', 'input_tokens', 'read')}
        {counted('Output tokens', 'output_tokens', 'written')}
      </dl>
      <span className={css['whole']}>
        <Stack
          parts={[
            { tone: 'used', value: size(of.usage.column) },
            { tone: 'idle', value: size(of.idling.column) },
          ]}
          most={size(of.allocation.column) ?? 0}
        />
      </span>
      <Notes notes={table.notes} />
    </>
  );
}
