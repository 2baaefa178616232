import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Known } from './known';

const base = {
  what: 'Wasted, a',
  ask: { gpu: { by: ['team'], cost: 'list' as const } },
  column: 'wasted_list_cost',
  currency: 'USD',
  why: 'no telemetry of these cards',
};

it('a figure says how it is had again', () => {
  render(<Known {...base} match={{ team: 'a' }} value="1234.5678" />);
  const figure = screen.getByRole('button', { name: '$1,234.57' });
  expect(JSON.parse(figure.getAttribute('data-explain') ?? '')).toEqual({
    formula: 'a',
    form: 'money',
    currency: 'USD',
    inputs: [{ ask: '/api/v1/gpu?by=team&cost=list', column: 'wasted_list_cost', match: { team: 'a' } }],
  });
});

it('a price far below a cent keeps its digits; what is nothing is nothing', () => {
  render(<Known {...base} form="price" value="0.000123456" />);
  screen.getByRole('button', { name: '$0.000123' });
  render(<Known {...base} value="0" />);
  screen.getByRole('button', { name: '$0.00' });
});

it('what is not known is a dash with its reason, to eyes and to readers', () => {
  const { container } = render(<Known {...base} value={null} />);
  expect(container.textContent).toBe('—not known: no telemetry of these cards');
  expect(container.querySelector('[data-explain]')).toBeNull();
});
