import type { SchemaTable } from '../api/api';
import { records } from '../api/table';
import { ratioOf, sum } from '../text/decimal';
import { kinds } from '../text/kinds';
import { levelOf, type Path, shortName, stepInto } from './path';

interface Money {
  readonly cost: string | null;
  readonly previous: string | null;
  readonly change: string | null;
  /** 0.1 is a rise of 10 % */
  readonly ratio: number | null;
}
export interface Line extends Money {
  readonly type: 'line';
  readonly kind: string;
  readonly orchestrator: string | null;
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly into: Path | null;
  readonly values: Readonly<Record<string, string | null>>;
}
export interface Head extends Money {
  readonly type: 'head' | 'total';
  readonly kind: string;
  readonly name: string;
  readonly note: string;
}
export type Entry = Line | Head;

const order = Object.keys(kinds);
const rank = (kind: string) => (order.indexOf(kind) + order.length + 1) % (order.length + 1); // what has no place comes last
const held = new Set(['allocated', 'system']);

function nameOf(values: Readonly<Record<string, string | null>>, dims: readonly string[], kind: string): string {
  const value = dims.map((d) => values[d] ?? null).find((v) => v !== null);
  if (value !== undefined && value !== null) return value === '(other)' ? 'All others' : value;
  if (dims[0] === 'namespace') return held.has(kind) ? 'No namespace or service' : 'Of the cluster';
  return dims[0] === 'cluster' ? 'No cluster' : `No ${dims[0]}`;
}

/** The rows of an answer in one currency, by what kind of cost they are: nothing is left out. */
export function linesOf(table: SchemaTable, path: Path, value: string, currency: string): readonly Line[] {
  const { dims } = levelOf(path);
  const names = ['orchestrator', 'cost_kind', ...dims, value, `previous_${value}`, 'change', 'currency'];
  return records(table, names).flatMap((r) => {
    if (r['currency'] !== currency) return [];
    const kind = r['cost_kind'] === '(other)' ? 'other' : (r['cost_kind'] ?? 'other');
    const name = nameOf(r, dims, kind);
    const [moved, earlier] = [r['change'] ?? null, r[`previous_${value}`] ?? null];
    const line: Line = {
      type: 'line',
      kind,
      orchestrator: r['orchestrator'] === '(other)' ? null : (r['orchestrator'] ?? null),
      name: shortName(name),
      title: name,
      note: kind === 'other' ? '' : (r['controller_kind'] ?? ''),
      into: held.has(kind) ? stepInto(path, r) : null,
      values: Object.fromEntries([...dims, 'cost_kind'].map((d) => [d, r[d] ?? null])),
      cost: r[value] ?? null,
      previous: r[`previous_${value}`] ?? null,
      change: r['change'] ?? null,
      ratio: ratioOf(moved, earlier),
    };
    return [line];
  });
}

/** Cost and cost before of what is known; no change where a row lacks a side, for these sums aren't of the same rows. */
function added(lines: readonly Line[]): Money {
  const [cost, previous] = (['cost', 'previous'] as const).map((k) => sum(lines.map((l) => l[k])));
  const change = lines.some((l) => l.change === null) ? null : sum(lines.map((l) => l.change));
  const ratio = ratioOf(change ?? null, previous ?? null);
  return { cost: cost ?? null, previous: previous ?? null, change: change ?? null, ratio };
}

export type SortKey = 'name' | 'cost' | 'previous' | 'change' | 'ratio';

/** Workloads first, then what lies apart of them, each kind with its sum; the last row is the sum of all. */
export function entriesOf(lines: readonly Line[], key: SortKey, down: boolean): readonly Entry[] {
  if (lines.length === 0) return [];
  const way = down ? -1 : 1;
  const compare = (a: Line, b: Line) => {
    if (key === 'name') return way * a.name.localeCompare(b.name);
    const [x, y] = [a[key], b[key]];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1; // what isn't known comes last
    return way * (Number(x) - Number(y));
  };
  const present = [...new Set(lines.map((l) => l.kind))].sort((a, b) => rank(a) - rank(b));
  const out: Entry[] = [];
  for (const kind of present) {
    const of = lines.filter((l) => l.kind === kind);
    const [name, note] = kinds[kind] ?? ['Others', 'beyond the largest, in one row'];
    out.push({ type: 'head', kind, name, note, ...added(of) }, ...of.sort(compare));
  }
  out.push({ type: 'total', kind: 'total', name: 'Total', note: '', ...added(lines) });
  return out;
}
