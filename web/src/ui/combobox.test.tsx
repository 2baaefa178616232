import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Combobox, matchesOf } from './combobox';

const options = [
  { value: 'team', label: 'Team', group: 'Workloads' },
  { value: 'node_pool', label: 'Node pool', group: 'Workloads' },
  { value: 'service', label: 'Service', group: 'Bill' },
];

it('finds whatever the case and the dashes', () => {
  expect(matchesOf(options, 'NODE-p').map((o) => o.value)).toEqual(['node_pool']);
  expect(matchesOf(options, '')).toHaveLength(3);
});

it('completes by keys, leaves all as it was on Escape, and takes a click', async () => {
  const onPick = vi.fn();
  render(<Combobox label="Group by" value="team" options={options} onPick={onPick} />);
  const field = screen.getByRole('combobox', { name: 'Group by' });
  expect(field).toHaveProperty('value', 'Team');
  await userEvent.type(field, 'serv{Enter}');
  expect(onPick).toHaveBeenLastCalledWith('service', 'chosen');
  await userEvent.type(field, 'no{ArrowDown}{Escape}');
  expect(field).toHaveProperty('value', 'Team');
  expect(onPick).toHaveBeenCalledTimes(1);
  await userEvent.click(field);
  await userEvent.click(screen.getByRole('option', { name: 'Node pool' }));
  expect(onPick).toHaveBeenLastCalledWith('node_pool', 'chosen');
});

it('takes free text only where it may', async () => {
  const onPick = vi.fn();
  const { rerender } = render(<Combobox label="Value" value="" options={options} onPick={onPick} />);
  await userEvent.type(screen.getByRole('combobox'), 'nothing{Enter}');
  expect(onPick).not.toHaveBeenCalled();
  rerender(<Combobox label="Value" value="" options={options} onPick={onPick} free="text" />);
  await userEvent.type(screen.getByRole('combobox'), ' more{Enter}');
  expect(onPick).toHaveBeenLastCalledWith('nothing more', 'chosen');
  rerender(<Combobox label="Value" value="" options={options} onPick={onPick} free="other" />);
  await userEvent.type(screen.getByRole('combobox'), 'tea{Enter}');
  expect(onPick).toHaveBeenLastCalledWith('team', 'chosen');
  await userEvent.type(screen.getByRole('combobox'), 'squad{Enter}');
  expect(onPick).toHaveBeenLastCalledWith('squad', 'chosen');
});
