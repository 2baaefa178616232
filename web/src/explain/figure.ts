import type { SchemaTable } from '../api/api';
import type {
  CompareQuery,
  Cost,
  CostsQuery,
  GpuQuery,
  IdleQuery,
  ModelsQuery,
  RunQuery,
  RunsQuery,
} from '../api/client';
import { column, text } from '../api/table';
import { add, isZero, minus, ratioOf, scaled, sum } from '../text/decimal';
import { change, count, money, price, share, signedMoney } from '../text/money';

/** A question of the API, with which a figure can be had again. */
export type Ask =
  | { readonly costs: CostsQuery }
  | { readonly idle: IdleQuery }
  | { readonly compare: CompareQuery }
  | { readonly gpu: GpuQuery }
  | { readonly runs: RunsQuery }
  | { readonly run: RunQuery }
  | { readonly models: ModelsQuery }
  | { readonly commitments: { readonly month: string } };

/** The sum of a column over the rows that match, in one currency. */
export interface Input {
  readonly name: string;
  readonly ask: Ask;
  readonly column: string;
  readonly match?: Readonly<Record<string, string | null>>;
  /** A number of things, not money. */
  readonly counts?: true;
  /** A column that says whether a row counts: where it isn't known, the row is left out. */
  readonly known?: string;
}
export type Formula = 'a' | 'a × n ÷ (b + c)' | 'a − b' | 'a ÷ b' | '(a − b) ÷ |b|' | 'a × n ÷ m + b';
/** `price`: money of one of many things, which may be far below a cent. */
export type Form = 'money' | 'signed' | 'share' | 'change' | 'price';
/** What a figure on a page is made of: enough to have it again. */
export interface Figure {
  readonly formula: Formula;
  readonly form: Form;
  readonly inputs: readonly Input[];
  readonly currency: string;
  /** Whole numbers of the formula, each with what it is. */
  readonly n?: Whole;
  readonly m?: Whole;
}
export interface Whole {
  readonly name: string;
  readonly value: number;
}

const search = (query: object) =>
  new URLSearchParams(
    Object.entries(query)
      .filter(([, v]) => v !== undefined)
      .map(([k, v]) => [k, String(v)]),
  ).toString();

export function addressOf(ask: Ask): string {
  const [path, query] = Object.entries(ask)[0] as [string, object];
  const asked = search(query);
  return `/api/v1/${path}${asked && `?${asked}`}`;
}

/** For `data-explain`: whoever reads it can ask the same and compute the same. */
export const dataOf = (f: Figure): string =>
  JSON.stringify({
    formula: f.formula,
    form: f.form,
    currency: f.currency,
    ...(f.n && { n: f.n.value }),
    ...(f.m && { m: f.m.value }),
    inputs: f.inputs.map((i) => ({
      ask: addressOf(i.ask),
      column: i.column,
      ...(i.match && { match: i.match }),
      ...(i.known && { known: i.known }),
    })),
  });

function rowsOf(input: Input, currency: string, answer: SchemaTable) {
  const cash = column(answer, 'currency');
  const wanted = Object.entries(input.match ?? {}).map(([name, value]) => [column(answer, name), value] as const);
  const all = answer.rows.filter(
    (r) => (cash < 0 || text(r, cash) === currency) && wanted.every(([i, value]) => text(r, i) === value),
  );
  const known = column(answer, input.known ?? '');
  const rows = known < 0 ? all : all.filter((r) => text(r, known) !== null);
  return { rows, left: all.length - rows.length };
}
/** null: the answer says nothing of it, or doesn't know. */
export function inputOf(input: Input, currency: string, answer: SchemaTable): string | null {
  const at = column(answer, input.column);
  return sum(rowsOf(input, currency, answer).rows.map((r) => text(r, at)));
}
/** "without 2 rows whose change is unknown"; empty if all rows count. */
export function withoutOf(input: Input, currency: string, answer: SchemaTable): string {
  const { left } = rowsOf(input, currency, answer);
  return left === 0 ? '' : `without ${count(left)} ${left === 1 ? 'row' : 'rows'} whose ${input.known} is unknown`;
}

/** The figure from its inputs, as the page writes it. */
export function figureOf(f: Figure, values: readonly (string | null)[]): string | null {
  const [a = null, b = null, c = null] = values;
  if (a === null) return null;
  if (f.formula === 'a') return f.form === 'share' ? share(Number(a) / 100) : written(f, a); // a is a percent
  // what isn't usage is added as it is, and there may be none
  if (f.formula === 'a × n ÷ m + b')
    return f.n && f.m?.value ? written(f, add(scaled(a, f.n.value, f.m.value), b ?? '0')) : null;
  if (f.formula === 'a × n ÷ (b + c)') {
    const of = sum([b, c]);
    return of === null || isZero(of) ? null : written(f, scaled(a, f.n?.value ?? 1, Number(of)));
  }
  if (b === null) return null;
  if (f.formula === 'a − b') return written(f, minus(a, b));
  const ratio = f.formula === 'a ÷ b' ? (isZero(b) ? null : Number(a) / Number(b)) : ratioOf(minus(a, b), b);
  if (ratio === null) return null;
  return f.form === 'share' ? share(ratio) : change(ratio);
}
const written = (f: Figure, value: string) =>
  f.form === 'signed'
    ? signedMoney(value, f.currency)
    : f.form === 'price'
      ? price(value, f.currency)
      : money(value, f.currency);

/** A question about less: one row's own, instead of all rows'. */
export interface Base {
  readonly query: CostsQuery;
  readonly cost: Cost;
  readonly currency: string;
}

/** The figures of a row. `narrow` turns the page's question into the row's; what is `gone` only the compared question still knows. */
export function rowFigures(
  { query, cost, currency }: Base,
  narrow: (q: CostsQuery) => CostsQuery,
  match?: Input['match'],
  gone = false,
) {
  const { compare: _compare, ...now } = query;
  const of = (name: string, q: CostsQuery, col: string): Input => ({
    name,
    ask: { costs: q },
    column: col,
    ...(match && { match }),
  });
  const both = narrow(query);
  const a = of('Cost', gone && query.compare ? both : narrow(now), `${cost}_cost`);
  const b = of('Cost of the time before', both, `previous_${cost}_cost`);
  const { by: _, top: __, ...whole } = now;
  const all: Input = { name: 'Total', ask: { costs: whole }, column: `${cost}_cost` };
  return {
    cost: { formula: 'a', form: 'money', inputs: [a], currency },
    previous: { formula: 'a', form: 'money', inputs: [b], currency },
    change: { formula: 'a − b', form: 'signed', inputs: [{ ...a, ask: b.ask }, b], currency },
    ratio: { formula: '(a − b) ÷ |b|', form: 'change', inputs: [{ ...a, ask: b.ask }, b], currency },
    share: { formula: 'a ÷ b', form: 'share', inputs: [a, all], currency },
  } as const satisfies Record<string, Figure>;
}

/** The figures of a change between two periods: of all whose change is known, or of the rows that match. */
export function changeFigures(query: CompareQuery, currency: string, match?: Input['match']) {
  const of = (name: string, column: string): Input => ({
    name,
    ask: { compare: query },
    column,
    ...(match ? { match } : { known: 'change' }),
  });
  const [after, before] = [of('After', 'after'), of('Before', 'before')];
  return {
    before: { formula: 'a', form: 'money', inputs: [before], currency },
    after: { formula: 'a', form: 'money', inputs: [after], currency },
    change: { formula: 'a − b', form: 'signed', inputs: [after, before], currency },
    ratio: { formula: '(a − b) ÷ |b|', form: 'change', inputs: [after, before], currency },
    part: (label: string, column: string): Figure => ({
      formula: 'a',
      form: 'signed',
      inputs: [of(label, column)],
      currency,
    }),
  } as const satisfies Record<string, Figure | ((label: string, column: string) => Figure)>;
}
