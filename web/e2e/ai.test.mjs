// GPU fleet, Training runs, Inference: each page's question, read off the page, against what the command line prints.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, cli, organisation, settled, sum, usd, values, visit, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data, { viewport: { width: 1440, height: 1600 } });
const month = ['--month', '2026-10'];
/** @typedef {{columns: {name: string}[], rows: any[][]}} Table */

const region = (/** @type {string} */ name) => v.page.getByRole('region', { name, exact: true });
const params = () => Object.fromEntries(new URL(v.page.url()).searchParams);
/** What is known of a column, in sum; null where nothing is. @param {Table} table @param {string} name */
const total = (table, name) => {
  const known = values(table, name).filter((x) => x !== null);
  return known.length > 0 ? sum(known) : null;
};
/** As the page writes money: less than a cent says so. @param {string} x */
const written = (x) => (Math.abs(Number(x)) > 0 && Math.abs(Number(x)) < 0.005 ? '<$0.01' : usd(x));
/** Of one token, step or request. @param {string} x */
const price = (x) =>
  Number(x) === 0 || Math.abs(Number(x)) >= 1
    ? usd(x)
    : new Intl.NumberFormat('en-US', {
        style: 'currency',
        currency: 'USD',
        minimumSignificantDigits: 3,
        maximumSignificantDigits: 3,
      }).format(/** @type {any} */ (x));
/** @param {string} text @param {string | null} x @param {(x: string) => string} form */
const says = (text, x, form = written) =>
  assert.ok(text.includes(x === null ? '—' : form(x)), `${x === null ? '—' : form(x)} isn't in ${text}`);

test('GPU fleet: what became of the money, by pool and card, by hour, and who wastes most', async () => {
  const { page } = v;
  await page.goto('/gpu?month=2026-10');
  await settled(page);
  const pools = cli(data, 'gpu', '--by', 'cluster,node_pool', ...month);
  const whole = await region('What became of the money').innerText();
  for (const fate of ['', 'used_', 'wasted_', 'parked_', 'unmeasured_', 'idle_', 'fragmented_'])
    says(whole, total(pools, `${fate}effective_cost`));
  const fleet = page.getByRole('table', { name: 'GPU fleet' });
  assert.equal(await fleet.getAttribute('aria-rowcount'), String(pools.rows.length + 1));
  const first = await fleet.getByRole('row').nth(1).innerText();
  for (const fate of ['', 'used_', 'wasted_', 'idle_']) says(first, values(pools, `${fate}effective_cost`)[0]);

  const hours = cli(data, 'gpu', '--by', 'hour_of_week', ...month);
  for (const [name, fate] of [
    ['Idle', 'idle_'],
    ['Used', 'used_'],
  ]) {
    const cursor = page.getByRole('slider', { name: `${name} by hour of the week: hour` });
    await cursor.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
    const at = values(hours, 'hour_of_week').indexOf('1-Mon 00:00');
    const cost = values(hours, `${fate}effective_cost`)[at];
    assert.equal(
      await cursor.getAttribute('aria-valuetext'),
      `Mon 00:00, ${cost === null ? 'not known' : written(cost)}`,
    );
  }

  const holders = cli(data, 'gpu', '--by', 'workload,namespace,cluster', ...month);
  const names = values(holders, 'workload');
  const wasted = values(holders, 'wasted_effective_cost')
    .map((cost, i) => ({ cost, name: names[i] }))
    .filter((w) => w.name !== null && Number(w.cost) > 0)
    .sort((a, b) => Number(b.cost) - Number(a.cost));
  const top = await page.getByRole('list', { name: 'Top wasters' }).getByRole('listitem').allInnerTexts();
  assert.equal(top.length, Math.min(8, wasted.length));
  for (const [i, text] of top.entries()) {
    assert.ok(text.startsWith(wasted[i]?.name), `${i}: ${text} isn't ${wasted[i]?.name}`);
    says(text, wasted[i]?.cost);
  }

  // another grouping and order, in the address and back from it
  await page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'Card' });
  await fleet.getByRole('button', { name: 'Idle' }).click();
  await page.waitForURL(/sort=idle_effective_cost/);
  assert.deepEqual(params(), { month: '2026-10', by: 'accelerator', sort: 'idle_effective_cost' });
  const cards = cli(data, 'gpu', '--by', 'accelerator', ...month);
  const idle = values(cards, 'idle_effective_cost').sort((a, b) => Number(b) - Number(a));
  await page.reload();
  await settled(page);
  says(await fleet.getByRole('row').nth(1).innerText(), idle[0]);
  await region('What became of the money').getByRole('link', { name: 'Explore' }).click();
  await page.waitForURL(/\/explore\?by=accelerator&where=/);
  await settled(page);
  assert.deepEqual(v.faults, []);
});

test('Training runs: the list, a run with its events and losses, and two side by side', async () => {
  const { page } = v;
  await page.goto('/training?month=2026-10');
  await settled(page);
  const runs = cli(data, 'runs', ...month);
  const [ids, names, costs] = ['run', 'name', 'effective_cost'].map((c) => values(runs, c));
  assert.ok(ids && names && costs && ids.length >= 2, 'the organisation has runs');
  const list = page.getByRole('table', { name: 'Training runs' });
  assert.equal(await list.getAttribute('aria-rowcount'), String(ids.length + 1));
  const rowOf = (/** @type {string} */ name) => list.getByRole('row').filter({ hasText: name });
  for (const [i, id] of ids.entries()) {
    const text = await rowOf(names[i] ?? id).innerText();
    says(text, costs[i]);
    for (const c of ['effective_cost_per_epoch', 'effective_cost_per_step']) says(text, values(runs, c)[i], price);
    says(text, values(runs, 'interruption_effective_waste')[i]);
  }

  // the one with most interruptions
  const broken = values(runs, 'interruptions').map(Number);
  const at = broken.indexOf(Math.max(...broken));
  await rowOf(names[at] ?? ids[at])
    .getByRole('link')
    .click();
  await page.waitForURL(/run=/);
  await settled(page);
  assert.equal(params()['run'], ids[at]);
  const timeline = cli(data, 'runs', 'show', ids[at]);
  const facts = await region(names[at] ?? ids[at]).innerText();
  for (const c of ['effective_cost', 'workloads_effective_cost', 'interruption_effective_waste'])
    says(facts, values(runs, c)[at]);
  const cursor = page.getByRole('slider', { name: 'Cost over time: event' });
  await cursor.focus();
  await page.keyboard.press('End');
  says(String(await cursor.getAttribute('aria-valuetext')), values(timeline, 'effective_cost_so_far').at(-1));
  const lost = timeline.rows.filter((/** @type {any[]} */ r) => r[1] === 'interruption');
  const wasted = values({ ...timeline, rows: lost }, 'wasted_effective_cost');
  const losses = page.getByRole('table', { name: 'Interruptions and what each cost' }).getByRole('row');
  if (lost.length > 0) {
    assert.equal(await losses.count(), lost.length + 1);
    for (const [i, cost] of wasted.entries()) says(await losses.nth(i + 1).innerText(), cost);
  }

  const other = at === 0 ? 1 : 0;
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption(ids[other]);
  await page.waitForURL(/with=/);
  await settled(page);
  const sides = page.getByRole('table', { name: /side by side/ });
  const row = await sides.getByRole('row', { name: /^Cost / }).innerText();
  says(row, costs[at]);
  says(row, costs[other]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Backspace');
  await page.waitForURL(/\/training\?month=2026-10$/);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('running');
  await settled(page);
  const running = cli(data, 'runs', '--status', 'running', ...month);
  assert.equal(await list.getByRole('row').count(), running.rows.length + 1);
  assert.deepEqual(v.faults, []);
  await page.goto('/training?run=no-such-run');
  await page.getByText('No run has the id no-such-run.').waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /\$/);
});

test('Inference: both bases side by side by model and tenant, what idles, and each day', async () => {
  const { page } = v;
  await page.goto('/inference?month=2026-10');
  await settled(page);
  const models = cli(data, 'models', '--by', 'model,model_version', ...month);
  assert.ok(models.rows.length > 0, 'the organisation has models');
  const whole = await region('Both bases').innerText();
  for (const c of ['allocation', 'usage', 'idling', 'without_requests'])
    says(whole, total(models, `${c}_effective_cost`));
  const prices = page.getByRole('table', { name: 'Prices on both bases' });
  const costs = page.getByRole('table', { name: 'Cost and tokens' });
  const check = async (/** @type {Table} */ table) => {
    assert.equal(await prices.getAttribute('aria-rowcount'), String(table.rows.length + 1));
    const [dear, spent] = await Promise.all([prices, costs].map((t) => t.getByRole('row').allInnerTexts()));
    const sorted = table.rows
      .map((_, i) => i)
      .sort(
        (a, b) =>
          Number(values(table, 'allocation_effective_cost')[b]) - Number(values(table, 'allocation_effective_cost')[a]),
      );
    for (const [place, i] of sorted.entries()) {
      if (Number(values(table, 'allocation_effective_cost')[i] ?? 0) === 0) continue; // equal ones have no order
      for (const unit of ['per_1m_tokens', 'per_1m_input', 'per_1m_output', 'per_request'])
        for (const basis of ['allocation', 'usage'])
          says(String(dear?.[place + 1]), values(table, `${basis}_${unit}`)[i], price);
      says(String(dear?.[place + 1]), values(table, 'idling_per_1m_tokens')[i], price);
      for (const c of ['allocation', 'usage', 'idling'])
        says(String(spent?.[place + 1]), values(table, `${c}_effective_cost`)[i]);
    }
  };
  await check(models);
  await page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'Tenant' });
  await page.waitForURL(/by=tenant/);
  await settled(page);
  await check(cli(data, 'models', '--by', 'tenant', ...month));

  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Price of 1M tokens' });
  await page.getByRole('button', { name: 'View as table' }).click();
  await page.waitForURL(/table=1/);
  await page.reload();
  await settled(page);
  assert.deepEqual(params(), { month: '2026-10', by: 'tenant', trend: 'price', table: '1' });
  const days = cli(data, 'models', '--by', 'day', ...month);
  const at = values(days, 'day').findIndex((d) => String(d).startsWith('2026-10-10'));
  const day = page.getByRole('table', { name: 'Price of 1M tokens by day' }).getByRole('row', { name: /^10 Oct/ });
  for (const basis of ['allocation', 'usage'])
    says(await day.innerText(), values(days, `${basis}_per_1m_tokens`)[at], price);
  assert.deepEqual(v.faults, []);
});

test('all three: axe 0, no sideways scroll, on a phone and on a desk; keys lead there', async () => {
  const run = values(cli(data, 'runs', ...month), 'run');
  const compared = `/training?run=${run[0]}&with=${run[1]}`;
  const paths = ['/gpu', compared, '/training', '/inference'];
  for (const [width, colorScheme, looked] of /** @type {const} */ ([
    [375, 'dark', ['/gpu', compared]],
    [1440, 'light', ['/training', '/inference']],
  ])) {
    const own = await visit(v.browser, v.base, { viewport: { width, height: 900 }, colorScheme });
    for (const path of paths) {
      await own.page.goto(path);
      await settled(own.page);
      if (looked.some((l) => l === path)) assert.deepEqual(await axe(own.page), [], path);
      const wide = await own.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${width}`);
    }
    assert.deepEqual(own.faults, []);
    await own.context.close();
  }
  for (const [key, title] of [
    ['p', 'GPU fleet'],
    ['t', 'Training runs'],
    ['i', 'Inference'],
  ]) {
    if (key === 'p') await v.page.goto('/changes');
    await v.page.getByRole('heading', { level: 1 }).waitFor();
    await v.page.keyboard.press('g');
    await v.page.keyboard.press(String(key));
    await v.page.getByRole('heading', { name: String(title), level: 1 }).waitFor();
  }
});
