import type { SchemaTable } from '../api/api';
import { column, text } from '../api/table';
import { addMonths, instant, isoDay } from '../text/dates';

export interface Newest {
  readonly month: string;
  readonly from: string;
  /** The first day that isn't complete yet. */
  readonly to: string;
  readonly ended: boolean;
}

/** The newest month of the bills, and how far its complete days go; null while the lake is empty. */
export function newest(imports: SchemaTable | undefined): Newest | null {
  if (!imports) return null;
  const at = column(imports, 'period');
  const month = imports.rows
    .map((r) => text(r, at) ?? '')
    .sort()
    .at(-1);
  if (!month) return null;
  const from = `${month}-01`;
  const end = `${addMonths(month, 1)}-01`;
  const known = imports.freshness ? isoDay(instant(imports.freshness)) : end;
  const to = known > end || known <= from ? end : known;
  return { month, from, to, ended: to === end };
}

/** The same days of the month before: equal lengths, or the comparison means nothing. */
export function sameDaysBefore({ month, from, to }: Newest): string {
  const before = addMonths(month, -1);
  const length = Number(to.slice(8)) - 1;
  const whole = from.slice(0, 7) !== to.slice(0, 7);
  const last = new Date(instant(`${month}-01`).getTime() - 86_400_000).getUTCDate();
  const end = whole || length > last - 1 ? from : `${before}-${String(length + 1).padStart(2, '0')}`;
  return `${before}-01..${end}`;
}
