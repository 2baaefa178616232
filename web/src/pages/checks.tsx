import type { SchemaTable } from '../api/api';
import type { Asked } from '../api/queries';
import { records } from '../api/table';
import { isZero } from '../text/decimal';
import { money } from '../text/money';
import { Badge, type Kind } from '../ui/bits';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import css from './reconciliation.module.css';

export const checkNames = [
  'period',
  'payer',
  'invoice',
  'issuer',
  'currency',
  'check',
  'expected',
  'found',
  'difference',
  'status',
  'note',
] as const;
export type Check = Readonly<Record<(typeof checkNames)[number], string | null>>;

const status: Readonly<Record<string, readonly [Kind, string, number]>> = {
  contradicts: ['bad', 'Contradicts', 0],
  gap: ['warn', 'Gap', 1],
  named: ['plain', 'Named', 2],
  ok: ['ok', 'Holds', 3],
};
const rank = (c: Check) => status[c.status ?? '']?.[2] ?? 0;

/** Every check and every named gap, the worst first. Roles by hand: a grid takes a table's own away on small screens. */
export function Checks({ query, all, onAll }: { query: Asked<SchemaTable>; all: boolean; onAll: () => void }) {
  return (
    <div className={css['body']}>
      <Widget
        query={query}
        height={320}
        empty={(d) => d.rows.length === 0 && <Empty title="Nothing to check" why="No bill of this month is here." />}
      >
        {(d) => {
          const rows = records(d, checkNames);
          const shown = rows.filter((c) => all || c.status !== 'ok').sort((a, b) => rank(a) - rank(b));
          const hidden = rows.length - shown.length;
          const payers = new Set(rows.map((c) => c.payer).filter((p) => p !== null));
          const [payer] = payers.size === 1 ? payers : [null];
          return (
            <div>
              {payer ? <p className={css['payer']}>All of payer {payer}</p> : <div className={css['gap']} />}
              <div role="table" aria-label="Checks" className={css['checks']}>
                <div role="row" className={`${css['check']} ${css['head']}`}>
                  {['Check', 'Expected', 'Found', 'Difference', 'Status'].map((h) => (
                    <span role="columnheader" key={h}>
                      {h}
                    </span>
                  ))}
                </div>
                {shown.map((c) => (
                  <Line key={JSON.stringify(Object.values(c))} check={c} payer={payer ? null : c.payer} />
                ))}
              </div>
              {hidden > 0 && (
                <p className={css['more']}>
                  <button type="button" className={parts['link']} onClick={onAll}>
                    Show the {hidden} checks that hold
                  </button>
                </p>
              )}
            </div>
          );
        }}
      </Widget>
    </div>
  );
}

function Line({ check: c, payer }: { check: Check; payer: string | null }) {
  const [kind, word] = status[c.status ?? ''] ?? ['plain' as const, c.status ?? 'unknown'];
  const cash = (label: string, value: string | null) => (
    <span role="cell" className="num">
      {value !== null && <i>{label}</i>}
      {value === null
        ? ''
        : label === 'Difference' && isZero(value)
          ? 'none'
          : c.currency
            ? money(value, c.currency)
            : value}
    </span>
  );
  const where = [c.issuer, c.invoice && `invoice ${c.invoice}`, payer && `payer ${payer}`].filter(Boolean).join(' · ');
  return (
    <div role="row" className={css['check']}>
      <span role="cell">
        {c.check?.replace(/^gap: /, '')}
        {c.note && <small>{c.note}</small>}
        {where && <small>{where}</small>}
      </span>
      {cash('Expected', c.expected)}
      {cash('Found', c.found)}
      {cash('Difference', c.difference)}
      <span role="cell">
        <Badge kind={kind}>{word}</Badge>
      </span>
    </div>
  );
}
