import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Compared } from '../api/compare';
import { Headline } from './headline';

const names = ['before', 'after', 'change', 'price', 'quantity', 'mix', 'new', 'gone', 'idle', 'other'];
const period = { label: '', from: '2026-10-08', to: '2026-10-15' };
const table = (...rows: Compared['rows']): Compared => ({
  columns: [
    { name: 'team', type: 'text' },
    ...names.map((name) => ({ name, type: 'decimal' as const })),
    { name: 'currency', type: 'text' },
  ],
  rows,
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
  period,
  compared_with: period,
});
const A = ['A', '10', '14', '4', '1', '3', '0', '0', '0', null, '0', 'USD'];
const B = ['B', null, '7', null, null, null, null, null, null, null, null, 'USD'];
const show = (d: Compared) =>
  render(<Headline query={{}} table={d} dims={['team']} basis="effective" currency="USD" asTable />);

it('a row whose side is unknown is left out in words: no fault, and not complete', () => {
  show(table(A, B));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByText('Not complete')).toBeTruthy();
  expect(screen.queryByText('Complete')).toBeNull();
  expect(screen.getByText(/1 row is left out\. B: its cost is unknown before\./)).toBeTruthy();
  expect(screen.getByTitle('Explain: Change').textContent).toBe('+$4.00');
});

it('of rows that are unknown alone nothing is known', () => {
  show(table(B));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByText('Not known')).toBeTruthy();
  expect(screen.getByText(/was before isn't known.*1 row is left out\. B:/)).toBeTruthy();
});

it('parts that miss the change of known rows are a fault', () => {
  show(table(['A', '10', '14', '4', '1', '2', '0', '0', '0', null, '0', 'USD'], B));
  expect(screen.getByRole('alert').textContent).toContain('The parts miss 1 USD');
});

it('all rows known: complete', () => {
  show(table(A));
  expect(screen.getByText('Complete')).toBeTruthy();
  expect(screen.queryByText(/left out/)).toBeNull();
});
