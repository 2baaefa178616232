import { max, min, sum } from 'd3-array';
import type { Unit } from '../text/dates';
import { sum as exactSum } from '../text/decimal';

export interface Bucket {
  readonly at: string;
  /** For pixels. null: not known (never drawn as zero). */
  readonly values: readonly (number | null)[];
  /** For reading: the same as decimal strings. */
  readonly exact: readonly (string | null)[];
}
export interface Chart {
  readonly names: readonly string[];
  readonly buckets: readonly Bucket[];
  readonly currency: string;
  readonly unit: Unit;
  /** Series that don't add up, prices say: no sum of them is told. */
  readonly apart?: boolean;
  /** Colours of series that have one on every page; else by their place. */
  readonly colors?: readonly string[];
}
export const OTHER = 'Other';

export const total = (b: Bucket) => sum(b.values, (v) => v ?? 0);
export const exactTotal = (b: Bucket) => exactSum(b.exact);
export const isKnown = (b: Bucket) => b.values.some((v) => v !== null);

/** [series][bucket] -> [from, to]; what is below zero (credits) stacks downwards. Nothing is a line at the top, not at zero. */
export function layers(chart: Chart): readonly (readonly (readonly [number, number])[])[] {
  const tops = chart.buckets.map(() => 0);
  const bottoms = chart.buckets.map(() => 0);
  return chart.names.map((_, s) =>
    chart.buckets.map((b, i) => {
      const value = b.values[s] ?? 0;
      const side = value < 0 ? bottoms : tops;
      const from = side[i] ?? 0;
      side[i] = from + value;
      return value < 0 ? [from + value, from] : [from, from + value];
    }),
  );
}

export type Shape = 'bars' | 'area' | 'lines';
export function domain(chart: Chart, shape: Shape): [number, number] {
  if (shape === 'lines') {
    const all = chart.buckets.flatMap((b) => b.values.filter((v) => v !== null));
    return [Math.min(0, min(all) ?? 0), max(all) || 1];
  }
  const up = max(chart.buckets, (b) => sum(b.values, (v) => Math.max(0, v ?? 0)));
  const down = min(chart.buckets, (b) => sum(b.values, (v) => Math.min(0, v ?? 0)));
  return [down ?? 0, up || 1];
}

export const color = (name: string, index: number) =>
  name === OTHER ? 'var(--series-other)' : `var(--series-${(index % 12) + 1})`;

export const colorOf = (chart: Chart, index: number) => chart.colors?.[index] ?? color(chart.names[index] ?? '', index);

const plural = (n: number, unit: Unit) => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** The sentence a reader hears first: total, highest, trend, largest mover, what is missing. */
export function summary(
  chart: Chart,
  money: (exact: string) => string,
  short: (value: number) => string,
  name: (at: string) => string,
): string {
  const known = chart.buckets.filter(isKnown);
  const missing = chart.buckets.length - known.length;
  if (known.length === 0) return `No ${chart.unit} of this period has data.`;
  const gaps = missing ? ` ${plural(missing, chart.unit)} without data.` : '';
  if (chart.apart) return `${chart.names.map((_, i) => course(chart, i, short, name)).join(' ')}${gaps}`;
  const peak = known.reduce((a, b) => (total(b) > total(a) ? b : a));
  const half = Math.floor(known.length / 2);
  const before = sum(known.slice(0, half), total);
  const after = sum(known.slice(-half || known.length), total);
  const moves = chart.names.map((label, i) => ({
    label,
    delta: sum(known.slice(-half), (b) => b.values[i] ?? 0) - sum(known.slice(0, half), (b) => b.values[i] ?? 0),
  }));
  const mover = moves.reduce(
    (a, b) => (Math.abs(b.delta) > Math.abs(a.delta) ? b : a),
    moves[0] ?? { label: '', delta: 0 },
  );
  const ratio = before > 0 ? Math.round((after / before - 1) * 100) : 0;
  const trend =
    half < 2 || before <= 0
      ? ''
      : ` The second half is ${ratio === 0 ? 'level with' : `${ratio > 0 ? 'up' : 'down'} ${Math.abs(ratio)}\u00a0% on`} the first; largest mover ${mover.label} (${mover.delta >= 0 ? '+' : '−'}${short(Math.abs(mover.delta))}).`;
  const all = exactSum(known.map(exactTotal));
  return `${all === null ? 'An unknown amount' : money(all)} over ${plural(known.length, chart.unit)}, most on ${name(peak.at)} (${short(total(peak))}).${trend}${gaps}`;
}

/** A series by itself: from its first value to its last, and its highest. */
function course(chart: Chart, of: number, short: (value: number) => string, name: (at: string) => string): string {
  const known = chart.buckets.flatMap((b) => {
    const value = b.values[of] ?? null;
    return value === null ? [] : [{ at: b.at, value }];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${chart.names[of]} isn't known.`;
  const peak = known.reduce((a, b) => (b.value > a.value ? b : a));
  return `${chart.names[of]} from ${short(first.value)} to ${short(last.value)}, highest on ${name(peak.at)} (${short(peak.value)}).`;
}
