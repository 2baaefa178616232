import { zone } from './zone';

/** Days are UTC, as the bill's are; words are English, like the page. */
const form = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const short = form({ day: 'numeric', month: 'short' });
const full = form({ day: 'numeric', month: 'short', year: 'numeric' });
const long = form({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const month = form({ month: 'long', year: 'numeric' });
const shortMonth = form({ month: 'short', year: 'numeric' });
/** Hours are UTC too, unless the user wants those of the wall: then each says so. */
const ofHours = (options: Intl.DateTimeFormatOptions) => {
  const utc = form(options);
  const local = new Intl.DateTimeFormat('en-GB', { ...options, timeZoneName: 'short' });
  return { format: (date: Date) => (zone.get() === 'local' ? local : utc).format(date) };
};
const minute = ofHours({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const hour = ofHours({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const DAY = 86_400_000;

export type Unit = 'hour' | 'day' | 'week' | 'month';

/** "2026-10-01", "2026-10" or a time; an hour without a zone is UTC. */
export function instant(text: string): Date {
  if (text.length === 7) return new Date(`${text}-01T00:00Z`);
  if (text.length === 10) return new Date(`${text}T00:00Z`);
  return new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
}
const known = (text: string, f: Pick<Intl.DateTimeFormat, 'format'>) => {
  const date = instant(text);
  return Number.isNaN(date.getTime()) ? text : f.format(date); // a text that isn't a time stays as it came
};

export const shortBucket = (text: string, unit: Unit) =>
  known(text, unit === 'hour' ? hour : unit === 'month' ? shortMonth : short);
export const longBucket = (text: string, unit: Unit) =>
  unit === 'week'
    ? `Week of ${known(text, full)}`
    : known(text, unit === 'hour' ? minute : unit === 'month' ? month : long);
export const monthName = (text: string) => known(text, month);
export const dayName = (text: string) => known(text, full);
export const time = (text: string) => `${known(text, minute)}${zone.get() === 'UTC' ? ' UTC' : ''}`;

export const isoDay = (date: Date) => date.toISOString().slice(0, 10);
export const addDays = (day: string, n: number) => isoDay(new Date(instant(day).getTime() + n * DAY));
export const addMonths = (m: string, n: number) => {
  const date = instant(m);
  date.setUTCMonth(date.getUTCMonth() + n);
  return date.toISOString().slice(0, 7);
};
export const daysBetween = (from: string, to: string) =>
  Math.round((instant(to).getTime() - instant(from).getTime()) / DAY);

/** "1–30 Oct 2026" of a period whose last day is excluded. */
export function span(from: string, to: string): string {
  const last = addDays(to, -1);
  return full.formatRange(instant(from), instant(last)).replaceAll(/\s?–\s?/g, '–');
}

/** Buckets from..to (excluded): what a chart must show, also where nothing is known. */
export function buckets(from: string, to: string, unit: Unit): readonly string[] {
  const out: string[] = [];
  if (unit === 'hour') return out; // an hour's axis holds what came
  for (let at = from.length === 7 ? `${from}-01` : from.slice(0, 10); at < to && out.length < 2000; ) {
    out.push(unit === 'month' ? at.slice(0, 7) : at);
    at = unit === 'day' ? addDays(at, 1) : unit === 'week' ? addDays(at, 7) : `${addMonths(at, 1)}-01`;
  }
  return out;
}
