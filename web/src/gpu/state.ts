import { about, asked, MOST } from '../ai/state';
import type { GpuQuery } from '../api/client';
import { exploreLink, periodOf } from '../explore/state';
import { flag, oneOf, type State } from '../url/codec';

export const groupings = {
  'cluster,node_pool': 'Node pool',
  accelerator: 'Card',
  team: 'Team',
  'gpu_sharing,mig_profile': 'Sharing',
  'cluster,node_pool,node': 'Node',
  owner: 'Owner',
  model: 'Model',
  run: 'Run',
} as const;
export type Grouping = keyof typeof groupings;

export const gpu = {
  ...asked,
  by: oneOf(Object.keys(groupings) as Grouping[], 'cluster,node_pool'),
  table: flag(false),
};
export type Gpu = State<typeof gpu>;

export const dimsOf = (s: Pick<Gpu, 'by'>) => s.by.split(',');
export const groupsQuery = (s: Gpu): GpuQuery => ({ by: dimsOf(s), ...about(s), top: MOST });
export const hoursQuery = (s: Gpu): GpuQuery => ({ by: ['hour_of_week'], ...about(s) });
export const wastersQuery = (s: Gpu): GpuQuery => ({
  by: ['workload', 'namespace', 'cluster'],
  ...about(s),
  top: MOST,
});

/** The same money in Explore. */
export const inExplore = (s: Gpu, by: readonly string[], where = 'accelerator IS NOT NULL') =>
  exploreLink({ by, where, cost: s.cost, ...periodOf(s) });
