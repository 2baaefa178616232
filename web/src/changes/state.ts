import type { CompareQuery } from '../api/client';
import { compareParameter, datesOf } from '../explore/compare';
import { both, equals } from '../explore/condition';
import { type Basis, costCodec, exploreLink } from '../explore/state';
import { type Codec, flag, list, matching, type State, text, write } from '../url/codec';

const date = matching(/^\d{4}-\d{2}-\d{2}$/);
const compared = matching(/^(last_month|\d{4}-(0[1-9]|1[0-2])|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2})$/);
/** What the address of Changes says. `in` holds the steps of the drill-down: "team=ads", or "team" for those without one. */
export const changes = {
  by: list(), // nothing: the server's choice, team or service
  in: list(),
  where: text(),
  cost: costCodec,
  month: matching(/^\d{4}-(0[1-9]|1[0-2])$/),
  last: matching(/^[1-9]\d{0,3}d$/),
  from: date,
  to: date,
  with: { ...compared, parse: (t) => compared.parse(t === 'month_before' ? 'last_month' : t) } as Codec<string>, // its name once
  table: flag(false),
  sort: text(),
  up: flag(false),
  currency: text(),
};
export type Changed = State<typeof changes>;

export interface Step {
  readonly dim: string;
  readonly value: string | null;
}
export const steps = (s: Pick<Changed, 'in'>): readonly Step[] =>
  s.in.map((step) => {
    const at = step.indexOf('=');
    return at < 0 ? { dim: step, value: null } : { dim: step.slice(0, at), value: step.slice(at + 1) };
  });

/** The filter and every step into a group, as one condition. */
export const condition = (s: Pick<Changed, 'in' | 'where'>): string =>
  both(
    s.where.trim(),
    steps(s)
      .map((step) => equals(step.dim, step.value))
      .join(' AND '),
  );

const finer: Readonly<Record<string, string>> = {
  account: 'service',
  region: 'service',
  service: 'sku',
  team: 'namespace',
  product: 'namespace',
  environment: 'namespace',
  cluster: 'namespace',
  namespace: 'workload',
  ecs_service: 'workload',
  workload: 'pod',
  pod: 'container',
  owner: 'node_pool',
  node_pool: 'instance_type',
  instance_type: 'node',
  cost_kind: 'reason',
};
const open = ['team', 'namespace', 'workload', 'service', 'account', 'region'];

/** What the next question groups by: the usual finer dimension, else one that wasn't gone through yet. */
export const nextOf = (by: readonly string[], gone: readonly Step[]): string | null => {
  const usual = finer[by.at(-1) ?? ''];
  const seen = new Set([...by, ...gone.map((s) => s.dim)]);
  return usual && !seen.has(usual) ? usual : (open.find((d) => !seen.has(d)) ?? null);
};

export function into(s: Changed, values: readonly (string | null)[]): Partial<Changed> | null {
  const next = nextOf(s.by, steps(s));
  if (next === null) return null;
  const more = s.by.map((dim, i) => (values[i] === null || values[i] === undefined ? dim : `${dim}=${values[i]}`));
  return { in: [...s.in, ...more], by: [next], sort: '', up: false };
}
/** Out again to a step: what it was grouped by then. */
export const outTo = (s: Changed, depth: number): Partial<Changed> => ({
  in: s.in.slice(0, depth),
  by: [steps(s)[depth]?.dim ?? s.by[0] ?? 'team'],
  sort: '',
  up: false,
});

const dates = (s: Changed, freshness: string | null) => datesOf({ ...s, last: s.last || '7d' }, freshness);

/** What the API is asked to compare with. */
export const comparedTo = (s: Changed, freshness: string | null): string =>
  compareParameter(s.with, dates(s, freshness)) || 'previous';

const periodOf = (s: Changed): Pick<CompareQuery, 'from' | 'to' | 'month' | 'last'> => {
  if (s.from || s.to) return { ...(s.from && { from: s.from }), ...(s.to && { to: s.to }) };
  return s.month ? { month: s.month } : { last: s.last || '7d' };
};

export const compareQuery = (s: Changed, freshness: string | null): CompareQuery => {
  const where = condition(s);
  return {
    ...(s.by.length > 0 && { by: [...s.by] }),
    ...(where && { where }),
    cost: s.cost as Basis,
    ...periodOf(s),
    with: comparedTo(s, freshness),
    top: 500,
  };
};

export const inExplore = (s: Changed): string =>
  exploreLink({ by: s.by, where: condition(s), cost: s.cost, ...periodOf(s), compare: s.with || 'previous' });

export const changesLink = (patch: Partial<Changed>): string => {
  const query = write(changes, new URLSearchParams(), patch).toString();
  return query ? `/changes?${query}` : '/changes';
};
