import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { lasting, lossesOf, type Mark, marksOf, ticks, told } from './marks';

const HOUR = 3_600_000;
const mark = (hour: number, kind: string, more: Partial<Mark> = {}): Mark => ({
  at: hour * HOUR,
  time: `h${hour}`,
  kind,
  value: null,
  cost: null,
  soFar: null,
  wasted: null,
  note: null,
  ...more,
});

it('reads events in the order of their times, and keeps what is not known', () => {
  const table: SchemaTable = {
    snapshot: 1,
    freshness: null,
    complete: true,
    notes: [],
    columns: ['time', 'kind', 'value', 'list_cost', 'list_cost_so_far', 'wasted_list_cost', 'note', 'currency'].map(
      (name) => ({ name, type: 'text' }),
    ),
    rows: [
      ['2026-10-02T00:00:00Z', 'epoch', '1', '2', '3.5', null, null, 'USD'],
      ['2026-10-01 00:00:00', 'start', null, '0', null, null, 'spot', 'USD'],
      ['2026-10-01T00:00:00Z', 'start', null, '0', '0', null, null, 'EUR'],
      [null, 'epoch', null, null, null, null, null, 'USD'],
    ],
  };
  const marks = marksOf(table, 'list', 'USD');
  expect(marks.map((m) => [m.kind, m.soFar, m.note])).toEqual([
    ['start', null, 'spot'],
    ['epoch', '3.5', null],
  ]);
  expect((marks[1]?.at ?? 0) - (marks[0]?.at ?? 0)).toBe(24 * HOUR);
});

it('an interruption loses what was computed since the last checkpoint, else since the start', () => {
  const spans = (marks: readonly Mark[]) =>
    lossesOf(marks).map((l) => [l.since / HOUR, l.mark.at / HOUR, l.resumed === null ? null : l.resumed / HOUR]);
  expect(spans([mark(0, 'start'), mark(3, 'interruption'), mark(4, 'resume')])).toEqual([[0, 3, 4]]);
  expect(spans([mark(0, 'start'), mark(2, 'checkpoint'), mark(2.5, 'epoch'), mark(3, 'interruption')])).toEqual([
    [2, 3, null],
  ]);
  // twice without a checkpoint between: the second loses only what was computed again
  expect(
    spans([
      mark(0, 'start'),
      mark(2, 'checkpoint'),
      mark(3, 'interruption'),
      mark(5, 'resume'),
      mark(6, 'interruption'),
      mark(7, 'end'),
    ]),
  ).toEqual([
    [2, 3, 5],
    [5, 6, null],
  ]);
  expect(spans([mark(3, 'interruption')])).toEqual([[3, 3, null]]);
  expect(spans([mark(0, 'start'), mark(3, 'interruption'), mark(4, 'interruption'), mark(5, 'resume')])).toEqual([
    [0, 3, null],
    [4, 4, 5],
  ]);
});

it('finds round times that fit', () => {
  expect(ticks(0.5 * HOUR, 6 * HOUR, 6)).toEqual({ step: HOUR, at: [1, 2, 3, 4, 5, 6].map((h) => h * HOUR) });
  expect(ticks(0, 10 * 24 * HOUR, 3).step).toBe(168 * HOUR);
  expect(ticks(0, 10_000 * 24 * HOUR, 4).at.length).toBeLessThanOrEqual(5);
  expect(ticks(5, 5, 4).at.length).toBeLessThanOrEqual(1);
});

it('says how long, and what is to be seen', () => {
  expect([25 * 60_000, HOUR, 1.5 * HOUR, 48 * HOUR, 75 * HOUR].map(lasting)).toEqual([
    '25 min',
    '1 h',
    '1 h 30 min',
    '2 d',
    '3 d 3 h',
  ]);
  const marks = [mark(0, 'start'), mark(1, 'step'), mark(1, 'epoch'), mark(2, 'epoch', { soFar: '7.5' })];
  expect(told(marks, (v) => `$${v}`)).toBe('$7.5 over 2 h, with 2 epochs.');
  expect(told([mark(0, 'start')], String)).toBe('A cost that isn’t known over 0 min.');
  expect(told([], String)).toBe('No event of this run is known.');
});
