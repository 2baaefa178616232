import type { SchemaTable } from '../api/api';
import { records } from '../api/table';
import { instant } from '../text/dates';

/** What happened to a run at a time, and what it had cost by then. */
export interface Mark {
  readonly at: number;
  readonly time: string;
  readonly kind: string;
  readonly value: string | null;
  /** since the mark before */
  readonly cost: string | null;
  readonly soFar: string | null;
  readonly wasted: string | null;
  readonly note: string | null;
}

export const kinds: Readonly<Record<string, string>> = {
  start: 'Start',
  step: 'Step',
  epoch: 'Epoch',
  checkpoint: 'Checkpoint',
  interruption: 'Interruption',
  resume: 'Resume',
  end: 'End',
  now: 'Now',
};
export const kindOf = (kind: string) => kinds[kind] ?? kind;

export function marksOf(table: SchemaTable, cost: string, currency: string): readonly Mark[] {
  const names = [
    'time',
    'kind',
    'value',
    `${cost}_cost`,
    `${cost}_cost_so_far`,
    `wasted_${cost}_cost`,
    'note',
    'currency',
  ];
  return records(table, names)
    .filter((r) => r['time'] && (r['currency'] === null || r['currency'] === currency))
    .map((r) => ({
      at: instant(r['time'] ?? '').getTime(),
      time: r['time'] ?? '',
      kind: r['kind'] ?? '',
      value: r['value'] ?? null,
      cost: r[`${cost}_cost`] ?? null,
      soFar: r[`${cost}_cost_so_far`] ?? null,
      wasted: r[`wasted_${cost}_cost`] ?? null,
      note: r['note'] ?? null,
    }))
    .sort((a, b) => a.at - b.at);
}

export interface Loss {
  readonly mark: Mark;
  /** The last checkpoint or start before: what was computed since is lost. */
  readonly since: number;
  /** When it went on; null: never. */
  readonly resumed: number | null;
}
/** Each interruption with the work that it cost. */
export function lossesOf(marks: readonly Mark[]): readonly Loss[] {
  const safe = new Set(['start', 'checkpoint']);
  return marks.flatMap((mark, i) => {
    if (mark.kind !== 'interruption') return [];
    const before = marks.slice(0, i).findLast((m) => safe.has(m.kind) || m.kind === 'resume');
    const saved = marks.slice(0, i).findLast((m) => safe.has(m.kind));
    // after a second interruption without a checkpoint between only the time since the resume is new loss
    const after = Math.max(saved?.at ?? mark.at, before?.kind === 'resume' ? before.at : Number.NEGATIVE_INFINITY);
    // what is stopped already loses nothing by being stopped again
    const since = marks[i - 1]?.kind === 'interruption' ? mark.at : after;
    const next = marks.slice(i + 1).find((m) => m.kind === 'resume' || m.kind === 'interruption');
    return [{ mark, since, resumed: next?.kind === 'resume' ? next.at : null }];
  });
}

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const steps = [1 / 12, 1 / 4, 1, 3, 6, 12, 24, 48, 168, 336, 720, 2160].map((h) => h * HOUR);
/** Round times between two, at most `most` of them and what lies between each. */
export function ticks(
  from: number,
  to: number,
  most: number,
): { readonly step: number; readonly at: readonly number[] } {
  const step = steps.find((s) => (to - from) / s <= most) ?? Math.ceil((to - from) / Math.max(1, most) / DAY) * DAY;
  const at: number[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to && at.length < 100; t += step) at.push(t);
  return { step, at };
}

/** "3 d 4 h", "25 min": how long. */
export function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
}

/** What is to be seen, in one sentence. */
export function told(marks: readonly Mark[], money: (value: string) => string): string {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return 'No event of this run is known.';
  const of = (kind: string, one: string) => {
    const n = marks.filter((m) => m.kind === kind).length;
    return n === 0 ? '' : `${n} ${one}${n === 1 ? '' : 's'}`;
  };
  const parts = [of('epoch', 'epoch'), of('checkpoint', 'checkpoint'), of('interruption', 'interruption')].filter(
    Boolean,
  );
  const cost = last.soFar === null ? 'A cost that isn’t known' : money(last.soFar);
  return `${cost} over ${lasting(last.at - first.at)}${parts.length > 0 ? `, with ${parts.join(', ')}` : ''}.`;
}
