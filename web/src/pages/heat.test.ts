import { expect, it } from 'vitest';
import { heatOf, move, sentence } from './heat';

const heat = heatOf(
  {
    columns: [
      { name: 'hour_of_week', type: 'text' },
      { name: 'c', type: 'decimal' },
      { name: 'currency', type: 'text' },
    ],
    rows: [
      ['2-Tue 03:00', '2.5', 'USD'],
      ['1-Mon 06:00', '1', 'USD'],
      ['1-Mon 06:00', '0.25', 'USD'],
      ['1-Mon 07:00', null, 'USD'],
      ['1-Mon 08:00', '9', 'EUR'],
    ],
    snapshot: 1,
    freshness: null,
    complete: true,
    notes: [],
  },
  'c',
  'USD',
);

it('puts money by day and hour, in one currency, and keeps what is not known', () => {
  expect(heat.days.map((d) => [d.name, d.sum])).toEqual([
    ['Mon', '1.25'],
    ['Tue', '2.5'],
  ]);
  expect(heat.days[0]?.cells[7]).toBeNull();
  expect([heat.peak, heat.least, heat.sum]).toEqual([[1, 3], [0, 6], '3.75']);
  expect(sentence(heat, (v) => `$${v}`, 'of machines that nobody held')).toBe(
    '$3.75 of machines that nobody held, most at Tue 03:00 ($2.5), least at Mon 06:00 ($1.25).',
  );
});

it('moves by hours and days and stays inside', () => {
  expect(move([0, 0], 'ArrowLeft', 7)).toEqual([0, 0]);
  expect(move([0, 5], 'ArrowDown', 7)).toEqual([1, 5]);
  expect(move([6, 5], 'ArrowDown', 7)).toEqual([6, 5]);
  expect(move([6, 5], 'End', 7)).toEqual([6, 23]);
  expect(move([6, 5], 'x', 7)).toBeNull();
});
