import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { sorted } from './sorted';

const table: SchemaTable = {
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
  columns: [
    { name: 'name', type: 'text' },
    { name: 'cost', type: 'decimal' },
    { name: 'currency', type: 'text' },
  ],
  rows: [
    ['b', '9', 'USD'],
    ['a', null, 'USD'],
    [null, '10', 'USD'],
    ['z', '99', 'EUR'],
  ],
};
const names = (key: string, down: boolean) => sorted(table, { key, down }, 'USD').map((r) => r[0]);

it('sorts numbers as numbers and words as words; what is not known comes last', () => {
  expect(names('cost', true)).toEqual([null, 'b', 'a']);
  expect(names('cost', false)).toEqual(['b', null, 'a']);
  expect(names('name', false)).toEqual(['a', 'b', null]);
  expect(names('name', true)).toEqual(['b', 'a', null]);
  expect(names('nothing', true)).toEqual(['b', 'a', null]); // a column that isn't there: as it came
});
