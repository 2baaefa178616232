import type { SchemaTable } from '../api/api';
import { column, number, type Row, text } from '../api/table';
import { groupLabel } from '../charts/to-chart';
import { add, isZero, minus, ratioOf, sum } from '../text/decimal';
import { count, money, change as percent, signedMoney } from '../text/money';

/** Order of the bridge, and what each part means. */
export const parts = {
  price: ['Price', 'what units cost more or less than before'],
  quantity: ['Quantity', 'more or fewer units, at the price before'],
  mix: ['Mix', 'a shift to dearer or cheaper things of one unit'],
  new: ['New', 'all of what was not there before'],
  gone: ['Gone', 'all of what is not there any more'],
  idle: ['Idle', 'what nobody held of machines, and unused commitments'],
  other: ['Other', 'what has no quantity: fees, taxes, credits, shared costs'],
} as const;
export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as Part[];

export interface Bar {
  readonly key: Part | 'before' | 'after';
  readonly label: string;
  readonly why: string;
  /** null: not known, or not of this question. */
  readonly value: string | null;
  /** For pixels: where the bar begins and ends. */
  readonly from: number;
  readonly to: number;
}
export interface Bridge {
  readonly before: string | null;
  readonly after: string | null;
  readonly change: string | null;
  readonly bars: readonly Bar[];
  /** What the parts miss of the difference, exactly; "0" is as it must be. */
  readonly missing: string | null;
  /** The rows whose change isn't known: they are in none of the figures. */
  readonly left: readonly Left[];
}
export interface Left {
  readonly row: Row;
  readonly unknown: 'before' | 'after' | 'before and after' | 'in part';
}

const totals = (table: SchemaTable, rows: readonly Row[], name: string) => {
  const at = column(table, name);
  return sum(rows.map((r) => text(r, at)));
};

function left(table: SchemaTable, row: Row): Left {
  const [before, after] = ['before', 'after'].map((name) => text(row, column(table, name)) === null);
  // a row of many ("Other") can have sums of both sides though one of the many lacks a side
  return { row, unknown: before && after ? 'before and after' : before ? 'before' : after ? 'after' : 'in part' };
}

/** Exact sums of the rows of one currency whose change is known; the doubles are for pixels only. */
export function bridge(table: SchemaTable, currency: string): Bridge {
  const cash = column(table, 'currency');
  const all = table.rows.filter((r) => cash < 0 || text(r, cash) === currency);
  const moved = column(table, 'change');
  const rows = all.filter((r) => text(r, moved) !== null);
  const of = (name: string) => totals(table, rows, name);
  const [before, after] = [of('before'), of('after')];
  const change = before === null || after === null ? null : minus(after, before);
  let at = Number(before ?? 0);
  const bars: Bar[] = [
    { key: 'before', label: 'Before', why: 'the period compared with', value: before, from: 0, to: at },
  ];
  let explained = '0';
  for (const key of partNames) {
    const value = of(key);
    const [label, why] = parts[key];
    const to = at + Number(value ?? 0);
    bars.push({ key, label, why, value, from: at, to });
    explained = add(explained, value ?? '0');
    at = to;
  }
  bars.push({
    key: 'after',
    label: 'After',
    why: 'the period asked for',
    value: after,
    from: 0,
    to: Number(after ?? 0),
  });
  return {
    before,
    after,
    change,
    bars,
    missing: change === null ? null : minus(change, explained),
    left: all.filter((r) => text(r, moved) === null).map((r) => left(table, r)),
  };
}

/** The part that says the most of a change: the largest one that goes its way. */
export function mostly(change: string | null, amount: (part: Part) => string | null): Part | null {
  const way = Math.sign(Number(change ?? 0));
  let best: Part | null = null;
  let most = 0;
  for (const part of partNames) {
    const size = way * Number(amount(part) ?? 0);
    if (size > most) [best, most] = [part, size];
  }
  return best;
}

/** Where the axis begins: at zero, unless the parts would be too small to be seen against the totals. */
export function axis(bars: readonly Bar[]): { readonly low: number; readonly high: number; readonly cut: boolean } {
  const ends = bars.flatMap((b) => (b.key === 'before' || b.key === 'after' ? [b.to] : [b.from, b.to]));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = high - low;
  if (low <= 0 || span === 0 || span > 0.25 * high)
    return { low: Math.min(0, low), high: Math.max(high, low + 1e-9), cut: false };
  return { low: Math.max(0, low - span * 0.35), high, cut: true };
}

/** More than half of a change, in its way. */
const isMost = (amount: string, change: string) =>
  Math.sign(Number(change)) * Number(amount) > Math.abs(Number(change)) / 2;

/** "Effective cost rose by $1.00 (+3.1%): mostly quantity (+$0.80), most of it from ads." Nothing is "most" that isn't over half. */
export function sentence(
  table: SchemaTable,
  b: Bridge,
  basis: string,
  dims: readonly string[],
  currency: string,
): string {
  if (b.change === null) {
    const sides = new Set(b.left.map((l) => l.unknown));
    const [only] = sides.size === 1 ? sides : [];
    const lacks = !only || only === 'in part' ? 'before or after' : only;
    return `What ${basis.toLowerCase()} cost was ${lacks} isn't known, so neither is the change.`;
  }
  if (isZero(b.change)) return `${basis} cost did not change.`;
  const up = !b.change.startsWith('-');
  const rise = ratioOf(b.change, b.before);
  const ratio = rise === null ? '' : ` (${percent(rise)})`;
  const part = mostly(b.change, (p) => b.bars.find((x) => x.key === p)?.value ?? null);
  const amount = b.bars.find((x) => x.key === part)?.value ?? '0';
  const most = part !== null && isMost(amount, b.change);
  const cause = part
    ? `${most ? 'mostly' : 'the largest part is'} ${parts[part][0].toLowerCase()} (${signedMoney(amount, currency)})`
    : '';
  const row = driver(table, dims, currency, up);
  const moved = row ? (text(row, column(table, 'change')) ?? '0') : '0';
  const from = row
    ? isMost(moved, b.change)
      ? `most of ${most ? 'it' : 'the change'} from ${driverName(table, row, dims)}`
      : `the largest row is ${driverName(table, row, dims)} (${signedMoney(moved, currency)})`
    : '';
  const why = [cause, from].filter(Boolean).join(', ');
  return `${basis} cost ${up ? 'rose' : 'fell'} by ${money(up ? b.change : b.change.slice(1), currency)}${ratio}${why && `: ${why}`}.`;
}

const lacking: Readonly<Record<Left['unknown'], string>> = {
  before: 'its cost is unknown before',
  after: 'its cost is unknown after',
  'before and after': 'its cost is unknown before and after',
  'in part': 'some of its cost is unknown before or after',
};
/** "1 row is left out. B: its cost is unknown before." Empty if none is. */
export function leftOut(table: SchemaTable, b: Bridge, dims: readonly string[]): string {
  const n = b.left.length;
  if (n === 0) return '';
  const are = `${count(n)} ${n === 1 ? 'row is' : 'rows are'} left out`;
  if (n <= 2) return `${are}. ${b.left.map((l) => `${nameOf(table, l.row, dims)}: ${lacking[l.unknown]}.`).join(' ')}`;
  const sides = (['before', 'after', 'before and after', 'in part'] as const).flatMap((side) => {
    const many = b.left.filter((l) => l.unknown === side).length;
    return many > 0 ? [`${side} (${count(many)})`] : [];
  });
  return `${are}, whose cost is unknown ${sides.join(', ')}.`;
}

function nameOf(table: SchemaTable, row: Row, dims: readonly string[]): string {
  return dims.length === 0
    ? 'All costs'
    : groupLabel(
        row,
        dims,
        dims.map((d) => column(table, d)),
      );
}

/** The row that moved most, in the way of the whole. */
function driver(table: SchemaTable, dims: readonly string[], currency: string, up: boolean): Row | null {
  const [cash, moved] = [column(table, 'currency'), column(table, 'change')];
  const way = up ? 1 : -1;
  const first = column(table, dims[0] ?? '');
  let best: Row | null = null;
  for (const row of table.rows) {
    if ((cash >= 0 && text(row, cash) !== currency) || text(row, first) === '(other)') continue;
    if (way * (number(row, moved) ?? 0) > way * (best ? (number(best, moved) ?? 0) : 0)) best = row;
  }
  return dims.length === 0 ? null : best;
}
const driverName = (table: SchemaTable, row: Row, dims: readonly string[]) =>
  nameOf(table, row, dims).replace(/^No /, 'costs without ');
