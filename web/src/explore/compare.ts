import type { SchemaTable } from '../api/api';
import { column, text } from '../api/table';
import { addDays, addMonths, daysBetween, instant, isoDay, monthName, span } from '../text/dates';
import type { Codec } from '../url/codec';

/** What a period is asked by; its end is excluded. */
export interface Period {
  readonly month: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
}
export interface Dates {
  readonly from: string;
  readonly to: string;
}

const form = /^(previous|last_month|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2})$/;
/** Of the API, and `last_month`: the same days a month earlier, which the page works out. */
export const compareCodec = (fallback: '' | 'previous'): Codec<string> => ({
  fallback,
  parse: (t) => (t === 'none' ? '' : form.test(t) ? t : undefined),
  format: (v) => v || 'none',
});

/** The dates of a period; null while they aren't known: an open end, or no word yet on how far the data go. */
export function datesOf(p: Period, freshness: string | null | undefined): Dates | null {
  if (p.from || p.to) return p.from && p.to && p.from < p.to ? { from: p.from, to: p.to } : null;
  if (p.month) return { from: `${p.month}-01`, to: `${addMonths(p.month, 1)}-01` };
  const match = /^(\d+)([dwm])$/.exec(p.last || '30d');
  if (!match || !freshness) return null;
  const n = Number(match[1]);
  const to = isoDay(instant(freshness)); // the last days of the data are complete ones
  if (match[2] !== 'm') return { from: addDays(to, match[2] === 'w' ? -7 * n : -n), to };
  return { from: monthBefore(to, n), to };
}

/** The same day n months earlier, or that month's last if it is shorter. */
function monthBefore(day: string, n = 1): string {
  const month = addMonths(day.slice(0, 7), -n);
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const same = `${month}-${day.slice(8)}`;
  return same < last ? same : last;
}

/** What the API is asked to compare with, as many days; nothing while the dates for it aren't known. */
export function compareParameter(compare: string, dates: Dates | null): string {
  if (compare !== 'last_month') return compare;
  if (!dates) return '';
  const whole = dates.from.endsWith('-01') && dates.to === `${addMonths(dates.from.slice(0, 7), 1)}-01`;
  if (whole) return addMonths(dates.from.slice(0, 7), -1);
  const from = monthBefore(dates.from);
  return `${from}..${addDays(from, daysBetween(dates.from, dates.to))}`;
}

export const pinOf = (dates: Dates) => `${dates.from}..${dates.to}`;

/** "2–31 Oct 2026 against 1–30 Sep 2026"; nothing while the dates aren't known. */
export function periodWords(dates: Dates | null, compare: string): string {
  if (!dates) return '';
  const now = span(dates.from, dates.to);
  const parameter = compareParameter(compare, dates);
  if (!parameter) return now;
  if (parameter === 'previous') return `${now} against the period before`;
  const [from = '', to = ''] = parameter.split('..');
  return `${now} against ${to ? span(from, to) : monthName(parameter)}`;
}

export const compareNames = { previous: 'Previous period', last_month: 'Same days last month' } as const;

/** The choices with what each means now. */
export function comparisons(compare: string, months: readonly string[]): Readonly<Record<string, string>> {
  const all: Record<string, string> = {
    '': 'Nothing',
    ...compareNames,
  };
  for (const m of months) all[m] = monthName(m);
  if (compare && !all[compare]) {
    const [from = '', to = ''] = compare.split('..');
    all[compare] = to ? `Pinned: ${span(from, to)}` : monthName(compare);
  }
  return all;
}

export function monthsOf(imports: SchemaTable | undefined): readonly string[] {
  const at = imports ? column(imports, 'period') : -1;
  return [...new Set(imports?.rows.map((r) => text(r, at) ?? '').filter(Boolean))].sort().reverse();
}
