import { about, asked, MOST } from '../ai/state';
import type { RunQuery, RunsQuery } from '../api/client';
import { flag, oneOf, type State, text, write } from '../url/codec';

export const statuses = {
  '': 'All',
  running: 'Running',
  finished: 'Finished',
  failed: 'Failed',
  stopped: 'Stopped',
} as const;
export type Status = keyof typeof statuses;

export const training = {
  ...asked,
  status: oneOf(Object.keys(statuses) as Status[], ''),
  run: text(),
  with: text(),
  table: flag(false),
};
export type Training = State<typeof training>;

export const listQuery = (s: Training): RunsQuery => ({
  ...(s.status && { status: s.status }),
  ...about(s),
  top: MOST,
});
/** Runs as a whole, whatever the period of the list. */
export const wholeQuery = (s: Training, ...only: readonly string[]): RunsQuery => ({ only: [...only], cost: s.cost });
export const runQuery = (s: Training): RunQuery => ({ run: s.run, cost: s.cost });

export const link = (s: Training, patch: Partial<Training>): string => {
  const query = write(training, new URLSearchParams(), { ...s, ...patch }).toString();
  return query ? `/training?${query}` : '/training';
};
