import type { ReactNode } from 'react';
import { Explained } from '../explain/explained';
import { type Ask, type Figure, type Form, figureOf, type Input } from '../explain/figure';

interface Props {
  /** What it is, and of what. */
  readonly what: string;
  readonly ask: Ask;
  readonly column: string;
  readonly match?: Input['match'];
  readonly value: string | null;
  readonly currency: string;
  readonly form?: Form;
  /** Why it may be unknown. */
  readonly why: string;
  readonly children?: ReactNode;
}

export const figureFor = ({ what, ask, column, match, currency, form = 'money' }: Omit<Props, 'value' | 'why'>) =>
  ({
    formula: 'a',
    form,
    inputs: [{ name: what.split(',')[0] ?? what, ask, column, ...(match && { match }) }],
    currency,
  }) satisfies Figure;

/** A figure of an answer, which explains itself; or a dash with its reason, never a zero. */
export function Known(props: Props) {
  const figure = figureFor(props);
  const shown = figureOf(figure, [props.value]);
  if (shown === null) return <Unknown why={props.why} />;
  return (
    <Explained what={props.what} figure={figure} shown={shown}>
      {props.children}
    </Explained>
  );
}

export const Unknown = ({ why }: { why: string }) => (
  <span title={`Not known: ${why}`}>
    <span aria-hidden="true">—</span>
    <span className="sr-only">not known: {why}</span>
  </span>
);
