import { expect, it } from 'vitest';
import { found, type Item, score } from './match';

const item = (group: string, label: string, quiet = false): Item => ({ group, label, quiet, run: () => {} });

it('finds by any words in any order, whatever the case, dashes and spaces', () => {
  expect(score('data_platform Team', 'data-plat')).toBe(0);
  expect(score('Group by instance type', 'type group')).not.toBeNull();
  expect(score('Explore', 'xyz')).toBeNull();
});

it('shows pages and actions first; entities once something is typed; at most a few of each', () => {
  const items = [
    item('Pages', 'Explore'),
    item('Teams', 'explorers', true),
    ...Array.from({ length: 20 }, (_, i) => item('Workloads', `exp-${i}`, true)),
  ];
  expect(found(items, '').map((i) => i.label)).toEqual(['Explore']);
  const all = found(items, 'exp');
  expect(all.slice(0, 2).map((i) => i.label)).toEqual(['Explore', 'explorers']);
  expect(all).toHaveLength(10);
  expect(found(items, 'nothing')).toEqual([]);
});
