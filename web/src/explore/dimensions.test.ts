import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import { dimensionName, dimensionOf, optionsOf } from './dimensions';

const table = (columns: string[], rows: string[][]): SchemaTable => ({
  columns: columns.map((name) => ({ name, type: 'text' })),
  rows,
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
});

it('lists dimensions by what they are of, then tags, then cost categories', () => {
  const dims = table(
    ['name', 'of'],
    [
      ['sku', 'bill'],
      ['tags', 'bill'],
      ['node_pool', 'workloads'],
      ['region', 'both'],
    ],
  );
  const keys = table(['name'], [['cost_category:Stage'], ['tag:Team'], ['tag:App']]);
  expect(optionsOf(dims, keys).map((o) => `${o.group}: ${o.label}`)).toEqual([
    'Workloads: Node pool',
    'Workloads and bill: Region',
    'Lines of the bill: SKU',
    'Tags: App',
    'Tags: Team',
    'Cost categories: Stage',
  ]);
  expect(optionsOf(undefined, undefined)).toEqual([]);
});

it('takes what no list has for the key of a tag', () => {
  const options = [{ value: 'team', label: 'Team' }];
  expect(['team', 'Squad', 'tag:x', 'cost_category:y', ''].map((t) => dimensionOf(t, options))).toEqual([
    'team',
    'tag:Squad',
    'tag:x',
    'cost_category:y',
    '',
  ]);
  expect(dimensionName('tag:aws:ecs:x')).toBe('aws:ecs:x');
});
