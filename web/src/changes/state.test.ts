import { expect, it } from 'vitest';
import { commandOf, curlOf } from '../text/take-away';
import { read } from '../url/codec';
import { changes, changesLink, comparedTo, compareQuery, inExplore, into, outTo, steps } from './state';

const of = (search: string) => read(changes, new URLSearchParams(search));
const fresh = '2026-11-01T00:00:00Z';

it('asks for the last 7 complete days against the 7 before, without a word', () => {
  expect(compareQuery(of(''), fresh)).toEqual({
    cost: 'effective',
    last: '7d',
    with: 'previous',
    top: 500,
  });
});

it('the same days of the month before are as many', () => {
  expect(comparedTo(of('with=last_month'), fresh)).toBe('2026-09-25..2026-10-02');
  expect(comparedTo(of('with=month_before&month=2026-10'), fresh)).toBe('2026-09');
  expect(comparedTo(of('with=month_before&from=2026-03-31&to=2026-04-03'), fresh)).toBe('2026-02-28..2026-03-03');
  expect(comparedTo(of('with=last_month'), null)).toBe('previous');
  expect(of('with=month_before').with).toBe('last_month'); // an address of before
  expect(comparedTo(of('with=2026-13'), fresh)).toBe('previous');
});

it('goes into a group and out again, and names cannot break out of the condition', () => {
  const start = of("by=team&where=region = 'a' OR region = 'b'");
  const one = { ...start, ...into(start, ["o'neil"]) };
  expect(one.by).toEqual(['namespace']);
  const two = { ...one, ...into(one, [null]) };
  expect(steps(two)).toEqual([
    { dim: 'team', value: "o'neil" },
    { dim: 'namespace', value: null },
  ]);
  expect(compareQuery(two, fresh).where).toBe(
    "(region = 'a' OR region = 'b') AND team = 'o''neil' AND namespace IS NULL",
  );
  expect(two.by).toEqual(['workload']);
  expect(outTo(two, 1)).toMatchObject({ in: ["team=o'neil"], by: ['namespace'] });
  expect(outTo(two, 0)).toMatchObject({ in: [], by: ['team'] });
  expect(of(changesLink(two).split('?')[1] ?? '')).toEqual(two);
});

it('a service opens into its skus; what has no finer dimension opens into one not seen yet', () => {
  expect(into(of('by=service'), ['AmazonEC2'])?.by).toEqual(['sku']);
  expect(into(of('by=zone'), ['a'])?.by).toEqual(['team']);
});

it('goes to Explore, to a shell, and to cURL', () => {
  const s = of('in=team%3Dads&by=namespace&month=2026-10');
  expect(inExplore(s)).toBe('/explore?by=namespace&where=team+%3D+%27ads%27&month=2026-10&compare=previous');
  expect(commandOf('compare', compareQuery(s, fresh))).toBe(
    `farthing compare --by namespace --where 'team = '\\''ads'\\''' --cost effective --month 2026-10 --with previous --top 500`,
  );
  expect(curlOf('http://127.0.0.1:1/api/v1/compare', { by: ['a', 'b'] })).toBe(
    `curl 'http://127.0.0.1:1/api/v1/compare?by=a%2Cb'`,
  );
});
