// Each page's question, answered by reading the page, against what the command line prints.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli, organisation, settled, sum, tileOf, usd, values, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data);

test('Overview: what we spend, on both bases, last month, run rate, idle, and whether it is the bill', async () => {
  const { page } = v;
  const summary = cli(data, 'summary');
  const costs = summary.parts.find((/** @type {any} */ p) => p.title.startsWith('Costs'));
  for (const basis of ['effective', 'billed']) {
    await page.goto(basis === 'effective' ? '/' : '/?cost=billed');
    await settled(page);
    const row = costs.rows.find((/** @type {any[]} */ r) => r[1] === basis);
    const of = (/** @type {string} */ name) => row[costs.columns.findIndex((/** @type {any} */ c) => c.name === name)];
    const tile = async (/** @type {string} */ label) => (await tileOf(page, label).innerText()).replaceAll('\n', '');
    assert.ok((await tile('Month to date')).includes(usd(of('month_to_date'))));
    assert.ok((await tile('Last month')).includes(usd(of('last_month'))));
    assert.ok((await tile('Run rate')).includes(usd(of('run_rate'))));
    const idle = cli(data, 'idle', '--by', 'cluster', '--month', summary.month, '--cost', basis);
    assert.ok((await tile('Idle')).includes(usd(sum(values(idle, `idle_${basis}_cost`)))));
    await page.getByText(summary.reconciliation).waitFor();
  }
  assert.deepEqual(v.faults, []);
});

test('Overview asks at most 12 times', async () => {
  let asked = 0;
  v.page.on('request', () => asked++);
  await v.page.goto('/');
  await settled(v.page);
  await v.page.getByRole('slider').waitFor();
  assert.ok(asked <= 12, `${asked} requests`);
});

test('Overview: the five largest movers, against the same days of the month before', async () => {
  const { page } = v;
  await page.goto('/?by=team');
  const list = page.getByRole('region', { name: 'Largest movers' }).getByRole('listitem');
  await list.first().waitFor();
  const { freshness, month } = cli(data, 'summary');
  const to = freshness.slice(0, 10);
  const days = Number(to.slice(8));
  const before = to.startsWith(month)
    ? `2026-09-01..2026-09-${String(days).padStart(2, '0')}`
    : '2026-09-01..2026-10-01';
  const period = ['--from', `${month}-01`, '--to', to];
  const table = cli(
    data,
    'costs',
    '--by',
    'team',
    ...period,
    '--compare',
    days === 31 ? '2026-09-01..2026-10-01' : before,
  );
  const names = values(table, 'team');
  const expected = values(table, 'change')
    .map((change, i) => ({ change, name: names[i] ?? 'No team' }))
    .filter((m) => m.change !== null)
    .sort((p, q) => Math.abs(q.change) - Math.abs(p.change))
    .slice(0, 5);
  const seen = await list.allInnerTexts();
  assert.equal(seen.length, 5);
  expected.forEach((m, i) => {
    assert.ok(seen[i]?.startsWith(m.name), `${seen[i]} is not ${m.name}`);
    assert.ok(seen[i]?.includes(usd(m.change)), `${seen[i]} has not ${m.change}`);
  });
});

test('Overview: the chart speaks each day, its table has the same to the cent', async () => {
  const { page } = v;
  await page.goto('/');
  const cursor = page.getByRole('slider', { name: /Daily cost/ });
  await cursor.focus();
  await page.keyboard.press('Home');
  assert.match((await cursor.getAttribute('aria-valuetext')) ?? '', /^Thursday,? 1 October 2026: \$/);
  await page.getByRole('button', { name: 'View as table' }).click();
  const row = page.getByRole('row', { name: /^2 Oct/ });
  const day = cli(data, 'costs', '--from', '2026-10-02', '--to', '2026-10-03');
  assert.ok((await row.innerText()).includes(usd(values(day, 'effective_cost')[0])));
});

test('Explore: groups of a month compared, sum, share and change are those of the command line', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&month=2026-10&compare=previous');
  await settled(page);
  const table = cli(data, 'costs', '--by', 'team', '--month', '2026-10', '--compare', 'previous');
  const rows = page.getByRole('table', { name: 'Groups' }).getByRole('row');
  assert.equal(await rows.count(), table.rows.length + 1);
  const first = await rows.nth(1).innerText();
  assert.ok(first.includes(usd(values(table, 'effective_cost')[0])) && first.includes(usd(values(table, 'change')[0])));
  const total = sum(values(table, 'effective_cost'));
  assert.ok((await page.getByRole('region', { name: 'Groups', exact: true }).innerText()).includes(usd(total)));
});

test('Reconciliation: the parts are the bill, and each check is there', async () => {
  const { page } = v;
  await page.goto('/reconciliation?cost=billed&all=1');
  await settled(page);
  const checks = cli(data, 'reconcile', '--month', '2026-10');
  const status = values(checks, 'status');
  await page.getByText(`Yes: all ${status.filter((x) => x === 'ok').length} checks hold`).waitFor();
  assert.equal(await page.getByRole('table', { name: 'Checks' }).getByRole('row').count(), checks.rows.length + 1);
  const parts = page.getByRole('table', { name: /Parts of the billed cost in USD/ });
  const bill = values(checks, 'expected')[values(checks, 'check').indexOf('allocation: billed')];
  const kinds = cli(data, 'costs', '--by', 'cost_kind', '--month', '2026-10', '--cost', 'billed');
  for (const cost of values(kinds, 'billed_cost')) assert.ok((await parts.innerText()).includes(usd(cost)));
  assert.ok((await parts.getByRole('row', { name: /^The bill/ }).innerText()).includes(usd(bill)));
  assert.match(await parts.getByRole('row', { name: /^Difference/ }).innerText(), /None/);
  assert.equal(sum(values(kinds, 'billed_cost')), sum([bill]));
});

test('Efficiency: idle of each node pool and in sum, and a cell for each hour of the week', async () => {
  const { page } = v;
  await page.goto('/efficiency');
  await settled(page);
  const idle = cli(data, 'idle', '--by', 'cluster,node_pool', '--month', '2026-10');
  const costs = values(idle, 'idle_effective_cost');
  const region = page.getByRole('region', { name: 'Idle by node pool' });
  assert.ok((await region.innerText()).includes(usd(sum(costs))));
  const rows = page.getByRole('table', { name: 'Idle', exact: true }).getByRole('row');
  assert.equal(await rows.count(), idle.rows.length + 1);
  assert.ok((await rows.nth(1).innerText()).includes(usd(costs[0])));
  const heat = page.getByRole('table', { name: /Idle cost by day of the week/ });
  assert.equal(await heat.getByRole('cell').count(), 7 * 24);
  const hours = cli(data, 'idle', '--by', 'hour_of_week', '--month', '2026-10');
  const of = (/** @type {string} */ at) =>
    usd(values(hours, 'idle_effective_cost')[values(hours, 'hour_of_week').indexOf(at)]);
  const cursor = page.getByRole('slider', { name: /hour of the week/ });
  await cursor.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
  assert.equal(await cursor.getAttribute('aria-valuetext'), `Mon 00:00, ${of('1-Mon 00:00')}`);
  await page.keyboard.press('ArrowRight');
  assert.equal(await cursor.getAttribute('aria-valuetext'), `Mon 01:00, ${of('1-Mon 01:00')}`);
  await page.getByRole('button', { name: 'View as table' }).click();
  await page.waitForURL(/hours=table/);
  const twin = page.getByRole('table', { name: /Idle cost by hour and day/ });
  assert.ok((await twin.getByRole('row', { name: /^01:00/ }).innerText()).includes(of('1-Mon 01:00')));
});
