import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { movers, totalChange } from './figures';

const table = (...rows: SchemaTable['rows']): SchemaTable => ({
  columns: ['team', 'effective_cost', 'previous_effective_cost', 'change', 'currency'].map((name) => ({
    name,
    type: 'text',
  })),
  rows,
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
});

it('the change of a total is known only where each row of its currency has both sides', () => {
  const rows = table(['a', '3', '1', '2', 'USD'], ['b', '1', '2', '-1', 'USD'], ['c', '5', null, null, 'EUR']);
  expect(totalChange(rows, 'USD')).toBe('1');
  expect(totalChange(rows, 'EUR')).toBeNull();
  expect(totalChange(table(), 'USD')).toBeNull();
});

it('more credit than before is a fall', () => {
  const rows = table(['a', '-15', '-10', '-5', 'USD'], ['b', '4', '0', '4', 'USD']);
  expect(movers(rows, 'team', 'effective', 'USD', 5).map((m) => m.ratio)).toEqual([-0.5, null]);
});
