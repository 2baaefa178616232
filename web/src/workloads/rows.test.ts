import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { entriesOf, linesOf } from './rows';

const table = (rows: SchemaTable['rows']): SchemaTable => ({
  columns: [
    { name: 'orchestrator', type: 'text' },
    { name: 'cluster', type: 'text' },
    { name: 'cost_kind', type: 'text' },
    { name: 'effective_cost', type: 'decimal' },
    { name: 'previous_effective_cost', type: 'decimal' },
    { name: 'change', type: 'decimal' },
    { name: 'change_percent', type: 'double' },
    { name: 'currency', type: 'text' },
  ],
  rows,
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
});
const made = table([
  ['(other)', '(other)', '(other)', '0.5', null, null, null, 'USD'],
  [null, null, 'not_covered', '7.25', '7', '0.25', 3.57, 'USD'],
  ['eks', 'e', 'idle', '3', null, null, null, 'USD'],
  ['eks', 'e', 'allocated', '10.000000000001', '8', '2.000000000001', 25, 'USD'],
  ['ecs', 's', 'allocated', null, null, null, null, 'USD'],
  ['ecs', 's', 'system', '1', '2', '-1', -50, 'USD'],
  ['ecs', 's', 'allocated', '99', null, null, null, 'EUR'],
]);

it('keeps what is apart in sight, and sums to the total', () => {
  const entries = entriesOf(linesOf(made, [], 'effective_cost', 'USD'), 'cost', true);
  expect(entries.map((e) => [e.type, e.name, e.cost])).toEqual([
    ['head', 'Workloads', '10.000000000001'],
    ['line', 'e', '10.000000000001'],
    ['line', 's', null],
    ['head', 'System', '1'],
    ['line', 's', '1'],
    ['head', 'Idle', '3'],
    ['line', 'e', '3'],
    ['head', 'Not covered', '7.25'],
    ['line', 'No cluster', '7.25'],
    ['head', 'Others', '0.5'],
    ['line', 'All others', '0.5'],
    ['total', 'Total', '21.750000000001'],
  ]);
  expect(entries.at(-1)).toMatchObject({ previous: '17', change: null, ratio: null }); // some rows lack a side
});

it('knows the change of a sum only where each of its rows has both sides', () => {
  const entries = entriesOf(linesOf(made, [], 'effective_cost', 'USD'), 'cost', true);
  const of = (name: string) => entries.find((e) => e.type !== 'line' && e.name === name);
  expect(of('Workloads')).toMatchObject({ cost: '10.000000000001', previous: '8', change: null, ratio: null });
  expect(of('Idle')).toMatchObject({ cost: '3', previous: null, change: null, ratio: null });
  expect(of('System')).toMatchObject({ cost: '1', previous: '2', change: '-1', ratio: -0.5 });
  const whole = table([...made.rows.slice(1, 2), ...made.rows.slice(3, 4)]);
  expect(entriesOf(linesOf(whole, [], 'effective_cost', 'USD'), 'cost', true).at(-1)).toMatchObject({
    previous: '15',
    change: '2.250000000001',
    ratio: 2.250000000001 / 15,
  });
});

it('leads into workloads, not into what is apart', () => {
  const lines = linesOf(made, [], 'effective_cost', 'USD');
  expect(lines.filter((l) => l.into !== null).map((l) => `${l.kind} ${l.name}`)).toEqual([
    'allocated e',
    'allocated s',
    'system s',
  ]);
  expect(entriesOf([], 'cost', true)).toEqual([]);
});
