import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Chart } from './series';
import { TimeChart } from './time-chart';

const chart: Chart = {
  currency: 'USD',
  unit: 'day',
  names: ['ML', 'Search'],
  buckets: Array.from({ length: 10 }, (_, i) => ({
    at: `2026-11-${String(i + 1).padStart(2, '0')}`,
    values: i === 9 ? [null, null] : [100 + i, 50],
    exact: i === 9 ? [null, null] : [`${100 + i}.005`, '50'],
  })),
};

it('moves its cursor by keys and speaks each day', async () => {
  render(<TimeChart title="Cost" chart={chart} />);
  const cursor = screen.getByRole('slider', { name: 'Cost: day' });
  cursor.focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  expect(cursor.getAttribute('aria-valuetext')).toMatch(/^Monday,? 2 November 2026: \$151\. ML \$101, Search \$50$/);
  await userEvent.keyboard('{End}');
  expect(cursor.getAttribute('aria-valuetext')).toMatch(/10 November 2026: no data yet$/);
});

it('has a table twin to the cent, and no zero for an unknown day', () => {
  render(<TimeChart title="Cost" chart={chart} asTable />);
  expect(screen.getByRole('figure', { name: 'Cost' })).toBeTruthy();
  expect(screen.getAllByRole('row')).toHaveLength(11);
  expect(screen.getByRole('row', { name: /10 Nov/ }).textContent).toBe('10 Novno data yet––');
  expect(screen.getByRole('row', { name: /^1 Nov/ }).textContent).toMatch(/\$150\.0[01]\$100\.0[01]\$50\.00/);
  expect(screen.getByRole('table').textContent).not.toContain('$0');
});
