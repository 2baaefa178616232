import { expect, it } from 'vitest';
import { commandOf, curlOf } from '../text/take-away';
import { read } from '../url/codec';
import { both, equals } from './condition';
import { csv } from './csv';
import { askedQuery, explore, exploreLink, groupsQuery, openDates, timeQuery } from './state';

const of = (search: string) => read(explore, new URLSearchParams(search));

it('writes conditions that a name cannot break out of', () => {
  expect(equals('team', "o'neil")).toBe("team = 'o''neil'");
  expect(equals("tag:a'b", null)).toBe("tags['a''b'] IS NULL");
  expect(both("a = '1' or b = '2'", "c = '3'")).toBe("(a = '1' or b = '2') AND c = '3'");
  expect(both('', "c = '3'")).toBe("c = '3'");
});

it('asks for what the address says, and nothing that it does not', () => {
  expect(askedQuery(of(''))).toEqual({ by: ['service'], cost: 'effective', last: '30d', granularity: 'day', top: 8 });
  const s = of('by=team,namespace&month=2026-10&last=7d&granularity=none&compare=previous&idle=by_node&shared=on');
  expect(timeQuery(s)).toBeNull();
  expect(groupsQuery(s)).toEqual({
    by: ['team', 'namespace'],
    cost: 'effective',
    month: '2026-10',
    compare: 'previous',
    idle: 'by_node',
    shared: 'on',
    top: 4900,
  });
  expect(openDates(s)).toEqual({ from: '2026-10-01', to: '2026-11-01' });
  expect(of('month=2026-13&compare=x&top=99').month).toBe('');
});

it('copies as a command and as cURL, quoted for a shell', () => {
  const s = of(`by=team&where=${encodeURIComponent("region = 'us-east-1'")}`);
  expect(commandOf('costs', askedQuery(s))).toBe(
    `farthing costs --by team --where 'region = '\\''us-east-1'\\''' --cost effective --last 30d --granularity day --top 8`,
  );
  expect(curlOf('http://127.0.0.1:1/api/v1/costs', askedQuery(s))).toMatch(
    /^curl 'http:\/\/127\.0\.0\.1:1\/api\/v1\/costs\?by=team&where=region/,
  );
  expect(exploreLink({ by: ['team'], where: 'a = 1' })).toBe('/explore?by=team&where=a+%3D+1');
});

it('exports rows whole, and defuses formulas in texts only', () => {
  const text = csv({
    columns: [
      { name: 'team', type: 'text' },
      { name: 'effective_cost', type: 'decimal' },
    ],
    rows: [
      ['=HYPERLINK("x")', '-1.000000000001'],
      ['@a, b', null],
      ['-x', '2'],
      [null, '3'],
    ],
    snapshot: 1,
    freshness: null,
    complete: true,
    notes: [],
  });
  expect(text).toBe('team,effective_cost\r\n"\'=HYPERLINK(""x"")",-1.000000000001\r\n"\'@a, b",\r\n\'-x,2\r\n,3\r\n');
});
