// Workloads: what runs on EKS and ECS, down to containers, read off the page and compared with the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cli,
  emptyLake,
  organisation,
  server,
  settled,
  sum,
  unbuilt,
  usd,
  values,
  visit,
  visiting,
} from './harness.mjs';

const data = organisation();
const v = visiting(data);

const table = () => v.page.getByRole('table', { name: 'Workloads' });
const params = () => Object.fromEntries(new URL(v.page.url()).searchParams);
/** The row of a name below a heading. */
const rowOf = async (/** @type {string} */ head, /** @type {string} */ name) => {
  const rows = await table().getByRole('row').allInnerTexts();
  const at = rows.findIndex((r) => r.startsWith(head));
  return rows.slice(at + 1).find((r) => r.includes(name)) ?? '';
};

test('EKS and ECS stand in one table, what is apart below, and the rows sum to the total', async () => {
  const { page } = v;
  await page.setViewportSize({ width: 1440, height: 1400 });
  await page.goto('/workloads?month=2026-10');
  await table()
    .getByRole('row', { name: /^Workloads/ })
    .waitFor();
  const asked = ['--by', 'orchestrator,cluster,cost_kind', '--month', '2026-10', '--compare', 'previous'];
  const answer = cli(data, 'costs', ...asked);
  const [kinds, clusters] = [values(answer, 'cost_kind'), values(answer, 'cluster')];
  const [costs, changes] = [values(answer, 'effective_cost'), values(answer, 'change')];
  for (const [cluster, brand] of [
    ['eks-train', 'EKS'],
    ['ecs-main', 'ECS'],
  ]) {
    const at = kinds.findIndex((k, i) => k === 'allocated' && clusters[i] === cluster);
    const row = await rowOf('Workloads', String(cluster));
    assert.ok(row.includes(String(brand)) && row.includes(usd(costs[at])) && row.includes(usd(changes[at])), row);
  }
  const body = page.getByRole('region', { name: 'All clusters', exact: true });
  assert.ok((await body.innerText()).includes(usd(sum(costs))));
  await page.getByRole('region', { name: 'Workloads, scrolls' }).evaluate((e) => e.scrollTo(0, e.scrollHeight));
  const total = table().getByRole('row', { name: /^Total/ });
  assert.ok((await total.innerText()).includes(usd(sum(costs))));
  for (const kind of ['allocated', 'idle', 'shared', 'not_covered', 'system']) {
    const of = sum(costs.filter((_, i) => kinds[i] === kind));
    const head =
      { allocated: 'Workloads', not_covered: 'Not covered' }[kind] ?? kind.replace(/^./, (c) => c.toUpperCase());
    const row = table().getByRole('row', { name: new RegExp(`^${head} `) });
    await row.waitFor();
    assert.ok((await row.innerText()).includes(usd(of)), `${head} is not ${of}`);
  }
  assert.deepEqual(v.faults, []);
});

test('down to a container of an ECS task and up again: by click, breadcrumb, Backspace and Back', async () => {
  const { page } = v;
  await page.goto('/workloads?month=2026-10');
  const place = page.getByRole('navigation', { name: 'Place' });
  for (const name of ['ecs-main', 'ad-creative', 'ad-creative'])
    await table().getByRole('link', { name }).first().click();
  await page.waitForURL(/workload%3Aad-creative|workload:ad-creative/);
  const tasks = cli(data, 'costs', '--by', 'pod', '--month', '2026-10', '--where', "ecs_service = 'ad-creative'");
  const first = String(values(tasks, 'pod')[0]);
  const task = table().getByRole('link', { name: first.split('/').at(-1) });
  await task.waitFor();
  assert.ok((await table().getByRole('row').nth(2).innerText()).includes(usd(values(tasks, 'effective_cost')[0])));
  await task.click();
  const containers = cli(data, 'costs', '--by', 'container', '--month', '2026-10', '--where', `pod = '${first}'`);
  for (const c of values(containers, 'container')) await table().getByText(c, { exact: true }).waitFor();
  await page.keyboard.press('Backspace');
  await task.waitFor();
  await place.getByRole('link', { name: 'ecs-main' }).click();
  await table().getByRole('link', { name: 'image-captioner' }).waitFor();
  assert.equal(params()['in'], 'cluster:ecs-main');
  await page.goBack();
  await task.waitFor();
  assert.deepEqual(v.faults, []);
});

test('URL round trip: each control is in the address, and the address brings it back', async () => {
  const { page } = v;
  await page.goto('/workloads?in=cluster:eks-train');
  const pick = (/** @type {string} */ label, /** @type {string} */ option) =>
    page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
  await pick('Period', 'October 2026');
  await pick('Cost', 'List');
  await pick('Compare with', 'Same days last month');
  await pick('Idle', 'On workloads, by node');
  await pick('Shared costs', 'On workloads');
  await table().getByRole('columnheader', { name: 'Namespace or service' }).getByRole('button').click();
  await page.waitForURL(/sort=name/);
  const expected = {
    in: 'cluster:eks-train',
    month: '2026-10',
    cost: 'list',
    compare: 'last_month',
    idle: 'by_node',
    shared: 'on',
    sort: 'name',
    up: '1',
  };
  assert.deepEqual(params(), expected);
  const seen = async () => {
    await settled(page);
    await table()
      .getByRole('row', { name: /^Workloads/ })
      .waitFor();
    const all = page.getByRole('combobox');
    const picked = await all.evaluateAll((e) => e.map((x) => /** @type {HTMLSelectElement} */ (x).value));
    return [picked, await table().getByRole('cell').allInnerTexts()];
  };
  const before = await seen();
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  assert.deepEqual(await seen(), before);
  const mine = ['--month', '2026-10', '--cost', 'list', '--compare', '2026-09', '--idle', 'by_node', '--shared', 'on'];
  const answer = cli(data, 'costs', '--by', 'cost_kind,namespace', '--where', "cluster = 'eks-train'", ...mine);
  const at = values(answer, 'namespace').indexOf('ml-train');
  const row = await rowOf('Workloads', 'ml-train');
  assert.ok(row.includes(usd(values(answer, 'list_cost')[at])) && row.includes(usd(values(answer, 'change')[at])), row);
});

test('a row that is apart opens in Explore with its own sum', async () => {
  const { page } = v;
  await page.goto('/workloads?month=2026-10&compare=none');
  await table().getByRole('row', { name: /^Idle/ }).waitFor();
  const rows = await table().getByRole('row').allInnerTexts();
  const at = rows.findIndex((r) => r.startsWith('Idle')) + 1;
  const cost = rows[at]?.match(/\$[\d,.]+/)?.[0] ?? 'none';
  await table().getByRole('row').nth(at).getByRole('link').click();
  await page.waitForURL(/\/explore\?by=service/);
  await page.getByRole('region', { name: 'Groups', exact: true }).getByText(cost).first().waitFor();
});

test('nothing is built: says so and how; no bill: says so and how', async () => {
  for (const [lake, said] of [
    [unbuilt(), 'No workload is known yet'],
    [emptyLake(), 'No bill is here yet'],
  ]) {
    const own = await server(String(lake));
    const w = await visit(v.browser, own.base);
    await w.page.goto('/workloads');
    await w.page.getByText(String(said)).waitFor();
    const main = await w.page.locator('main').innerText();
    assert.match(main, /farthing build/);
    assert.doesNotMatch(main, /\$\d/);
    assert.deepEqual(w.faults, []);
    await w.context.close();
    await own.stop();
  }
});
