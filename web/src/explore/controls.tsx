import type { ApiError } from '../api/client';
import { Pick } from '../ui/bits';
import { Fold } from '../ui/fold';
import parts from '../ui/parts.module.css';
import { fromText } from './chips';
import { idleModes, sharedModes } from './choices';
import { comparisons, type Dates } from './compare';
import { ComparePick } from './compare-pick';
import { dimensionName } from './dimensions';
import css from './explore.module.css';
import { Filter } from './filter';
import { GroupBy } from './group-by';
import { Period, periodName } from './period';
import { costs, type Explored } from './state';

const granularities = { none: 'None', hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' } as const;
const views = { bars: 'Bars', area: 'Area', lines: 'Lines', table: 'Table' } as const;
const tops = ['5', '8', '10', '12', '20'];

interface Props {
  readonly url: Explored;
  readonly dates: Dates | null;
  readonly months: readonly string[];
  readonly problem: ApiError | null;
  readonly set: (patch: Partial<Explored>, how?: { push?: boolean }) => void;
}

export function Controls({ url, dates, months, problem, set }: Props) {
  const push = (patch: Partial<Explored>) => set(patch, { push: true });
  const top: Record<string, string> = Object.fromEntries(
    [...new Set([...tops, String(url.top)])].sort((a, b) => +a - +b).map((n) => [n, `Top ${n}`]),
  );
  return (
    <section className={`${parts['card']} ${css['panel']}`} aria-label="Question">
      <Fold label="Question" summary={summaryOf(url, months)}>
        <div className={css['row']}>
          <GroupBy by={url.by} onBy={(by) => push({ by, sort: '', up: false })} />
          <Period url={url} months={months} set={push} />
          <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => push({ cost, sort: '', up: false })} />
          <ComparePick compare={url.compare} dates={dates} months={months} onPick={(compare) => push({ compare })} />
          <Pick
            label="Over time"
            value={url.granularity}
            all={granularities}
            onPick={(g) => push({ granularity: g })}
          />
          <Pick label="Chart" value={url.view} all={views} onPick={(view) => set({ view })} />
          <Pick label="Series" value={String(url.top)} all={top} onPick={(n) => set({ top: Number(n) })} />
          <Pick label="Idle" value={url.idle} all={idleModes} onPick={(i) => push({ idle: i })} />
          <Pick label="Shared costs" value={url.shared} all={sharedModes} onPick={(s) => push({ shared: s })} />
        </div>
        <Filter url={url} problem={problem} onWhere={(where) => push({ where })} />
      </Fold>
    </section>
  );
}

/** The question in one line. */
function summaryOf(url: Explored, months: readonly string[]): string {
  const filters = fromText(url.where)?.length ?? 1;
  const compared = url.compare && comparisons(url.compare, months)[url.compare];
  return [
    url.by.length > 0 ? `By ${url.by.map(dimensionName).join(', ').toLowerCase()}` : 'One sum',
    periodName(url),
    costs[url.cost],
    compared && `against ${compared.toLowerCase()}`,
    filters > 0 && `${filters} filter${filters === 1 ? '' : 's'}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
