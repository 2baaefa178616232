import { expect, it } from 'vitest';
import { compareCodec, compareParameter, comparisons, datesOf } from './compare';

const none = { month: '', last: '', from: '', to: '' };

it('knows the dates of each kind of period, and that some are not known', () => {
  const fresh = '2026-11-01T00:00:00Z';
  expect(datesOf({ ...none, month: '2026-12' }, null)).toEqual({ from: '2026-12-01', to: '2027-01-01' });
  expect(datesOf(none, fresh)).toEqual({ from: '2026-10-02', to: '2026-11-01' });
  expect(datesOf({ ...none, last: '3w' }, fresh)).toEqual({ from: '2026-10-11', to: '2026-11-01' });
  expect(datesOf({ ...none, last: '2m' }, fresh)).toEqual({ from: '2026-09-01', to: '2026-11-01' });
  expect(datesOf(none, null)).toBeNull();
  expect(datesOf({ ...none, from: '2026-10-05' }, fresh)).toBeNull();
});

it('goes back a month: whole months to whole months, days to as many from the same day', () => {
  const of = (from: string, to: string) => compareParameter('last_month', { from, to });
  expect(of('2026-03-01', '2026-04-01')).toBe('2026-02');
  expect(of('2026-10-05', '2026-10-12')).toBe('2026-09-05..2026-09-12');
  expect(of('2026-03-30', '2026-04-02')).toBe('2026-02-28..2026-03-03');
  expect(of('2026-03-30', '2026-03-31')).toBe('2026-02-28..2026-03-01');
  expect(compareParameter('last_month', null)).toBe('');
  expect(compareParameter('previous', null)).toBe('previous');
});

it('reads none where something is compared by default, and names a pinned period', () => {
  const codec = compareCodec('previous');
  expect([codec.parse('none'), codec.format(''), codec.parse('x')]).toEqual(['', 'none', undefined]);
  expect(comparisons('2026-10-01..2026-10-08', ['2026-09'])['2026-10-01..2026-10-08']).toBe('Pinned: 1–7 Oct 2026');
});
