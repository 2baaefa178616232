/** What becomes of idle capacity and shared costs: the same choices on each page, by the API's names. */
export const idleModes = {
  '': 'As configured',
  separate: 'Apart',
  by_node: 'On workloads, by node',
  by_cluster: 'On workloads, by cluster',
  by_cost: 'On workloads, by cost',
  to_pool_owner: 'To the pool’s owner',
} as const;
export const sharedModes = { '': 'As configured', on: 'On workloads', off: 'Apart' } as const;
export const idleKeys = Object.keys(idleModes) as (keyof typeof idleModes)[];
export const sharedKeys = Object.keys(sharedModes) as (keyof typeof sharedModes)[];
