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
  expect(entries.at(-1)).toMatchObject({ previous: '17', change: '1.250000000001' });
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
