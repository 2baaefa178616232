import type { SchemaTable } from '../api/api';
import type { CostsQuery } from '../api/client';
import { column, type Row, text } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { Explained } from '../explain/explained';
import { type Base, rowFigures } from '../explain/figure';
import { isZero, ratioOf } from '../text/decimal';
import { change, money, share, signedMoney } from '../text/money';
import { Delta } from '../ui/bits';
import { both, equals } from './condition';

const names = {
  cost: 'Cost',
  previous: 'Cost before',
  change: 'Change',
  ratio: 'Change in percent',
  share: 'Share',
} as const;
export type Part = keyof typeof names;

interface Props {
  readonly row: Row;
  readonly part: Part;
  readonly table: SchemaTable;
  readonly dims: readonly string[];
  readonly base: Base;
  /** the sum of all groups */
  readonly all: number;
}

/** A figure of a group, which explains itself; or the word for what isn't known. */
export function GroupCell({ row, part, table, dims, base, all }: Props) {
  const at = (name: string) => text(row, column(table, name));
  const value = `${base.cost}_cost`;
  const [cost, previous, moved] = [at(value), at(`previous_${value}`), at('change')];
  const ratio = ratioOf(moved, previous);
  const said: Record<Part, string | null> = {
    cost: cost && money(cost, base.currency),
    previous: previous && money(previous, base.currency),
    change: moved && signedMoney(moved, base.currency),
    ratio: ratio === null ? null : change(ratio),
    share: cost === null || all <= 0 ? null : share(Number(cost) / all),
  };
  const shown = said[part];
  if (shown === null) return part === 'ratio' || part === 'share' ? '–' : 'unknown';
  const values = dims.map(at);
  const isRest = values.includes('(other)');
  const label = isRest ? 'all others' : dims.map((d, i) => labelOf(values[i] ?? null, d)).join(' · ') || 'all costs';
  const figures = isRest
    ? restFigures(dims, values, base)
    : ownFigures(dims, values, base, cost !== null && isZero(cost));
  return (
    <Explained what={`${names[part]}, ${label}`} figure={figures[part]} shown={shown}>
      {part === 'ratio' && ratio !== null ? <Delta value={ratio} /> : undefined}
    </Explained>
  );
}

type Values = readonly (string | null)[];
/** A group's own question: its values as conditions. */
function ownFigures(dims: readonly string[], values: Values, base: Base, gone: boolean) {
  const narrow = ({ by: _, top: __, where: w, ...q }: CostsQuery): CostsQuery => {
    const where = dims.reduce((all, d, i) => both(all, equals(d, values[i] ?? null)), w ?? '');
    return { ...q, ...(where && { where }) };
  };
  return rowFigures(base, narrow, undefined, gone);
}
/** The rest is no group that could be asked for: the page's own question, and its row. */
const restFigures = (dims: readonly string[], values: Values, base: Base) =>
  rowFigures(base, (q) => q, Object.fromEntries(dims.map((d, i) => [d, values[i] ?? null])));
