// Explore's filter: chips and text are two ways of saying one thing, and a group opens with a trail back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, cli, organisation, settled, sum, usd, values, visit, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data);

const params = () => Object.fromEntries(new URL(v.page.url()).searchParams);
const text = () => v.page.getByRole('textbox', { name: 'Filter' });
const chips = () => v.page.getByRole('region', { name: 'Filter' }).getByRole('listitem');
const field = (/** @type {string} */ name) => v.page.getByRole('combobox', { name, exact: true });
/** The sum of an answer, as the page shows it. */
const total = (/** @type {any} */ answer) =>
  v.page
    .getByRole('region', { name: 'Groups', exact: true })
    .getByText(usd(sum(values(answer, 'effective_cost'))), { exact: true })
    .first();
/** Dimension, condition and value, by keys. */
async function add(/** @type {string} */ dim, /** @type {string} */ condition, value = '') {
  await v.page.getByRole('button', { name: '+ Filter' }).click();
  await field('Dimension').fill(dim);
  await v.page.getByRole('listbox').getByRole('option').first().waitFor();
  await v.page.keyboard.press('Enter');
  await field('Condition').selectOption({ label: condition });
  if (value === '') return v.page.getByRole('button', { name: 'Add', exact: true }).click();
  await field('Value').fill(value);
  await v.page.keyboard.press('Enter');
}
test('chips write the text, and the answer is that of the command line', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&month=2026-10');
  await add('cluster', 'is', 'eks-train');
  await page.waitForURL(/where=cluster/);
  await add('cluster', 'is', 'eks-serve');
  await add('team', 'is not', 'research');
  await add('workload', 'contains', 'E');
  await add('namespace', 'matches regex', '^(ml|re|se)');
  await add('node', 'is there');
  const where =
    "cluster IN ('eks-train', 'eks-serve') AND team IS DISTINCT FROM 'research' AND contains(lower(workload), lower('E')) AND regexp_matches(namespace, '^(ml|re|se)') AND node IS NOT NULL";
  await page.waitForFunction((w) => new URL(location.href).searchParams.get('where') === w, where);
  assert.equal(await text().inputValue(), where);
  const answer = cli(data, 'costs', '--by', 'team', '--month', '2026-10', '--where', where);
  assert.ok(answer.rows.length > 1);
  await total(answer).waitFor();
  await page.getByRole('button', { name: 'Remove the filter Team is not research' }).click();
  await page.waitForURL((u) => !u.searchParams.get('where')?.includes('research'));
  assert.deepEqual(v.faults, []);
});

test('text becomes chips where they can say it, and stays text where they cannot', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&month=2026-10');
  await text().fill("team is null and cluster = 'ecs-main'");
  await page.keyboard.press('Enter');
  await chips().filter({ hasText: 'Team is missing' }).waitFor();
  await chips().filter({ hasText: 'Cluster is ecs-main' }).waitFor();
  assert.equal(params()['where'], "team is null and cluster = 'ecs-main'");
  const or = "team = 'ads' OR cluster = 'eks-serve'";
  await text().fill(or);
  await page.keyboard.press('Enter');
  await page.getByText('This filter says more than chips can').waitFor();
  await add('cost_kind', 'is', 'allocated');
  await page.waitForURL((u) => u.searchParams.get('where') === `(${or}) AND cost_kind = 'allocated'`);
  const answer = cli(data, 'costs', '--by', 'team', '--month', '2026-10', '--where', String(params()['where']));
  await total(answer).waitFor();
});

test('values complete from what the period has, the dearest first; Escape leaves; the open form has no fault', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&month=2026-10');
  await page.getByRole('button', { name: '+ Filter' }).click();
  await field('Dimension').fill('region');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await field('Value').click();
  const first = page.getByRole('listbox', { name: 'Value' }).getByRole('option').first();
  await first.waitFor();
  const regions = values(cli(data, 'costs', '--by', 'region', '--month', '2026-10'), 'region').filter(Boolean);
  assert.equal(await first.innerText(), regions[0]);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('form', { name: 'A condition' }).waitFor({ state: 'hidden' });
  assert.equal(params()['where'], undefined);
  assert.deepEqual(v.faults, []);
});

test('a missing tag is a chip, over the lines of the bill', async () => {
  const { page } = v;
  await page.goto('/explore?by=service&month=2026-10');
  await add('tag:Team', 'is missing');
  await chips().filter({ hasText: 'Team is missing' }).waitFor();
  const answer = cli(data, 'costs', '--by', 'service', '--month', '2026-10', '--where', "tags['Team'] IS NULL");
  await total(answer).waitFor();
});

test('steps: each group opened is a step of the trail; a step, Backspace and Back lead up', async () => {
  const { page } = v;
  await page.goto('/explore?by=cluster&month=2026-10&compare=previous');
  await page.getByRole('link', { name: 'eks-train' }).click();
  await page.getByRole('link', { name: 'ml-train' }).click();
  await page.waitForURL(/by=workload/);
  const steps = page.getByRole('navigation', { name: 'Steps' });
  assert.deepEqual(await steps.getByRole('listitem').allInnerTexts(), ['By cluster', 'eks-train', 'ml-train']);
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  await steps.getByRole('link', { name: 'eks-train' }).click();
  await page.waitForURL(/by=namespace/);
  assert.equal(params()['where'], "cluster = 'eks-train'");
  assert.equal(params()['compare'], 'previous');
  await steps.locator('[aria-current]', { hasText: 'eks-train' }).waitFor();
  await page.keyboard.press('Backspace');
  await page.waitForURL(/by=cluster/);
  assert.equal(params()['where'], undefined);
  await page.goBack();
  await page.waitForURL(/by=namespace/);
});

test('compare: the same days last month, and a pinned period that stays', async () => {
  const { page } = v;
  await page.goto('/explore?by=team&from=2026-10-05&to=2026-10-12');
  await field('Compare with').selectOption({ label: 'Same days last month' });
  await page.waitForURL(/compare=last_month/);
  const asked = ['--by', 'team', '--from', '2026-10-05', '--to', '2026-10-12', '--compare'];
  const before = (/** @type {any} */ t) => usd(values(t, 'previous_effective_cost')[0]);
  await page.getByText(before(cli(data, 'costs', ...asked, '2026-09-05..2026-09-12')), { exact: true }).waitFor();
  await field('Compare with').selectOption({ label: 'Pin this period' });
  await page.waitForURL(/compare=2026-10-05\.\.2026-10-12/);
  await page.getByLabel('First day').fill('2026-10-19');
  await page.getByLabel('Last day').fill('2026-10-25');
  await page.waitForURL(/from=2026-10-19/);
  const later = ['--by', 'team', '--from', '2026-10-19', '--to', '2026-10-26', '--compare', '2026-10-05..2026-10-12'];
  await page.getByText(before(cli(data, 'costs', ...later)), { exact: true }).waitFor();
  assert.equal(params()['compare'], '2026-10-05..2026-10-12');
});

test('a phone: the question is one line above the chart, and opens', async () => {
  await v.context.close();
  Object.assign(v, await visit(v.browser, v.base, { viewport: { width: 375, height: 800 } }));
  const { page } = v;
  await page.goto('/explore?by=team,cluster&month=2026-10&view=area');
  await settled(page);
  const bar = page.getByRole('button', { name: /^Question/ });
  assert.match(await bar.innerText(), /By team, cluster · October 2026 · Effective/);
  assert.ok(((await page.getByRole('slider').boundingBox())?.y ?? 1e9) < 400, 'the chart is not in sight');
  await bar.click();
  await field('Chart').selectOption({ label: 'Lines' });
  await page.waitForURL(/view=lines/);
  assert.deepEqual(await axe(page), []);
});
