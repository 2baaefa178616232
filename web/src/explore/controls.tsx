import type { ApiError } from '../api/client';
import { useDimensions, useImports } from '../api/queries';
import { column, text } from '../api/table';
import { monthName } from '../text/dates';
import { Pick } from '../ui/bits';
import parts from '../ui/parts.module.css';
import { idleModes, sharedModes } from './choices';
import css from './explore.module.css';
import { Filter } from './filter';
import { GroupBy } from './group-by';
import { Period } from './period';
import { costs, type Explored } from './state';

const granularities = { none: 'None', hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' } as const;
const views = { bars: 'Bars', lines: 'Lines', table: 'Table' } as const;
const tops = ['5', '8', '10', '12', '20'];

interface Props {
  readonly url: Explored;
  readonly problem: ApiError | null;
  readonly set: (patch: Partial<Explored>, how?: { push?: boolean }) => void;
}

export function Controls({ url, problem, set }: Props) {
  const dimensions = useDimensions();
  const imports = useImports();
  const at = imports.data ? column(imports.data, 'period') : -1;
  const months = [...new Set(imports.data?.rows.map((r) => text(r, at) ?? '').filter(Boolean))].sort().reverse();
  const push = (patch: Partial<Explored>) => set(patch, { push: true });
  const compares: Record<string, string> = { '': 'Nothing', previous: 'Previous period' };
  for (const m of months) compares[m] = monthName(m);
  if (url.compare && !compares[url.compare]) compares[url.compare] = url.compare.replace('..', ' to ');
  const top: Record<string, string> = Object.fromEntries(
    [...new Set([...tops, String(url.top)])].sort((a, b) => +a - +b).map((n) => [n, `Top ${n}`]),
  );
  return (
    <section className={`${parts['card']} ${css['panel']}`} aria-label="Question">
      <div className={css['row']}>
        <GroupBy by={url.by} dimensions={dimensions.data} onBy={(by) => push({ by, sort: '', up: false })} />
        <Period url={url} months={months} set={push} />
        <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => push({ cost, sort: '', up: false })} />
        <Pick label="Compare with" value={url.compare} all={compares} onPick={(compare) => push({ compare })} />
        <Pick label="Over time" value={url.granularity} all={granularities} onPick={(g) => push({ granularity: g })} />
        <Pick label="Chart" value={url.view} all={views} onPick={(view) => set({ view })} />
        <Pick label="Series" value={String(url.top)} all={top} onPick={(n) => set({ top: Number(n) })} />
        <Pick label="Idle" value={url.idle} all={idleModes} onPick={(i) => push({ idle: i })} />
        <Pick label="Shared costs" value={url.shared} all={sharedModes} onPick={(s) => push({ shared: s })} />
      </div>
      <Filter where={url.where} problem={problem} onWhere={(where) => push({ where })} />
    </section>
  );
}
