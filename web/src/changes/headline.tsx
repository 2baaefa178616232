import { useMemo } from 'react';
import type { CompareQuery } from '../api/client';
import type { Compared } from '../api/compare';
import { Explain, Explained } from '../explain/explained';
import { changeFigures, type Figure } from '../explain/figure';
import { type Basis, costs } from '../explore/state';
import { isZero, ratioOf } from '../text/decimal';
import { change, money, signedMoney } from '../text/money';
import { Badge, Delta } from '../ui/bits';
import { bridge, leftOut, sentence } from './bridge';
import css from './bridge.module.css';
import { BridgeChart } from './bridge-chart';
import { BridgeTwin } from './bridge-twin';

interface Props {
  readonly query: CompareQuery;
  readonly table: Compared;
  readonly dims: readonly string[];
  readonly basis: Basis;
  readonly currency: string;
  readonly asTable: boolean;
}

/** The change in one figure, one sentence and one picture, and whether its parts are all of it. */
export function Headline({ query, table, dims, basis, currency, asTable }: Props) {
  const b = useMemo(() => bridge(table, currency), [table, currency]);
  const title = `Change of ${costs[basis].toLowerCase()} cost`;
  const words = sentence(table, b, costs[basis], dims, currency);
  const left = leftOut(table, b, dims);
  const of = changeFigures(query, currency);
  const complete = table.complete && !left;
  const say = (what: string, figure: Figure, value: string | null) =>
    value === null ? 'not known' : <Explained what={what} figure={figure} shown={money(value, currency)} />;
  const ratio = ratioOf(b.change, b.before);
  return (
    <figure aria-label={title}>
      <p className={css['head']}>
        <b className="num">
          {b.change === null ? (
            'Not known'
          ) : (
            <Explained what="Change" figure={of.change} shown={signedMoney(b.change, currency)} />
          )}
        </b>
        {b.change !== null && <Explain what="Change" figure={of.change} shown={signedMoney(b.change, currency)} />}
        {ratio !== null && (
          <Explained what="Change in percent" figure={of.ratio} shown={change(ratio)}>
            <Delta value={ratio} />
          </Explained>
        )}
        {b.change !== null && (
          <span className="num">
            {say('Before', of.before, b.before)} → {say('After', of.after, b.after)}
          </span>
        )}
        <Badge kind={complete ? 'ok' : 'warn'}>{complete ? 'Complete' : 'Not complete'}</Badge>
        {b.missing !== null && isZero(b.missing) && (
          <Badge kind="ok">The parts are the difference, to the last digit</Badge>
        )}
      </p>
      <figcaption className={css['summary']}>
        {words} {left}
      </figcaption>
      {b.missing !== null && !isZero(b.missing) && (
        <p role="alert" className={css['wrong']}>
          The parts miss {b.missing} {currency} of the difference. That is a fault of Farthing: don't rely on this
          picture, and please report it.
        </p>
      )}
      {b.change !== null &&
        (asTable ? (
          <BridgeTwin title={title} bridge={b} currency={currency} figures={of} />
        ) : (
          <BridgeChart title={title} bridge={b} currency={currency} />
        ))}
    </figure>
  );
}
