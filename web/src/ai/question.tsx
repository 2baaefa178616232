import type { ReactNode } from 'react';
import type { SchemaTable } from '../api/api';
import { type Period as Asked, monthsOf } from '../explore/compare';
import explored from '../explore/explore.module.css';
import { Period, periodName } from '../explore/period';
import { type Basis, costs } from '../explore/state';
import { Pick } from '../ui/bits';
import { Fold } from '../ui/fold';
import parts from '../ui/parts.module.css';
import css from '../workloads/workloads.module.css';

interface Props {
  readonly url: Asked & { readonly cost: Basis };
  readonly imports: SchemaTable | undefined;
  readonly set: (patch: Partial<Asked & { cost: Basis; sort: string }>) => void;
  /** What the page asks besides the period and the basis, and its words. */
  readonly children?: ReactNode;
  readonly words?: string;
}

/** The question of a page: on a phone one line that opens. */
export function Question({ url, imports, set, children, words }: Props) {
  const summary = [words, periodName(url), costs[url.cost]].filter(Boolean).join(' · ');
  return (
    <section className={`${parts['card']} ${css['controls']}`} aria-label="Question">
      <Fold label="Question" summary={summary}>
        <div className={explored['row']}>
          {children}
          <Period url={url} months={monthsOf(imports)} set={set} />
          <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => set({ cost, sort: '' })} />
        </div>
      </Fold>
    </section>
  );
}
