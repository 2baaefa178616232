import type { SchemaTable } from './api';
import type { CostsQuery } from './client';

/** By hand until openapi.json has these paths. */
export interface AiQuery {
  by?: string[];
  cost?: CostsQuery['cost'];
  month?: string;
  from?: string;
  to?: string;
  last?: string;
  top?: number;
  explain?: boolean;
}
export interface RunsQuery extends Omit<AiQuery, 'by'> {
  status?: 'running' | 'finished' | 'failed' | 'stopped';
  only?: string[];
}
export interface RunQuery extends Omit<AiQuery, 'by' | 'top'> {
  run: string;
}
interface Get<Q> {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  get: {
    parameters: { query?: Q; header?: never; path?: never; cookie?: never };
    responses: { 200: { headers: { [name: string]: unknown }; content: { 'application/json': SchemaTable } } };
  };
  put?: never;
  post?: never;
  delete?: never;
  options?: never;
  head?: never;
  patch?: never;
  trace?: never;
}
export interface AiPaths {
  '/api/v1/gpu': Get<AiQuery>;
  '/api/v1/runs': Get<RunsQuery>;
  '/api/v1/run': Get<RunQuery>;
  '/api/v1/models': Get<AiQuery>;
}
