import { expect, it } from 'vitest';
import { addMonths, buckets, daysBetween, monthName, shortBucket, span, time } from './dates';
import { setZone } from './zone';

it('writes periods whose last day is excluded', () => {
  expect(span('2026-10-01', '2026-10-31')).toBe('1–30 Oct 2026');
  expect(monthName('2026-10')).toBe('October 2026');
  expect(time('2026-10-31T00:00:00Z')).toMatch(/31 Oct 2026,? 00:00 UTC/);
});

it('lists every day of a period, known or not', () => {
  expect(buckets('2026-02-01', '2026-03-01', 'day')).toHaveLength(28);
  expect(buckets('2026-09-01', '2026-11-01', 'month')).toEqual(['2026-09', '2026-10']);
  expect(daysBetween('2026-10-01', '2026-10-31')).toBe(30);
  expect(addMonths('2026-01', -1)).toBe('2025-12');
});

it('leaves what is no time as it came', () => {
  expect(shortBucket('n/a', 'day')).toBe('n/a');
});

it('an hour is that of the wall if one wants it, and says so; a day stays UTC', () => {
  setZone('local');
  expect(time('2026-10-31T00:00:00Z')).toMatch(/2026.* \d\d:\d\d .+/);
  expect(time('2026-10-31T00:00:00Z')).not.toMatch(/ UTC UTC/);
  expect(shortBucket('2026-10-31', 'day')).toBe('31 Oct');
  setZone('UTC');
  expect(time('2026-10-31T00:00:00Z')).toMatch(/00:00 UTC$/);
});
