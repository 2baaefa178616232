import type { Cost, CostsQuery } from '../api/client';
import { addDays, addMonths, type Unit } from '../text/dates';
import { flag, integer, list, matching, oneOf, type State, text, write } from '../url/codec';
import { idleKeys, sharedKeys } from './choices';
import { compareCodec, type Period } from './compare';
import { trailCodec } from './trail';

export const costs = {
  effective: 'Effective',
  billed: 'Billed',
  net_effective: 'Net effective',
  net_billed: 'Net billed',
  contracted: 'Contracted',
  list: 'List',
} as const satisfies Partial<Record<Cost, string>>;
export type Basis = keyof typeof costs;
export const costCodec = oneOf(Object.keys(costs) as Basis[], 'effective');

const date = matching(/^\d{4}-\d{2}-\d{2}$/);
/** What the address of Explore says. Names are those of the API and the command line. */
export const explore = {
  by: list(['service']),
  where: text(),
  cost: costCodec,
  idle: oneOf(idleKeys, ''),
  shared: oneOf(sharedKeys, ''),
  granularity: oneOf(['none', 'hour', 'day', 'week', 'month'] as const, 'day'),
  compare: compareCodec(''),
  month: matching(/^\d{4}-(0[1-9]|1[0-2])$/),
  last: matching(/^[1-9]\d{0,4}[dwm]$/),
  from: date,
  to: date,
  top: integer(8, 1, 20),
  view: oneOf(['bars', 'area', 'lines', 'table'] as const, 'bars'),
  sort: text(),
  up: flag(false),
  currency: text(),
  trail: trailCodec,
};
export type Explored = State<typeof explore>;

/** The period of the question: dates, else a month, else the last days; 30 of them without a word. */
export function periodOf(s: Period): Pick<CostsQuery, 'from' | 'to' | 'month' | 'last'> {
  if (s.from || s.to) return { ...(s.from && { from: s.from }), ...(s.to && { to: s.to }) };
  if (s.month) return { month: s.month };
  return { last: s.last || '30d' };
}
/** Its dates, if the question alone says them. */
export function openDates(s: Explored): { from?: string; to?: string } {
  if (s.from || s.to) return { ...(s.from && { from: s.from }), ...(s.to && { to: s.to }) };
  return s.month ? { from: `${s.month}-01`, to: `${addMonths(s.month, 1)}-01` } : {};
}
export const unitOf = (s: Explored): Unit => (s.granularity === 'none' ? 'day' : s.granularity);

const common = (s: Explored): CostsQuery => ({
  ...(s.by.length > 0 && { by: [...s.by] }),
  ...(s.where.trim() && { where: s.where.trim() }),
  cost: s.cost,
  ...(s.idle && { idle: s.idle }),
  ...(s.shared && { shared: s.shared }),
  ...periodOf(s),
});
/** The groups of the whole period: what the table shows. */
export const groupsQuery = (s: Explored): CostsQuery => ({
  ...common(s),
  ...(s.compare && { compare: s.compare }),
  top: 4900, // an answer has at most 5,000 rows
});
/** The largest groups over time: what the chart shows. */
export const timeQuery = (s: Explored): CostsQuery | null =>
  s.granularity === 'none' ? null : { ...common(s), granularity: s.granularity, top: s.top };
/** The question as a user means it: for the command line and for cURL. */
export const askedQuery = (s: Explored): CostsQuery => ({
  ...common(s),
  ...(s.granularity !== 'none' && { granularity: s.granularity }),
  ...(s.compare && { compare: s.compare }),
  top: s.top,
});

export const exploreLink = (patch: Partial<Explored>): string => {
  const query = write(explore, new URLSearchParams(), patch).toString();
  return query ? `/explore?${query}` : '/explore';
};

/** The last day of a range is in it for whoever reads, and excluded for the API. */
export const lastDay = (to: string) => (to ? addDays(to, -1) : '');
export const endOf = (last: string) => (last ? addDays(last, 1) : '');
