import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it } from 'vitest';
import { onProgress, onSnapshot, progress } from './events';

beforeEach(() => progress.set(null));

it('a snapshot becomes the state that the page shows, and ends the progress', () => {
  const client = new QueryClient();
  client.setQueryData(['health'], { status: 'ok', snapshot: 1, freshness: null, demo: true });
  onProgress('{"what":"import","done":1,"total":3,"detail":"a.csv"}');
  expect(progress.get()?.done).toBe(1);
  onSnapshot(client, '{"snapshot":2,"freshness":"2026-11-01T00:00:00Z"}');
  expect(client.getQueryData(['health'])).toEqual({
    status: 'ok',
    snapshot: 2,
    freshness: '2026-11-01T00:00:00Z',
    demo: true,
  });
  expect(progress.get()).toBeNull();
});

it('before the first answer a snapshot is no state, and what cannot be read is no event', () => {
  const client = new QueryClient();
  onSnapshot(client, '{"snapshot":2,"freshness":null}');
  expect(client.getQueryData(['health'])).toBeUndefined();
  onSnapshot(client, '{"snapshot":"two"}');
  onProgress('{');
  onProgress('{"what":"import"}');
  expect(progress.get()).toBeNull();
});

it('what is done is no progress any more; an unknown total stays unknown', () => {
  onProgress('{"what":"build","done":3,"total":null,"detail":"2026-10"}');
  expect(progress.get()).toMatchObject({ done: 3, total: null });
  onProgress('{"what":"build","done":4,"total":4,"detail":""}');
  expect(progress.get()).toBeNull();
});
