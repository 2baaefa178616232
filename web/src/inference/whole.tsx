import { Fragment } from 'react';
import { Known, Unknown } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { ModelsQuery } from '../api/client';
import { Key, Stack, type Tone } from '../charts/stack';
import { Explained } from '../explain/explained';
import { figureOf } from '../explain/figure';
import { totalOf } from '../pages/figures';
import { compact, count } from '../text/money';
import { Notes } from '../ui/bits';
import css from './inference.module.css';
import { barOf, money, priceOfAll } from './units';

const short = (n: number | null) => (n === null ? 'not known' : compact(n));

interface Props {
  readonly table: SchemaTable;
  readonly query: ModelsQuery;
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
  const price = (part: 'allocation' | 'usage' | 'idling') => {
    const figure = priceOfAll(query, part, currency);
    const shown = figureOf(
      figure,
      figure.inputs.map((i) => total(i.column)),
    );
    return (
      <div>
        <dt>{of[part].label}, 1M tokens</dt>
        <dd className="num">
          {shown === null ? (
            <Unknown why={of[part].why} />
          ) : (
            <Explained what={`${of[part].label}, 1M tokens`} figure={figure} shown={shown} />
          )}
        </dd>
      </div>
    );
  };
  const counted = (label: string, name: string, note: string) => {
    const n = size(name);
    return (
      <div>
        <dt>{label}</dt>
        <dd>
          <b className="num" title={n === null ? undefined : count(n)}>
            {short(n)}
          </b>
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
        {counted('Tokens read', 'input_tokens', `and ${short(size('output_tokens'))} written`)}
      </dl>
      <dl className={css['prices']} aria-label="Price of 1M tokens">
        {(['allocation', 'usage', 'idling'] as const).map((part) => (
          <Fragment key={part}>{price(part)}</Fragment>
        ))}
      </dl>
      <span className={css['whole']}>
        <Stack parts={barOf(size, query.cost ?? 'effective')} most={size(of.allocation.column) ?? 0} />
      </span>
      <Notes notes={table.notes} />
    </>
  );
}
