import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { Base } from '../explain/figure';
import type { Dates } from '../explore/compare';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, VirtualTable } from '../table/virtual-table';
import parts from '../ui/parts.module.css';
import { useNarrow } from '../ui/use-media';
import { Cell, type Part } from './cell';
import { levelLink } from './crumbs';
import { levelOf } from './path';
import { type Entry, entriesOf, type Line, type SortKey } from './rows';
import { exploreLine, type Workloads } from './state';
import css from './workloads.module.css';

interface Props {
  readonly lines: readonly Line[];
  readonly url: Workloads;
  readonly dates: Dates | null;
  readonly base: Base;
  readonly compared: boolean;
  readonly onSort: (key: SortKey, down: boolean) => void;
}

/** One level: its workloads, then what lies apart of them, and the sum. */
export function LevelTable({ lines, url, dates, base, compared, onSort }: Props) {
  const narrow = useNarrow();
  const down = !url.up;
  const entries = useMemo(() => entriesOf(lines, url.sort, down), [lines, url.sort, down]);
  const all = Number(entries.at(-1)?.cost ?? 0);
  const columns = useMemo<readonly Column<Entry>[]>(() => {
    const cell = (e: Entry, part: Part) => <Cell entry={e} part={part} url={url} base={base} all={all} />;
    const part = (e: Entry) => (e.cost === null || all <= 0 ? null : Number(e.cost) / all);
    const { noun } = levelOf(url.in);
    const name: Column<Entry> = {
      key: 'name',
      label: noun,
      min: 110,
      grow: 3,
      cell: (e) => <Name entry={e} url={url} dates={dates} two={narrow} />,
    };
    if (narrow)
      return [
        name,
        {
          key: 'cost',
          label: 'Cost',
          min: 108,
          numeric: true,
          cell: (e) => <TwoLines under={cell(e, compared ? 'ratio' : 'share')}>{cell(e, 'cost')}</TwoLines>,
        },
      ];
    const out: Column<Entry>[] = [
      name,
      { key: 'cost', label: 'Cost', min: 100, numeric: true, cell: (e) => cell(e, 'cost') },
      {
        key: 'share',
        label: 'Share',
        min: 116,
        drop: 1,
        numeric: true,
        cell: (e) => (
          <Share part={part(e)} of={e}>
            {cell(e, 'share')}
          </Share>
        ),
      },
    ];
    if (!compared) return out;
    return [
      ...out,
      { key: 'previous', label: 'Before', min: 100, drop: 2, numeric: true, cell: (e) => cell(e, 'previous') },
      { key: 'change', label: 'Change', min: 100, drop: 4, numeric: true, cell: (e) => cell(e, 'change') },
      {
        key: 'ratio',
        label: 'Change %',
        min: 92,
        drop: 3,
        numeric: true,
        cell: (e) => cell(e, 'ratio'),
      },
    ];
  }, [url, dates, base, all, narrow, compared]);
  return (
    <VirtualTable
      label="Workloads"
      columns={columns}
      rows={entries}
      sort={{ key: url.sort, down }}
      // shares stand in the order of costs
      onSort={(s) => onSort((s.key === 'share' ? 'cost' : s.key) as SortKey, s.down)}
      {...(narrow && { rowHeight: TWO_LINES })}
      tone={(e) => (e.type === 'line' ? undefined : e.type)}
    />
  );
}

const brands: Readonly<Record<string, string>> = { eks: 'EKS', ecs: 'ECS' };

function Name({ entry: e, url, dates, two }: { entry: Entry; url: Workloads; dates: Dates | null; two: boolean }) {
  if (e.type !== 'line') {
    if (two)
      return (
        <span title={e.note}>
          <TwoLines under={e.note}>{e.name}</TwoLines>
        </span>
      );
    return (
      <span title={e.note}>
        {e.name} {e.note && <small className={css['meaning']}>{e.note}</small>}
      </span>
    );
  }
  const brand = e.orchestrator && <span className={css['brand']}>{brands[e.orchestrator] ?? e.orchestrator}</span>;
  const text =
    e.into !== null ? (
      <Link className={parts['link']} to={levelLink(url, e.into)} title={`Into ${e.title}`}>
        {e.name}
      </Link>
    ) : e.kind === 'allocated' || e.kind === 'other' ? (
      <span title={e.title}>{e.name}</span>
    ) : (
      <Link className={parts['link']} to={exploreLine(url, e, dates)} title="What it is made of, in Explore">
        {e.name}
      </Link>
    );
  if (two)
    return (
      <TwoLines
        under={
          <>
            {brand} {e.note}
          </>
        }
      >
        {text}
      </TwoLines>
    );
  return (
    <span className={css['name']}>
      {brand ?? <span className={css['none']} />}
      {text}
      {e.note && <small className={css['quiet']}>{e.note}</small>}
    </span>
  );
}

function Share({ part, of, children }: { part: number | null; of: Entry; children: ReactNode }) {
  if (part === null) return '–';
  const width = `${Math.max(0, Math.min(1, part)) * 100}%`;
  return (
    <span className={css['share']}>
      <i aria-hidden="true" data-kind={of.kind === 'allocated' || of.type === 'total' ? undefined : 'apart'}>
        <i style={{ width }} />
      </i>
      {children}
    </span>
  );
}
