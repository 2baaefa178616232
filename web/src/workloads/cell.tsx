import { Explained } from '../explain/explained';
import { type Base, rowFigures } from '../explain/figure';
import { isZero } from '../text/decimal';
import { change, money, share, signedMoney } from '../text/money';
import { Delta } from '../ui/bits';
import type { Entry } from './rows';
import { rowQuery, type Workloads } from './state';
import css from './workloads.module.css';

const names = {
  cost: 'Cost',
  previous: 'Cost before',
  change: 'Change',
  ratio: 'Change in percent',
  share: 'Share',
} as const;
export type Part = keyof typeof names;

interface Props {
  readonly entry: Entry;
  readonly part: Part;
  readonly url: Workloads;
  readonly base: Base;
  /** the sum of the level */
  readonly all: number;
}

/** A figure of a row, which explains itself; or the word for what isn't known. */
export function Cell({ entry: e, part, url, base, all }: Props) {
  const shown = said(e, part, base.currency, all);
  if (shown === null) return <Without entry={e} part={part} />;
  const figures =
    e.kind === 'other'
      ? rowFigures(base, (q) => q, { cost_kind: '(other)' })
      : rowFigures(base, rowQuery(url, e), undefined, e.cost !== null && isZero(e.cost));
  return (
    <Explained what={`${names[part]}, ${e.name}`} figure={figures[part]} shown={shown}>
      {part === 'ratio' && e.ratio !== null ? <Delta value={e.ratio} /> : undefined}
    </Explained>
  );
}

function said(e: Entry, part: Part, currency: string, all: number): string | null {
  if (part === 'ratio') return e.ratio === null ? null : change(e.ratio);
  if (part === 'share') return e.cost === null || all <= 0 ? null : share(Number(e.cost) / all);
  const value = e[part];
  if (value === null) return null;
  return part === 'change' ? signedMoney(value, currency) : money(value, currency);
}

function Without({ entry: e, part }: { entry: Entry; part: Part }) {
  if (part === 'share') return '–';
  if (part !== 'ratio') return 'unknown';
  const isNew = e.change !== null && e.previous !== null && Number(e.previous) === 0 && Number(e.cost) > 0;
  return isNew ? <small className={css['quiet']}>new</small> : '–';
}
