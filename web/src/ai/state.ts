import type { Period } from '../explore/compare';
import { costCodec, explore, periodOf } from '../explore/state';
import { flag, text } from '../url/codec';

/** What the addresses of the pages about accelerators, runs and models have in common. */
export const asked = {
  cost: costCodec,
  month: explore.month,
  last: explore.last,
  from: explore.from,
  to: explore.to,
  sort: text(),
  up: flag(false),
  currency: text(),
};

/** The period and basis of their questions. */
export const about = <C>(s: Period & { readonly cost: C }) => ({ cost: s.cost, ...periodOf(s) });
export const MOST = 4900; // an answer has at most 5,000 rows
