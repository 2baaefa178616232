import { figureFor, Known } from '../ai/known';
import type { SchemaTable } from '../api/api';
import type { GpuQuery } from '../api/client';
import { Key, Stack } from '../charts/stack';
import { Explain, Explained } from '../explain/explained';
import explore from '../explore/explore.module.css';
import { totalOf } from '../pages/figures';
import { isZero } from '../text/decimal';
import { money, share } from '../text/money';
import { Badge, Notes } from '../ui/bits';
import css from './gpu.module.css';
import { all, barOfAll, columnOf, fates } from './parts';

interface Props {
  readonly table: SchemaTable;
  readonly query: GpuQuery;
  readonly currency: string;
}

/** The period in one bar: what all accelerators cost, and what became of it. */
export function Whole({ table, query, currency }: Props) {
  const cost = query.cost ?? 'effective';
  const whole = `${cost}_cost`;
  const total = totalOf(table, whole, currency);
  const base = { ask: { gpu: query }, currency } as const;
  return (
    <>
      <p className={explore['total']}>
        <b className="num">
          <Known {...base} what="Cost of accelerators" column={whole} value={total} why="no price of these machines" />
        </b>
        {total !== null && (
          <Explain
            what="Cost of accelerators"
            figure={figureFor({ ...base, what: 'Cost of accelerators', column: whole })}
            shown={money(total, currency)}
          />
        )}
        <Badge kind={table.complete ? 'ok' : 'warn'}>{table.complete ? 'Complete' : 'Not complete'}</Badge>
      </p>
      <span className={css['whole']}>
        <Stack parts={barOfAll(table, cost, currency)} most={Number(total ?? 0)} />
      </span>
      <dl className={css['parts']}>
        {all.map((fate) => {
          const value = totalOf(table, columnOf(fate, cost), currency);
          const { label, meaning, why } = fates[fate];
          return (
            <div key={fate}>
              <dt>
                <Key tone={fate} />
                {label}
              </dt>
              <dd>
                <b className="num">
                  <Known {...base} what={label} column={columnOf(fate, cost)} value={value} why={why} />
                </b>
                {value !== null && total !== null && !isZero(total) && (
                  <small className="num">
                    <Explained
                      what={`${label}, of the cost`}
                      figure={{
                        formula: 'a ÷ b',
                        form: 'share',
                        inputs: [
                          { name: label, ask: base.ask, column: columnOf(fate, cost) },
                          { name: 'Cost of accelerators', ask: base.ask, column: whole },
                        ],
                        currency,
                      }}
                      shown={share(Number(value) / Number(total))}
                    />
                  </small>
                )}
              </dd>
              <dd className={css['meaning']}>{meaning}</dd>
            </div>
          );
        })}
      </dl>
      <div className={css['notes']}>
        <Notes notes={table.notes} />
      </div>
    </>
  );
}
