import { expect, it } from 'vitest';
import { against } from './against';

const of = (complete: boolean, from = '2026-10-08') =>
  against({
    columns: [],
    rows: [],
    snapshot: 1,
    freshness: null,
    complete,
    notes: [],
    period: { label: '', from, to: '2026-10-15' },
    compared_with: { label: '', from: '2026-10-01', to: '2026-10-08' },
  });

it('says complete days of a complete answer alone', () => {
  expect(of(true)).toBe('8–14 Oct 2026 against 1–7 Oct 2026 · complete days · UTC');
  expect(of(false)).toBe('8–14 Oct 2026 against 1–7 Oct 2026 · not complete · UTC');
});

it('says it where the periods are not of equal length', () => {
  expect(of(true, '2026-10-10')).toMatch(/ · 5 days against 7: not of equal length · UTC$/);
  expect(of(false, '2026-10-10')).toMatch(/: not of equal length · not complete · UTC$/);
});
