import { expect, it } from 'vitest';
import { newest, sameDaysBefore } from './newest';

const imports = (freshness: string | null, ...months: string[]) => ({
  columns: [{ name: 'period', type: 'text' as const }],
  rows: months.map((m) => [m]),
  snapshot: 1,
  freshness,
  complete: true,
  notes: [],
});

it('is the newest month up to its last complete day', () => {
  expect(newest(imports('2026-10-12T21:00:00Z', '2026-10', '2026-09'))).toEqual({
    month: '2026-10',
    from: '2026-10-01',
    to: '2026-10-12',
    ended: false,
  });
  expect(newest(imports('2026-11-01T00:00:00Z', '2026-10'))).toMatchObject({ to: '2026-11-01', ended: true });
  expect(newest(imports(null))).toBeNull();
  expect(newest(undefined)).toBeNull();
});

it('is compared with the same days of the month before', () => {
  const made = (at: string, month = '2026-10') => {
    const n = newest(imports(at, month));
    return n && sameDaysBefore(n);
  };
  expect(made('2026-10-12T21:00:00Z')).toBe('2026-09-01..2026-09-12');
  expect(made('2026-10-31T00:00:00Z')).toBe('2026-09-01..2026-10-01');
  expect(made('2026-11-01T00:00:00Z')).toBe('2026-09-01..2026-10-01');
  expect(made('2026-03-30T00:00:00Z', '2026-03')).toBe('2026-02-01..2026-03-01');
});
