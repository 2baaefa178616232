import { about, asked, MOST } from '../ai/state';
import type { ModelsQuery } from '../api/client';
import { flag, oneOf, type State } from '../url/codec';

export const groupings = {
  'model,model_version': 'Model and version',
  tenant: 'Tenant',
  'model,tenant': 'Model and tenant',
  endpoint: 'Endpoint',
  'cluster,namespace': 'Namespace',
} as const;
export type Grouping = keyof typeof groupings;

export const inference = {
  ...asked,
  by: oneOf(Object.keys(groupings) as Grouping[], 'model,model_version'),
  trend: oneOf(['cost', 'price'] as const, 'cost'),
  table: flag(false),
};
export type Inference = State<typeof inference>;

export const dimsOf = (s: Pick<Inference, 'by'>) => s.by.split(',');
export const groupsQuery = (s: Inference): ModelsQuery => ({ by: dimsOf(s), ...about(s), top: MOST });
export const daysQuery = (s: Inference): ModelsQuery => ({ by: ['day'], ...about(s) });
