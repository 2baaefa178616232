import type { CostsQuery } from '../api/client';
import { idleKeys, sharedKeys } from '../explore/choices';
import { compareCodec, compareParameter, type Dates } from '../explore/compare';
import { both, equals } from '../explore/condition';
import { costCodec, type Explored, explore, exploreLink, periodOf } from '../explore/state';
import { flag, oneOf, type State, text } from '../url/codec';
import { levelOf, pathCodec, whereOf } from './path';
import type { Entry, Line, SortKey } from './rows';

export const workloads = {
  in: pathCodec,
  cost: costCodec,
  idle: oneOf(idleKeys, ''),
  shared: oneOf(sharedKeys, ''),
  compare: compareCodec('previous'),
  month: explore.month,
  last: explore.last,
  from: explore.from,
  to: explore.to,
  sort: oneOf(['cost', 'name', 'previous', 'change', 'ratio'] as const satisfies SortKey[], 'cost'),
  up: flag(false),
  currency: text(),
};
export type Workloads = State<typeof workloads>;

/** The rows of one level. `dates` of the period, for what the API can't compare with by a word. */
export function levelQuery(s: Workloads, dates: Dates | null): CostsQuery {
  const where = whereOf(s.in);
  const compare = compareParameter(s.compare, dates);
  return {
    by: ['orchestrator', 'cost_kind', ...levelOf(s.in).dims],
    ...(where && { where }),
    cost: s.cost,
    ...(s.idle && { idle: s.idle }),
    ...(s.shared && { shared: s.shared }),
    ...(compare && { compare }),
    ...periodOf(s),
    top: 4900, // an answer has at most 5,000 rows
  };
}

/** The same question for Explore. */
export const asExplored = (s: Workloads, dates: Dates | null): Partial<Explored> => ({
  by: [...levelOf(s.in).dims, 'cost_kind'].slice(0, 3),
  where: whereOf(s.in),
  cost: s.cost,
  idle: s.idle,
  shared: s.shared,
  compare: compareParameter(s.compare, dates),
  month: s.month,
  last: s.last,
  from: s.from,
  to: s.to,
});

/** What a row holds, as a condition. */
export const whereOfLine = (s: Workloads, line: Line): string =>
  Object.entries(line.values).reduce((all, [dim, value]) => both(all, equals(dim, value)), whereOf(s.in));

/** A row that has no inside here opens in Explore, by what it is made of. */
export const exploreLine = (s: Workloads, line: Line, dates: Dates | null): string =>
  exploreLink({ ...asExplored(s, dates), by: ['service', 'reason'], where: whereOfLine(s, line) });

/** A row's own question: less of the page's. */
export function rowQuery(s: Workloads, entry: Entry): (q: CostsQuery) => CostsQuery {
  return ({ by: _, top: __, where: ___, ...q }) => {
    const where =
      entry.type === 'line'
        ? whereOfLine(s, entry)
        : entry.type === 'head'
          ? both(whereOf(s.in), equals('cost_kind', entry.kind))
          : whereOf(s.in);
    return { ...q, ...(where && { where }) };
  };
}
