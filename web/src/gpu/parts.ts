import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import type { Part, Tone } from '../charts/stack';
import { labelOf } from '../charts/to-chart';
import { totalOf } from '../pages/figures';

/** What becomes of an accelerator's money. All but `parked`, which is in `wasted`, sum to the whole. */
export const fates = {
  used: { label: 'Used', meaning: 'cards computed', why: 'no telemetry of these cards' },
  wasted: { label: 'Wasted', meaning: 'held, not computing', why: 'no telemetry of these cards' },
  parked: { label: 'Parked', meaning: 'of the wasted: memory held', why: 'no telemetry of these cards’ memory' },
  unmeasured: { label: 'Unmeasured', meaning: 'held, with no telemetry', why: 'who held them isn’t known' },
  idle: { label: 'Idle', meaning: 'nobody held it', why: 'who held them isn’t known' },
  fragmented: { label: 'Fragmented', meaning: 'left beside MIG slices', why: 'how they are cut isn’t known' },
} as const satisfies Partial<Record<Tone, { label: string; meaning: string; why: string }>>;
export type Fate = keyof typeof fates;
export const all = Object.keys(fates) as Fate[];

export const columnOf = (fate: Fate, cost: string) => `${fate}_${cost}_cost`;

/** A value as the page names it: cards that nobody shares are whole, and what isn't cut has no profile. */
export const nameOf = (value: string | null, dim: string) => {
  if (dim === 'gpu_sharing' && value === 'none') return 'whole cards';
  if (dim === 'mig_profile' && value === null) return '–';
  return labelOf(value, dim);
};

/** The bar's parts in their order: what is parked is cut out of what is wasted. */
export function barOf(value: (fate: Fate) => number | null): readonly Part[] {
  const [wasted, parked] = [value('wasted'), value('parked')];
  const rest = wasted === null ? null : Math.max(0, wasted - (parked ?? 0));
  return [
    { tone: 'used', value: value('used') },
    { tone: 'wasted', value: rest },
    { tone: 'parked', value: parked },
    { tone: 'unmeasured', value: value('unmeasured') },
    { tone: 'fragmented', value: value('fragmented') },
    { tone: 'idle', value: value('idle') },
  ];
}
export const barOfRow = (table: SchemaTable, row: Row, cost: string) =>
  barOf((f) => number(row, column(table, columnOf(f, cost))));
export const barOfAll = (table: SchemaTable, cost: string, currency: string) =>
  barOf((f) => {
    const sum = totalOf(table, columnOf(f, cost), currency);
    return sum === null ? null : Number(sum);
  });

/** Those who waste most, largest first: what nobody held, and what wastes nothing, isn't theirs. */
export function wasters(table: SchemaTable, cost: string, currency: string, most: number): readonly Row[] {
  const [who, cash, at] = [
    column(table, 'workload'),
    column(table, 'currency'),
    column(table, columnOf('wasted', cost)),
  ];
  return table.rows
    .filter((r) => text(r, who) !== null && text(r, who) !== '(other)' && text(r, cash) === currency)
    .filter((r) => Number(text(r, at) ?? 0) > 0)
    .sort((a, b) => (number(b, at) ?? 0) - (number(a, at) ?? 0))
    .slice(0, most);
}
