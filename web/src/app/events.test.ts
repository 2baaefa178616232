import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onProgress, onSnapshot, progress, wordsOf } from './events';

beforeEach(() => {
  progress.set(null);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

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

it('after some seconds of silence nothing runs any more', () => {
  onProgress('{"what":"build","done":3,"total":null,"detail":"days"}');
  vi.advanceTimersByTime(4000);
  expect(progress.get()).not.toBeNull();
  onProgress('{"what":"build","done":4,"total":null,"detail":"days"}');
  vi.advanceTimersByTime(4000);
  expect(progress.get()?.done).toBe(4);
  vi.advanceTimersByTime(2000);
  expect(progress.get()).toBeNull();
});

it('says what the program sends of work that it does not count', () => {
  const said = (data: string) => {
    onProgress(data);
    const state = progress.get();
    return state && wordsOf(state);
  };
  expect(said('{"what":"build","done":0,"total":null,"detail":"splitting costs"}')).toBe('Building: splitting costs');
  expect(said('{"what":"import","done":0,"total":null,"detail":"datasets"}')).toBe('Importing: datasets');
  expect(said('{"what":"build","done":0,"total":null,"detail":null}')).toBe('Building');
});

it('says it in words: a few things by number, many by their share', () => {
  expect(wordsOf({ what: 'import', done: 3, total: 12, detail: 'files' })).toBe('Importing 3 of 12 files');
  expect(wordsOf({ what: 'import', done: 104857600, total: 2147483648, detail: 'bytes of bills' })).toBe(
    'Importing 4% of 2,147,483,648 bytes of bills',
  );
  expect(wordsOf({ what: 'build', done: 3, total: null, detail: 'days' })).toBe('Building 3 days so far');
  expect(wordsOf({ what: 'compact', done: 3, total: 4, detail: null })).toBe('compact 3 of 4');
});
