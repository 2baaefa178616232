import { useMemo } from 'react';
import { Link } from 'react-router';
import { column, type Row, text } from '../api/table';
import { sorted } from '../table/sorted';
import { TWO_LINES, TwoLines } from '../table/two-lines';
import { type Column, type Sort, VirtualTable } from '../table/virtual-table';
import { dayName } from '../text/dates';
import parts from '../ui/parts.module.css';
import { useNarrow } from '../ui/use-media';
import { Band, Measured, nameOf, type Of } from './measured';
import { type Measure, measures as m } from './run';
import { link, type Training } from './state';
import { StatusBadge } from './status';
import css from './training.module.css';

interface Props extends Of {
  readonly url: Training;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** Runs with what they cost; each opens its timeline. */
export function RunList({ table, query, currency, url, sort, onSort }: Props) {
  const narrow = useNarrow();
  const cost = query.cost ?? 'effective';
  const rows = useMemo(() => sorted(table, sort, currency), [table, sort, currency]);
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const of: Of = { table, query, currency };
    const at = (name: string) => column(table, name);
    const cell = (r: Row, measure: Measure) => <Measured {...of} row={r} measure={measure} />;
    const figure = (measure: Measure, min: number, drop?: number): Column<Row> => ({
      key: measure.column(cost),
      label: measure.label,
      min,
      numeric: true,
      ...(drop !== undefined && { drop }),
      cell: (r) => cell(r, measure),
    });
    const name = (r: Row) => {
      const id = text(r, at('run')) ?? '';
      return (
        <>
          <Link className={parts['link']} to={link(url, { run: id })} title={id}>
            {nameOf(table, r)}
          </Link>{' '}
          {!narrow && nameOf(table, r) !== id && <small className={css['quiet']}>{id}</small>}
        </>
      );
    };
    const status = (r: Row) => <StatusBadge status={text(r, at('status'))} />;
    // where no run has a projection its columns would only take room
    const someProjected = table.rows.some((r) => text(r, at('projected_high')) !== null);
    const band: Column<Row> = {
      key: 'projected_high',
      label: 'Its band',
      min: 156,
      drop: 6,
      numeric: true,
      cell: (r) => <Band {...of} row={r} />,
    };
    if (narrow)
      return [
        { key: 'name', label: 'Run', min: 130, grow: 2, cell: (r) => <TwoLines under={status(r)}>{name(r)}</TwoLines> },
        {
          key: m.cost.column(cost),
          label: 'Cost, per epoch',
          min: 108,
          numeric: true,
          cell: (r) => <TwoLines under={cell(r, m.epoch)}>{cell(r, m.cost)}</TwoLines>,
        },
      ];
    return [
      { key: 'name', label: 'Run', min: 130, grow: 3, cell: name },
      { key: 'status', label: 'Status', min: 92, cell: status },
      { key: 'owner', label: 'Owner', min: 80, grow: 1, drop: 2, cell: (r) => text(r, at('owner')) ?? '—' },
      {
        key: 'start',
        label: 'Start',
        min: 92,
        drop: 4,
        cell: (r) => {
          const start = text(r, at('start'));
          return start === null ? '—' : dayName(start);
        },
      },
      figure(m.cost, 96),
      figure(m.epoch, 80, 9),
      figure(m.step, 76, 7),
      figure(m.checkpoint, 96, 5),
      figure(m.waste, 116, 8),
      figure(m.interruptions, 88, 1),
      ...(someProjected ? [figure(m.projected, 88, 10), band] : []),
      figure(m.hours, 80, 3),
    ];
  }, [table, query, currency, cost, url, narrow]);
  return (
    <VirtualTable
      label="Training runs"
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={onSort}
      {...(narrow && { rowHeight: TWO_LINES })}
    />
  );
}
