import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import * as v from 'valibot';
import type { SchemaHealth } from '../api/api';
import { session } from '../api/session';
import { signedOut } from '../api/signed-out';
import { count } from '../text/money';
import { store } from '../ui/store';

const Snapshot = v.object({ snapshot: v.number(), freshness: v.nullable(v.string()) });
const Progress = v.object({
  what: v.string(),
  done: v.number(),
  total: v.nullable(v.number()),
  detail: v.optional(v.nullable(v.string())),
});
export type Progress = v.InferOutput<typeof Progress>;

/** Whether events come; without them the state of the lake is polled. */
export const live = store(false);
/** What the server is doing just now. */
export const progress = store<Progress | null>(null);

function read<T>(schema: v.GenericSchema<unknown, T>, data: string): T | null {
  try {
    const result = v.safeParse(schema, JSON.parse(data));
    return result.success ? result.output : null;
  } catch {
    return null; // an event that isn't understood is no event
  }
}

export function onSnapshot(client: QueryClient, data: string): void {
  const state = read(Snapshot, data);
  if (!state) return;
  progress.set(null);
  client.setQueryData<SchemaHealth>(['health'], (old) => old && { ...old, ...state });
}
const SILENCE = 5000; // ms without progress: nothing runs any more
let silence: ReturnType<typeof setTimeout> | undefined;
export function onProgress(data: string): void {
  const state = read(Progress, data);
  if (!state) return;
  clearTimeout(silence);
  silence = setTimeout(() => progress.set(null), SILENCE);
  progress.set(state.total !== null && state.done >= state.total ? null : state);
}

const verbs: Readonly<Record<string, string>> = { import: 'Importing', build: 'Building' };
export const verbOf = (p: Progress) => verbs[p.what] ?? p.what;
const FEW = 1000;
/** "Importing 3 of 12 files", "Importing 5% of 2,147,483,648 bytes of bills", "Building 3 days so far", "Building: splitting costs". */
export function wordsOf(p: Progress): string {
  const what = p.detail ? ` ${p.detail}` : '';
  if (p.total === null && p.done === 0) return `${verbOf(p)}${what && `:${what}`}`; // what isn't counted
  if (p.total === null) return `${verbOf(p)} ${count(p.done)}${what} so far`;
  if (p.total <= FEW) return `${verbOf(p)} ${p.done} of ${p.total}${what}`;
  return `${verbOf(p)} ${Math.floor((100 * p.done) / p.total)}% of ${count(p.total)}${what}`;
}

/** The stream was refused: perhaps because who asks isn't known any more. */
async function ask(): Promise<void> {
  try {
    const now = await session.get(new AbortController().signal);
    if (now.sign_in && now.owner === null) signedOut.set(true);
  } catch {
    // an older server, or none: the polling goes on
  }
}

/** One connection while somebody looks; a tab that is hidden neither listens nor polls, and catches up when it is seen. */
export function useEvents(on: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!on || typeof EventSource === 'undefined') return;
    let source: EventSource | null = null;
    const stop = () => {
      source?.close();
      source = null;
      live.set(false);
      progress.set(null);
    };
    const start = () => {
      source = new EventSource('/api/v1/events');
      source.addEventListener('open', () => live.set(true));
      source.addEventListener('snapshot', (e) => onSnapshot(client, e.data));
      source.addEventListener('progress', (e) => onProgress(e.data));
      source.addEventListener('error', () => {
        // it connects again by itself, unless the server refused: polling says which
        if (live.get()) void client.invalidateQueries({ queryKey: ['health'] });
        live.set(false);
        progress.set(null);
        if (source?.readyState === EventSource.CLOSED) void ask();
      });
    };
    const seen = () => {
      if (document.hidden) stop();
      else if (!source) start();
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      stop();
    };
  }, [on, client]);
}
