import type { ReactNode } from 'react';
import type { Asked } from '../api/queries';
import { Explain, Explained } from '../explain/explained';
import type { Figure } from '../explain/figure';
import { money, moneyParts } from '../text/money';
import parts from '../ui/parts.module.css';
import { Widget } from '../ui/states';
import css from './kpi.module.css';

interface AmountProps {
  readonly what: string;
  readonly value: string;
  readonly currency: string;
  readonly figure: Figure | null;
}
function Amount({ what, value, currency, figure }: AmountProps) {
  const [whole, cents] = moneyParts(value, currency);
  const text = (
    <>
      {whole}
      <span className={css['cents']}>{cents}</span>
    </>
  );
  return (
    <span className={`${css['figure']} num`}>
      {figure ? (
        <Explained what={what} figure={figure} shown={money(value, currency)}>
          {text}
        </Explained>
      ) : (
        text
      )}
    </span>
  );
}

/** One figure, or that it isn't known and why: never a zero in its stead. */
export function Kpi({
  label,
  value,
  currency,
  why,
  note,
  figure,
  children,
}: {
  label: string;
  value: string | null;
  currency: string;
  why: string;
  note: ReactNode;
  figure: Figure | null;
  children?: ReactNode;
}) {
  return (
    <>
      <dt>
        {label}
        {figure && value !== null && <Explain what={label} figure={figure} shown={money(value, currency)} />}
      </dt>
      <dd>
        {value === null ? (
          <span className={css['unknown']}>Not known</span>
        ) : (
          <Amount what={label} value={value} currency={currency} figure={figure} />
        )}
        {value !== null && children}
      </dd>
      <dd className={css['note']}>{value === null ? why : note}</dd>
    </>
  );
}

export function Tile<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  return (
    <div className={`${parts['card']} ${css['tile']}`}>
      <Widget query={query} height={72}>
        {(d) => <dl className={css['kpi']}>{children(d)}</dl>}
      </Widget>
    </div>
  );
}
