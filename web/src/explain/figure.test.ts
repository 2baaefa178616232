import { expect, it } from 'vitest';
import type { SchemaTable } from '../api/api';
import type { CostsQuery } from '../api/client';
import { changeFigures, dataOf, type Figure, figureOf, inputOf, rowFigures, withoutOf } from './figure';

const base = {
  query: { by: ['team'], compare: 'previous', month: '2026-10', top: 9 },
  cost: 'effective',
  currency: 'USD',
} as const;
const narrow = ({ by: _, top: __, ...q }: CostsQuery): CostsQuery => ({ ...q, where: "team = 'a'" });
const figures = rowFigures({ ...base, query: { ...base.query, by: ['team'] } }, narrow);

it('says with which questions a figure can be had again', () => {
  expect(JSON.parse(dataOf(figures.share))).toEqual({
    formula: 'a ÷ b',
    form: 'share',
    currency: 'USD',
    inputs: [
      { ask: '/api/v1/costs?month=2026-10&where=team+%3D+%27a%27', column: 'effective_cost' },
      { ask: '/api/v1/costs?month=2026-10', column: 'effective_cost' },
    ],
  });
  const change = JSON.parse(dataOf(figures.change));
  expect(change.inputs.map((i: { column: string }) => i.column)).toEqual(['effective_cost', 'previous_effective_cost']);
  expect(change.inputs[0].ask).toContain('compare=previous');
  const gone = rowFigures({ ...base, query: { ...base.query, by: ['team'] } }, narrow, undefined, true);
  expect(dataOf(gone.cost)).toContain('compare=previous'); // a question about now alone has no row of it
});

it('computes exactly, and knows nothing of what is not known', () => {
  const of = (f: Figure, ...values: (string | null)[]) => figureOf(f, values);
  expect(of(figures.cost, '12345678901234567890.121')).toBe('$12,345,678,901,234,567,890.12');
  expect(of(figures.change, '1.10', '2')).toBe('−$0.90');
  expect(of(figures.ratio, '3', '2')).toBe('+50.0%');
  expect(of(figures.ratio, '-15', '-10')).toBe('−50.0%'); // more credit
  expect(of(figures.ratio, '-5', '-10')).toBe('+50.0%');
  expect(of(figures.ratio, '5', '0')).toBeNull();
  expect(figures.ratio.formula).toBe('(a − b) ÷ |b|');
  expect(of(figures.share, '1', '3')).toBe('33.3%');
  expect(of(figures.share, '1', '0')).toBeNull();
  expect(of(figures.change, '1', null)).toBeNull();
  expect(of(figures.cost, null)).toBeNull();
});

it('carries usage on to the end of the month, and leaves what is no usage as it is', () => {
  const inputs = figures.change.inputs;
  const [n, m] = [
    { name: 'Days of the month', value: 30 },
    { name: 'Complete days', value: 12 },
  ];
  const rate: Figure = { formula: 'a × n ÷ m + b', form: 'money', currency: 'USD', inputs, n, m };
  expect(figureOf(rate, ['120', '7.5'])).toBe('$307.50');
  expect(figureOf(rate, ['120', null])).toBe('$300.00'); // a month without fees
  expect(figureOf(rate, [null, '7.5'])).toBeNull();
  expect(JSON.parse(dataOf(rate))).toMatchObject({ n: 30, m: 12 });
  const { m: _, ...unknown } = rate;
  expect(figureOf(unknown, ['120', '7.5'])).toBeNull();
});

it('sums the rows that match, in one currency', () => {
  const answer: SchemaTable = {
    columns: [
      { name: 'team', type: 'text' },
      { name: 'c', type: 'decimal' },
      { name: 'currency', type: 'text' },
    ],
    rows: [
      [null, '1.5', 'USD'],
      [null, '2', 'USD'],
      ['a', '4', 'USD'],
      [null, '8', 'EUR'],
    ],
    snapshot: 1,
    freshness: null,
    complete: true,
    notes: [],
  };
  const ask = { costs: {} };
  expect(inputOf({ name: '', ask, column: 'c', match: { team: null } }, 'USD', answer)).toBe('3.5');
  expect(inputOf({ name: '', ask, column: 'c' }, 'USD', answer)).toBe('7.5');
  expect(inputOf({ name: '', ask, column: 'c', match: { team: 'x' } }, 'USD', answer)).toBeNull();
});

it('a change of all is of the rows whose change is known; a row alone says what is known of it', () => {
  const answer: SchemaTable = {
    columns: ['team', 'before', 'after', 'change', 'currency'].map((name) => ({ name, type: 'text' })),
    rows: [
      ['A', '10', '14', '4', 'USD'],
      ['B', null, '7', null, 'USD'],
    ],
    snapshot: 1,
    freshness: null,
    complete: false,
    notes: [],
  };
  const all = changeFigures({}, 'USD').change.inputs;
  expect(all.map((i) => inputOf(i, 'USD', answer))).toEqual(['14', '10']);
  expect(all.map((i) => withoutOf(i, 'USD', answer))[0]).toBe('without 1 row whose change is unknown');
  expect(JSON.parse(dataOf(changeFigures({}, 'USD').change)).inputs[0].known).toBe('change');
  const b = changeFigures({}, 'USD', { team: 'B' }).after.inputs[0];
  expect([inputOf(b, 'USD', answer), withoutOf(b, 'USD', answer)]).toEqual(['7', '']);
});

it('a price of many things is money over all of them, and of none is not known', () => {
  const [money] = figures.change.inputs;
  const counts = { ...money, counts: true } as const;
  const n = { name: 'Tokens of the price', value: 1_000_000 };
  const each: Figure = {
    formula: 'a × n ÷ (b + c)',
    form: 'price',
    currency: 'USD',
    inputs: [money, counts, counts],
    n,
  };
  expect(figureOf(each, ['14700', '13230000000', '2940000000'])).toBe('$0.909');
  expect(figureOf(each, ['0.5', '4000000000', null])).toBe('$0.000125');
  expect(figureOf(each, ['5', '0', '0'])).toBeNull();
  expect(figureOf(each, ['5', null, null])).toBeNull();
  expect(figureOf(each, [null, '1', '1'])).toBeNull();
});
