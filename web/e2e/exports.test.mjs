// What the page gives away is what it shows: each file against the API and the command line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browser, cli, organisation, ownLake, run, server, settled, sum, values, visit } from './harness.mjs';
import { csvRows, sheet } from './workbook.mjs';

const data = organisation();
/** @type {Awaited<ReturnType<typeof server>>} */ let s;
/** @type {import('playwright-core').Browser} */ let b;
before(async () => {
  s = await server(data);
  b = await browser();
});
after(async () => {
  await b?.close();
  await s?.stop();
});

/** @param {import('playwright-core').Page} page @param {'CSV' | 'XLSX'} kind */
async function exported(page, kind) {
  const action = page.getByRole(kind === 'CSV' ? 'button' : 'link', { name: `Export ${kind}` });
  const [file] = await Promise.all([page.waitForEvent('download'), action.click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
/** The column of a file. @param {(string | null)[][]} rows @param {string} name */
const column = ([head = [], ...rows], name) => {
  assert.ok(head.includes(name), `${name} is not in ${head}`);
  return rows.map((row) => row[head.indexOf(name)] ?? '');
};
const known = (/** @type {any[]} */ cells) => cells.filter((c) => c !== null && c !== '');

/** @type {[page: string, question: string, command: string[], money: string[]][]} */
const cases = [
  [
    '/explore?by=team,namespace&month=2026-10&idle=by_node',
    'costs?by=team,namespace&month=2026-10&idle=by_node&top=4900',
    ['costs', '--by', 'team,namespace', '--month', '2026-10', '--idle', 'by_node'],
    ['effective_cost'],
  ],
  [
    `/explore?by=service&cost=billed&month=2026-10&compare=previous&where=${encodeURIComponent("region <> 'x+y&z'")}`,
    `costs?by=service&cost=billed&month=2026-10&compare=previous&where=${encodeURIComponent("region <> 'x+y&z'")}`,
    [
      'costs',
      '--by',
      'service',
      '--cost',
      'billed',
      '--month',
      '2026-10',
      '--compare',
      'previous',
      '--where',
      "region <> 'x+y&z'",
    ],
    ['billed_cost', 'previous_billed_cost', 'change'],
  ],
  [
    '/changes?by=namespace&month=2026-10',
    'compare?by=namespace&month=2026-10',
    ['compare', '--by', 'namespace', '--month', '2026-10'],
    ['before', 'after', 'change', 'price', 'quantity', 'mix', 'new', 'gone', 'idle', 'other'],
  ],
];

for (const [path, question, command, money] of cases)
  test(`CSV and XLSX sum to what the API and the command line say: ${path}`, async () => {
    const { page, faults, context } = await visit(b, s.base);
    await page.goto(path);
    await settled(page);
    const api = await (await fetch(`${s.base}/api/v1/${question}`)).json();
    const same = cli(data, ...command);
    const csv = await exported(page, 'CSV');
    const xlsx = await exported(page, 'XLSX');
    const book = sheet(xlsx.bytes);
    const text = csvRows(String(csv.bytes));
    assert.match(csv.name, /^farthing-(costs|changes)-[\w-]+\.csv$/);
    assert.match(xlsx.name, /^farthing-(costs|compare)\.xlsx$/);
    assert.ok(api.rows.length > 3);
    assert.deepEqual([text.length, book.length], [api.rows.length + 1, api.rows.length + 1]);
    for (const name of money) {
      const expected = sum(known(values(api, name)));
      assert.equal(sum(known(values(same, name))), expected, `${name} of the command line`);
      assert.equal(sum(known(column(text, name))), expected, `${name} of the CSV`);
      // a number of Excel has 15 digits
      const rounded = (/** @type {any[]} */ cells) => cells.map((c) => Number(Number(c).toPrecision(15)));
      assert.deepEqual(
        rounded(known(column(book, name))),
        rounded(known(values(api, name))),
        `${name} of the workbook`,
      );
      const total = known(column(book, name)).reduce((n, c) => n + Number(c), 0);
      assert.ok(Math.abs(total - Number(expected)) < 1e-9 * Math.max(1, Math.abs(Number(expected))));
    }
    assert.deepEqual(faults, []);
    await context.close();
  });

test('a workbook comes by the session of the one who asks, and by nobody else', async (t) => {
  const lake = ownLake();
  const token = run(lake, 'token', 'add', 'maria').match(/frt_\S+/)?.[0] ?? '';
  const own = await server(lake, '--sign-in');
  t.after(() => own.stop());
  const { page, context } = await visit(b, own.base);
  await page.goto('/explore?by=team&month=2026-10');
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await page.getByRole('cell').first().waitFor();
  await settled(page);
  const book = sheet((await exported(page, 'XLSX')).bytes);
  assert.equal(book.length, cli(lake, 'costs', '--by', 'team', '--month', '2026-10').rows.length + 1);
  assert.equal((await fetch(`${own.base}/api/v1/costs?by=team&format=xlsx`)).status, 401);
  await context.close();
});
