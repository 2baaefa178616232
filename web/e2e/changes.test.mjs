// Changes: what the page draws, against what the command line prints, and against the costs of both periods.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axe, cli, groupBy, organisation, settled, sum, usd, values, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data, { permissions: ['clipboard-read', 'clipboard-write'] });

const parts = ['price', 'quantity', 'mix', 'new', 'gone', 'idle', 'other'];
const params = () => Object.fromEntries(new URL(v.page.url()).searchParams);
/** @param {any} table @param {string} name */
const total = (table, name) => sum(values(table, name).filter((c) => c !== null));
const signed = (/** @type {string} */ x) => (Number(x) > 0 ? `+${usd(x)}` : usd(x));

test('the bridge is that of the command line, and its ends are the costs of the two periods', async () => {
  const { page } = v;
  for (const by of ['team', 'service']) {
    await page.goto(`/changes?by=${by}&month=2026-10&table=1`);
    await settled(page);
    const compared = cli(data, 'compare', '--by', by, '--month', '2026-10');
    const bridge = page.getByRole('region', { name: /as a table/ });
    const row = (/** @type {string} */ name) => bridge.getByRole('row', { name: new RegExp(`^${name} `) }).innerText();
    for (const part of parts) {
      const known = values(compared, part).some((c) => c !== null);
      const expected = known ? total(compared, part) : 'not known';
      const name = part.charAt(0).toUpperCase() + part.slice(1);
      assert.ok((await row(name)).includes(known ? signed(expected) : expected), `${await row(name)}: ${expected}`);
    }
    for (const [name, month] of [
      ['Before', '2026-09'],
      ['After', '2026-10'],
    ]) {
      const costs = total(cli(data, 'costs', '--by', by, '--month', String(month)), 'effective_cost');
      assert.equal(total(compared, String(name).toLowerCase()), costs);
      assert.ok((await row(String(name))).includes(usd(costs)));
    }
    await page.getByText('The parts are the difference, to the last digit').waitFor();
    const drivers = page.getByRole('table', { name: 'Drivers' }).getByRole('row');
    assert.equal(await drivers.count(), compared.rows.length + 1);
    assert.ok((await drivers.nth(1).innerText()).includes(signed(values(compared, 'change')[0])));
  }
  assert.deepEqual(v.faults, []);
});

test('without a word it is the last 7 complete days against the 7 before; the picture speaks each part', async () => {
  const { page } = v;
  await page.goto('/changes');
  await settled(page);
  const compared = cli(data, 'compare');
  assert.equal(compared.period.to, compared.freshness.slice(0, 10));
  const cursor = page.getByRole('slider', { name: /^Change of effective cost/ });
  await cursor.focus();
  await page.keyboard.press('Home');
  const spoken = [];
  for (const name of ['before', ...parts, 'after']) {
    spoken.push(await cursor.getAttribute('aria-valuetext'));
    const end = name === 'before' || name === 'after';
    const value = end ? usd(total(compared, name)) : signed(total(compared, name));
    assert.ok(spoken.at(-1)?.includes(value), `${spoken.at(-1)}: ${name} is ${value}`);
    await page.keyboard.press('ArrowRight');
  }
  assert.equal(new Set(spoken).size, spoken.length);
  const change = total(compared, 'change');
  const words = await page.getByRole('figure', { name: 'Change of effective cost' }).innerText();
  assert.ok(words.includes(`${Number(change) < 0 ? 'fell' : 'rose'} by ${usd(change.replace('-', ''))}`), words);
});

test('parts that are not the difference: said loudly', async () => {
  const { page } = v;
  await page.route('**/api/v1/compare*', async (r) => {
    const answer = await r.fetch();
    const body = await answer.json();
    body.rows[0][body.columns.findIndex((/** @type {any} */ c) => c.name === 'mix')] = '123456.000000000001';
    await r.fulfill({ response: answer, json: body });
  });
  await page.goto('/changes?by=team');
  await page
    .getByRole('alert')
    .getByText(/The parts miss .* USD of the difference/)
    .waitFor();
});

test('keyboard only: largest mover, its cause, export', async () => {
  const { page } = v;
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
  // one with a name: what has no team is asked for otherwise
  const links = page.getByRole('table', { name: 'Drivers' }).getByRole('link');
  const mover = links.filter({ hasNotText: /^No team/ }).first();
  await mover.waitFor();
  const name = await mover.innerText();
  for (let i = 0; i < 60 && !(await mover.evaluate((e) => e === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/in=team/);
  assert.equal(params()['in'], encodeURIComponent(`team=${name}`));
  await settled(page);
  await page.getByText(/^Effective cost (rose|fell) by .*: (mostly|the largest part is) \w+/).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('x')]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  const inside = cli(data, 'compare', '--by', 'namespace', '--where', `team = '${name}'`, '--last', '7d');
  assert.equal(lines.length, inside.rows.length + 1);
  assert.ok(lines[1]?.includes(values(inside, 'change')[0]));
  await page.keyboard.press('Backspace');
  await page.waitForURL((url) => !url.search.includes('in='));
  assert.deepEqual(v.faults, []);
});

test('URL round trip: each control is in the address, and the address brings it back', async () => {
  const { page } = v;
  const pick = (/** @type {string} */ label, /** @type {string} */ option) =>
    page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
  await page.goto('/changes');
  await settled(page);
  await page.keyboard.press('b');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await groupBy(page, 'Cluster');
  await pick('Period', 'Last 14 days');
  await pick('Compare with', 'Same days last month');
  await pick('Cost', 'Billed');
  await page.getByRole('textbox', { name: 'Filter' }).fill("cluster <> 'eks-train'");
  await page.keyboard.press('Enter');
  const expected = {
    by: 'cluster',
    last: '14d',
    with: 'last_month',
    cost: 'billed',
    where: "cluster <> 'eks-train'",
  };
  await page.waitForURL(/where=/);
  assert.deepEqual(params(), expected);
  await settled(page);
  const seen = () => page.getByRole('table', { name: 'Drivers' }).innerText();
  const first = await seen();
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  await settled(page);
  await page.getByRole('table', { name: 'Drivers' }).waitFor();
  assert.equal(await seen(), first);
  const same = cli(
    data,
    'compare',
    '--by',
    'cluster',
    '--cost',
    'billed',
    '--last',
    '14d',
    '--with',
    '2026-09-18..2026-10-02',
    '--where',
    "cluster <> 'eks-train'",
  );
  assert.ok(first.includes(signed(values(same, 'change')[0])));
});

test('explained: formula and inputs, axe 0 on the open dialog; the command answers the same', async () => {
  const { page } = v;
  await page.goto('/changes?by=team');
  await settled(page);
  await page.getByRole('button', { name: 'Explain Change', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Change, explained' });
  await dialog.getByRole('listitem').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Copy command' }).click();
  await page.getByText('Command copied', { exact: true }).waitFor();
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    'farthing compare --by team --cost effective --last 7d --with previous --top 500',
  );
});
