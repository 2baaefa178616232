import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cli, organisation, settled, sum, values, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data, { permissions: ['clipboard-read', 'clipboard-write'] });

const pick = (/** @type {string} */ label, /** @type {string} */ option) =>
  v.page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
const complete = async (/** @type {string} */ label, /** @type {string} */ typed) => {
  await v.page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await v.page.getByRole('listbox').getByRole('option').first().waitFor();
  await v.page.keyboard.press('Enter');
};
const params = () => Object.fromEntries(new URL(v.page.url()).searchParams);

test('URL round trip: each control is in the address, and the address brings it back', async () => {
  const { page } = v;
  await page.goto('/explore');
  await settled(page);
  await complete('Group by', 'team');
  await complete('Then by', 'name space');
  await pick('Period', 'October 2026');
  await pick('Cost', 'Billed');
  await pick('Compare with', 'Previous period');
  await pick('Over time', 'Week');
  await pick('Chart', 'Lines');
  await pick('Series', 'Top 5');
  await pick('Idle', 'On workloads, by node');
  await pick('Shared costs', 'Apart');
  await page.getByRole('textbox', { name: 'Filter' }).fill("cluster = 'eks-train'");
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: 'Namespace' }).getByRole('button').click();
  await page.waitForURL(/sort=namespace/);
  const expected = {
    by: 'team,namespace',
    month: '2026-10',
    cost: 'billed',
    compare: 'previous',
    granularity: 'week',
    view: 'lines',
    top: '5',
    idle: 'by_node',
    shared: 'off',
    where: "cluster = 'eks-train'",
    sort: 'namespace',
    up: '1',
  };
  assert.deepEqual(params(), expected);
  const seen = async () => {
    await settled(page);
    await page.getByRole('cell').first().waitFor();
    return [
      await page.getByRole('combobox').evaluateAll((all) => all.map((x) => /** @type {HTMLSelectElement} */ (x).value)),
      await page.getByRole('textbox', { name: 'Filter' }).inputValue(),
      await page.getByRole('cell').allInnerTexts(),
    ];
  };
  const before = await seen();
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  assert.deepEqual(await seen(), before);
  assert.deepEqual(params(), expected);
  assert.deepEqual(v.faults, []);
});

test('dates: the last day is in the period; a tag by its key is a grouping', async () => {
  const { page } = v;
  await page.goto('/explore?granularity=none');
  await pick('Period', 'Dates…');
  await page.getByLabel('First day').fill('2026-10-05');
  await page.getByLabel('Last day').fill('2026-10-06');
  await page.waitForURL(/from=2026-10-05&to=2026-10-07/);
  await page.getByRole('combobox', { name: 'Group by', exact: true }).click();
  await page.getByRole('group', { name: 'Tags' }).getByRole('option', { name: 'Team' }).click();
  await page.waitForURL(/by=tag%253ATeam|by=tag%3ATeam/);
  await settled(page);
  const table = cli(data, 'costs', '--by', 'tag:Team', '--from', '2026-10-05', '--to', '2026-10-07');
  assert.equal(await page.getByRole('table', { name: 'Groups' }).getByRole('row').count(), table.rows.length + 1);
});

test('a condition that is wrong: what the server says and advises, no figure; its repair brings the answer', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&where=clustr%20%3D%20%27x%27');
  await page
    .getByRole('alert')
    .getByText(/clustr/)
    .waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /\$/);
  await page.getByRole('textbox', { name: 'Filter' }).fill("cluster = 'eks-train'");
  await page.keyboard.press('Enter');
  await page.getByRole('cell').first().waitFor();
  await page.goto('/explore?by=teem');
  await page
    .getByRole('region', { name: 'Answer' })
    .getByText(/did you mean 'team'/)
    .waitFor();
});

test('nothing matches: says so, and clears the filter', async () => {
  const { page } = v;
  await page.goto(`/explore?by=team&where=${encodeURIComponent("team = 'nobody'")}`);
  await page.getByText('Nothing was found').waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /\$0/);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByRole('cell').first().waitFor();
});

test('keyboard only: largest mover, its cause, export; the file sums to what the API says', async () => {
  const { page } = v;
  await page.goto('/?by=team');
  const mover = page.getByRole('region', { name: 'Largest movers' }).getByRole('link').first();
  await mover.waitFor();
  for (let i = 0; i < 40 && !(await mover.evaluate((e) => e === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/explore\?by=workload/);
  await page.getByRole('cell').first().waitFor();
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('x')]);
  const lines = readFileSync(await download.path(), 'utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n');
  const at = (lines[0] ?? '').split(',').indexOf('effective_cost');
  const fields = (/** @type {string} */ line) =>
    line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((f) => f.replace(/,$/, '')) ?? [];
  const p = params();
  const where = p['where'] ?? '';
  const period = ['--from', p['from'] ?? '', '--to', p['to'] ?? ''];
  const table = cli(data, 'costs', '--by', 'workload', '--where', where, ...period, '--compare', p['compare'] ?? '');
  assert.equal(lines.length, table.rows.length + 1);
  assert.equal(
    sum(lines.slice(1).map((l) => fields(l)[at] ?? '')),
    sum(values(table, 'effective_cost').filter((c) => c !== null)),
  );
  assert.deepEqual(v.faults, []);
});

test('copies as a link, a command and cURL, and the command answers the same', async () => {
  const { page } = v;
  await page.goto(`/explore?by=team&granularity=none&where=${encodeURIComponent("cluster = 'eks-train'")}`);
  await settled(page);
  const copied = async (/** @type {string} */ what, /** @type {string} */ said) => {
    await page.getByRole('button', { name: what }).click();
    await page.getByText(said, { exact: true }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied('Copy link', 'Link copied'), page.url());
  assert.equal(
    await copied('Copy command', 'Command copied'),
    `farthing costs --by team --where 'cluster = '\\''eks-train'\\''' --cost effective --last 30d --top 8`,
  );
  const url = (await copied('Copy cURL', 'cURL copied')).match(/http[^']+/)?.[0] ?? '';
  const answer = await (await fetch(url)).json();
  const same = cli(data, 'costs', '--by', 'team', '--where', "cluster = 'eks-train'", '--last', '30d', '--top', '8');
  assert.deepEqual(answer.rows, same.rows);
});

test('a group opens into what is inside it, and Back comes out', async () => {
  const { page } = v;
  await page.goto('/explore?by=cluster&month=2026-10');
  await page.getByRole('link', { name: 'eks-train' }).click();
  await page.waitForURL(/by=namespace/);
  assert.equal(params()['where'], "cluster = 'eks-train'");
  await page.goBack();
  await page.waitForURL(/by=cluster/);
});
