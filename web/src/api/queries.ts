import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { SchemaHealth, SchemaSession, SchemaSummary, SchemaTable } from './api';
import {
  type ApiError,
  api,
  type CompareQuery,
  type CostsQuery,
  type GpuQuery,
  type IdleQuery,
  type ModelsQuery,
  type RunQuery,
  type RunsQuery,
} from './client';
import type { Compared } from './compare';
import { lastSession, session } from './session';

export type Asked<T> = UseQueryResult<T, ApiError>;
type Ask<T> = (signal: AbortSignal) => Promise<T>;

const useAsk = <T>(queryKey: readonly unknown[], ask: Ask<T>, enabled = true): Asked<T> =>
  useQuery<T, ApiError>({ queryKey, queryFn: ({ signal }) => ask(signal), enabled });

export const useSummary = () => useAsk<SchemaSummary>(['summary'], api.summary);
export const useImports = () => useAsk<SchemaTable>(['imports'], api.imports);
export const useDatasets = () => useAsk<SchemaTable>(['datasets'], api.datasets);
export const useDimensions = () => useAsk<SchemaTable>(['dimensions'], api.dimensions);
export const useReconciliation = (month: string) =>
  useAsk<SchemaTable>(['reconciliation', month], (s) => api.reconciliation(month ? { month } : {}, s));
export const useSql = (sql: string, enabled = true) =>
  useAsk<SchemaTable>(['query', sql], (s) => api.query(sql, s), enabled);
export const useUnmapped = (month: string, dimension: string) =>
  useAsk<SchemaTable>(
    ['unmapped', month, dimension],
    (s) => api.unmapped({ month, dimension, top: 8 }, s),
    month !== '',
  );

/** `null`: what to ask isn't known yet. While the next answer is on its way the last one stays. */
const useKept = <Q, T>(what: string, query: Q | null, ask: (query: Q, signal: AbortSignal) => Promise<T>) =>
  useQuery<T, ApiError>({
    queryKey: [what, query],
    queryFn: ({ signal }) => ask(query as Q, signal),
    enabled: query !== null,
    placeholderData: keepPreviousData,
  });
export const useCosts = (query: CostsQuery | null): Asked<SchemaTable> => useKept('costs', query, api.costs);
export const useIdle = (query: IdleQuery | null): Asked<SchemaTable> => useKept('idle', query, api.idle);

export const useCompare = (query: CompareQuery | null): Asked<Compared> => useKept('compare', query, api.compare);
export const useGpu = (query: GpuQuery | null): Asked<SchemaTable> => useKept('gpu', query, api.gpu);
export const useRuns = (query: RunsQuery | null): Asked<SchemaTable> => useKept('runs', query, api.runs);
export const useRun = (query: RunQuery): Asked<SchemaTable> => useAsk(['run', query], (s) => api.run(query, s));
export const useModels = (query: ModelsQuery | null): Asked<SchemaTable> => useKept('models', query, api.models);

/** Asked every half minute while no events come, never by a tab that sleeps: its snapshot says whether all else is current. */
export const useHealth = (live: boolean) =>
  useQuery<SchemaHealth, ApiError>({
    queryKey: ['health'],
    queryFn: ({ signal }) => api.health(signal),
    refetchInterval: live ? 300_000 : 30_000,
    staleTime: 20_000,
    retry: false,
  });

/** Asked with the first touch or key: until then the page says who it was last time, and a 401 says the rest. */
export const useSession = (enabled: boolean) =>
  useQuery<SchemaSession, ApiError>({
    queryKey: ['session'],
    queryFn: ({ signal }) => session.get(signal),
    enabled,
    initialData: lastSession,
    initialDataUpdatedAt: 0,
    retry: false,
  });
