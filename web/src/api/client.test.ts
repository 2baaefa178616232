import { afterEach, expect, it, vi } from 'vitest';
import { ApiError, api } from './client';

const answer = (body: string, status = 200, type = 'application/json') =>
  vi.stubGlobal(
    'fetch',
    async () => new Response(body, { status, headers: { 'content-type': type, 'x-request-id': 'r-1' } }),
  );
const failure = async () =>
  api.costs({ by: ['team'] }, new AbortController().signal).catch((e: unknown) => e as ApiError);
afterEach(() => vi.unstubAllGlobals());

const table = {
  columns: [{ name: 'team', type: 'text' }],
  rows: [[null]],
  snapshot: 1,
  freshness: null,
  complete: true,
  notes: [],
};

it('takes a table and asks for lists with commas', async () => {
  const asked = vi.fn(async (_: Request) => new Response(JSON.stringify(table)));
  vi.stubGlobal('fetch', asked);
  expect((await api.costs({ by: ['team', 'tag:Env'], top: 3 }, new AbortController().signal)).rows).toEqual([[null]]);
  expect(new URL(asked.mock.calls[0]?.[0].url ?? '').search).toBe('?by=team,tag%3AEnv&top=3');
});

it('says what the server said, its advice and the request', async () => {
  answer(
    '{"title":"Bad request","status":400,"detail":"there is no x","advice":"did you mean y?","request_id":"r-9"}',
    400,
  );
  expect(await failure()).toMatchObject({
    message: 'there is no x',
    status: 400,
    requestId: 'r-9',
    advice: 'did you mean y?',
  });
});

it('half a body and another shape are errors, never data', async () => {
  answer('{"columns":[{"na');
  expect(await failure()).toMatchObject({ message: 'The answer was cut off', status: null });
  answer(JSON.stringify({ ...table, rows: undefined }));
  expect(await failure()).toBeInstanceOf(ApiError);
  answer('<html>', 502, 'text/html');
  expect(await failure()).toMatchObject({ status: 502, requestId: 'r-1' });
});
