import { max } from 'd3-array';
import type { SchemaTable } from '../api/api';
import { records } from '../api/table';
import { sum } from '../text/decimal';

export const two = (h: number) => String(h).padStart(2, '0');
export interface Heat {
  readonly days: readonly {
    readonly name: string;
    /** as the answer has it: "1-Mon" */
    readonly key: string;
    readonly cells: readonly (string | null)[];
    readonly sum: string | null;
  }[];
  /** day and hour of the most, for which there is a place also when nothing is known */
  readonly peak: readonly [number, number];
  readonly least: readonly [number, number];
  readonly most: number;
  readonly sum: string | null;
}

/** Money by day of the week and hour, "1-Mon 06:00"; what isn't known stays so. */
export function heatOf(table: SchemaTable, value: string, currency: string): Heat {
  const cells = new Map<string, string | null>();
  for (const r of records(table, ['hour_of_week', value, 'currency'])) {
    const at = r['hour_of_week'];
    if (at && r['currency'] === currency) cells.set(at, sum([cells.get(at) ?? null, r[value] ?? null]));
  }
  const keys = [...new Set([...cells.keys()].map((k) => k.slice(0, k.indexOf(' '))))].sort();
  const days = keys.map((day) => {
    const of = Array.from({ length: 24 }, (_, h) => cells.get(`${day} ${two(h)}:00`) ?? null);
    return { name: day.replace(/^\d-/, ''), key: day, cells: of, sum: sum(of) };
  });
  let [peak, least]: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  const at = ([d, h]: readonly [number, number]) => Number(days[d]?.cells[h] ?? Number.NaN);
  days.forEach((day, d) => {
    day.cells.forEach((cell, h) => {
      if (cell === null) return;
      if (!(Number(cell) <= at(peak))) peak = [d, h];
      if (!(Number(cell) >= at(least))) least = [d, h];
    });
  });
  return {
    days,
    peak,
    least,
    most: max(cells.values(), (v) => (v === null ? 0 : Number(v))) || 1,
    sum: sum(cells.values()),
  };
}

/** What is to be seen, in one sentence. `of`: whose money it is. */
export function sentence(heat: Heat, money: (value: string) => string, of: string): string {
  if (heat.sum === null) return 'No hour of the week is known.';
  const say = ([d, h]: readonly [number, number]) => {
    const cell = heat.days[d]?.cells[h] ?? null;
    return `${heat.days[d]?.name} ${two(h)}:00 (${cell === null ? 'not known' : money(cell)})`;
  };
  return `${money(heat.sum)} ${of}, most at ${say(heat.peak)}, least at ${say(heat.least)}.`;
}

/** Where a key moves the cursor to: hours sideways, days up and down. */
export function move([d, h]: readonly [number, number], key: string, days: number): readonly [number, number] | null {
  const day = (n: number) => Math.max(0, Math.min(days - 1, n));
  const hour = (n: number) => Math.max(0, Math.min(23, n));
  const to: Record<string, readonly [number, number]> = {
    ArrowLeft: [d, hour(h - 1)],
    ArrowRight: [d, hour(h + 1)],
    ArrowUp: [day(d - 1), h],
    ArrowDown: [day(d + 1), h],
    Home: [d, 0],
    End: [d, 23],
  };
  return to[key] ?? null;
}
