import createClient from 'openapi-fetch';
import * as v from 'valibot';
import type { paths, SchemaHealth, SchemaProblem, SchemaSummary, SchemaTable } from './api';
import { comparedWith } from './compare';
import { signedOut } from './signed-out';

/** What went wrong, for the error state: never a figure. */
export class ApiError extends Error {
  constructor(
    override readonly message: string,
    readonly status: number | null,
    readonly requestId: string | null,
    readonly advice: string | null = null,
  ) {
    super(message);
  }
}

// The annotation is the check: the compiler holds each schema against the type that openapi.json makes.
const cell = v.union([v.string(), v.null(), v.number(), v.boolean(), v.array(v.unknown()), v.looseObject({})]);
const about = {
  snapshot: v.number(),
  freshness: v.nullable(v.string()),
  complete: v.boolean(),
  notes: v.array(v.string()),
};
export const Table: v.GenericSchema<unknown, SchemaTable> = v.object({
  ...about,
  title: v.exactOptional(v.string()),
  columns: v.array(
    v.object({
      name: v.string(),
      type: v.picklist(['text', 'integer', 'decimal', 'double', 'boolean', 'date', 'timestamp', 'other']),
    }),
  ),
  rows: v.array(v.array(cell)),
  explanation: v.exactOptional(v.array(v.string())),
});
export const Summary: v.GenericSchema<unknown, SchemaSummary> = v.object({
  ...about,
  month: v.string(),
  reconciliation: v.string(),
  contradicts: v.boolean(),
  parts: v.array(Table),
});
export const Health: v.GenericSchema<unknown, SchemaHealth> = v.object({
  status: v.string(),
  snapshot: v.number(),
  freshness: v.nullable(v.string()),
  demo: v.optional(v.boolean(), false),
});

const ComparedTable = comparedWith(Table);

const http = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://127.0.0.1',
  querySerializer: { array: { style: 'form', explode: false } },
  fetch: (request) => globalThis.fetch(request), // looked up at each call: else a test's stub comes too late
});

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}
const problemOf = (error: unknown): Partial<SchemaProblem> =>
  typeof error === 'object' && error !== null ? (error as Partial<SchemaProblem>) : {};

export { http };
/** What writes must say so even without a body: a stranger's page can't. */
export const json = { 'content-type': 'application/json' };

export async function checked<T>(schema: v.GenericSchema<unknown, T>, request: () => Promise<Answer>): Promise<T> {
  let answer: Answer;
  try {
    answer = await request();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    const cut = cause instanceof SyntaxError;
    throw new ApiError(cut ? 'The answer was cut off' : 'The connection to the server failed', null, null);
  }
  const { data, error, response } = answer;
  const problem = problemOf(error);
  const id = problem.request_id ?? response.headers.get('x-request-id');
  if (response.status === 401) signedOut.set(true);
  if (!response.ok) {
    const what = problem.detail ?? problem.title ?? `The server answered ${response.status}`;
    throw new ApiError(what, response.status, id, problem.advice ?? null);
  }
  const result = v.safeParse(schema, data);
  if (!result.success) {
    const where = v.getDotPath(result.issues[0]);
    throw new ApiError(`The answer has an unexpected shape${where ? ` at ${where}` : ''}`, response.status, id);
  }
  return result.output;
}

type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;
export type CostsQuery = Query<'/api/v1/costs'>;
export type IdleQuery = Query<'/api/v1/idle'>;
export type CompareQuery = Query<'/api/v1/compare'>;
export type Cost = NonNullable<CostsQuery['cost']>;
export type GpuQuery = Query<'/api/v1/gpu'>;
export type RunsQuery = Query<'/api/v1/runs'>;
export type RunQuery = Query<'/api/v1/run'>;
export type ModelsQuery = Query<'/api/v1/models'>;

type Month = Query<'/api/v1/reconciliation'>;

export const api = {
  summary: (signal: AbortSignal) => checked(Summary, () => http.GET('/api/v1/summary', { signal })),
  health: (signal: AbortSignal) => checked(Health, () => http.GET('/api/v1/health', { signal })),
  costs: (query: CostsQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/costs', { params: { query }, signal })),
  compare: (query: CompareQuery, signal: AbortSignal) =>
    checked(ComparedTable, () => http.GET('/api/v1/compare', { params: { query }, signal })),
  idle: (query: IdleQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/idle', { params: { query }, signal })),
  gpu: (query: GpuQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/gpu', { params: { query }, signal })),
  runs: (query: RunsQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/runs', { params: { query }, signal })),
  run: (query: RunQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/run', { params: { query }, signal })),
  models: (query: ModelsQuery, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/models', { params: { query }, signal })),
  commitments: (query: Query<'/api/v1/commitments'>, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/commitments', { params: { query }, signal })),
  unmapped: (query: Query<'/api/v1/unmapped'>, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/unmapped', { params: { query }, signal })),
  reconciliation: (query: Month, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/reconciliation', { params: { query }, signal })),
  query: (sql: string, signal: AbortSignal) =>
    checked(Table, () => http.GET('/api/v1/query', { params: { query: { sql } }, signal })),
  imports: (signal: AbortSignal) => checked(Table, () => http.GET('/api/v1/imports', { signal })),
  datasets: (signal: AbortSignal) => checked(Table, () => http.GET('/api/v1/datasets', { signal })),
  dimensions: (signal: AbortSignal) => checked(Table, () => http.GET('/api/v1/dimensions', { signal })),
};
