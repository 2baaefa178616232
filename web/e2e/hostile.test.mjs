// Names that attack: script in each name of the bill and of what ran is text on each page; a formula is text in each file.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, ownFolder, run, server, settled, visit } from './harness.mjs';
import { csvRows, sheet } from './workbook.mjs';

const image = '<img src=x onerror="document.title=1">';
const script = '<script>document.title=2</script>';
const link = '<a href="javascript:document.title=3">x</a>';
const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '=HYPERLINK("http://evil.example","x")'];
const names = [image, script, link, ...formulas, `"'\`; DROP TABLE charges; --`];
const [from, to] = ['2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z'];
const interval = { start: from, end: to };

/** @param {string} path @param {Record<string, unknown>[]} rows */
function write(path, rows) {
  const field = (/** @type {unknown} */ cell) =>
    `"${(typeof cell === 'object' ? JSON.stringify(cell) : String(cell)).replaceAll('"', '""')}"`;
  writeFileSync(
    path,
    [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((r) => r.map(field).join()).join('\n'),
  );
}
/** A machine and a container for each name, and a line of a service that has it too. */
function lakeOf() {
  const own = ownFolder();
  const [bill, lake] = [join(own, 'in'), join(own, 'lake')];
  mkdirSync(bill);
  const lines = names.flatMap((name, i) => [
    { resource: `i-${i}`, product: 'AmazonEC2', name, team: name, day: '01' },
    ...['01', '02', '03'].map((day) => ({ resource: `thing-${i}`, product: name, name, team: name, day })),
    { resource: `nobody-${i}`, product: name, name, team: '', day: '03' },
  ]);
  write(
    join(bill, 'bill.csv'),
    lines.map(({ resource, product, name, team, day }, i) => ({
      'identity/LineItemId': `line-${i}`,
      'identity/TimeInterval': `${from}/${to}`.replaceAll('-01T', `-${day}T`),
      'bill/InvoiceId': 'INV-1',
      'bill/BillingEntity': 'AWS',
      'bill/BillType': 'Anniversary',
      'bill/PayerAccountId': '111122223333',
      'bill/BillingPeriodStartDate': '2026-05-01T00:00:00Z',
      'bill/BillingPeriodEndDate': '2026-06-01T00:00:00Z',
      'lineItem/UsageAccountId': '444455556666',
      'lineItem/LineItemType': 'Usage',
      'lineItem/UsageStartDate': from.replace('-01T', `-${day}T`),
      'lineItem/UsageEndDate': to.replace('-01T', `-${day}T`),
      'lineItem/ProductCode': product,
      'lineItem/UsageType': name,
      'lineItem/Operation': name,
      'lineItem/ResourceId': resource,
      'lineItem/UsageAmount': '1',
      'lineItem/CurrencyCode': 'USD',
      'lineItem/UnblendedCost': '8',
      'lineItem/LineItemDescription': name,
      'product/ProductName': product,
      'product/region': 'us-east-1',
      'pricing/publicOnDemandCost': '8',
      'pricing/publicOnDemandRate': '8',
      'pricing/unit': 'Hrs',
      'resourceTags/user:Team': team,
    })),
  );
  const of = (/** @type {string} */ name) => ({ ...interval, cluster: name, orchestrator: 'eks' });
  write(
    join(bill, 'nodes.csv'),
    names.map((name, i) => ({ node_id: `i-${i}`, ...of(name), vcpu: 4, memory_gib: 36, node_pool: name })),
  );
  write(
    join(bill, 'workloads.csv'),
    names.map((name, i) => ({
      workload_id: `w-${i}`,
      node_id: `i-${i}`,
      ...of(name),
      namespace: name,
      workload: name,
      pod: name,
      container: name,
      request_vcpu: 2,
      request_memory_gib: 18,
      labels: { team: name },
    })),
  );
  run(lake, 'import', bill);
  run(lake, 'build', '--weights', 'aws', '--share-by', 'max');
  return lake;
}

const lake = lakeOf();
/** @type {Awaited<ReturnType<typeof server>>} */ let s;
/** @type {import('playwright-core').Browser} */ let b;
before(async () => {
  s = await server(lake);
  b = await browser();
});
after(async () => {
  await b?.close();
  await s?.stop();
});

const where = encodeURIComponent(`team = '${image}'`);
for (const [path, title] of /** @type {const} */ ([
  ['/?by=team', 'Overview'],
  ['/explore?by=team,namespace&month=2026-05', 'Explore'],
  ['/explore?by=service,tag:Team&month=2026-05&view=table', 'Explore'],
  [`/explore?by=workload&month=2026-05&where=${where}`, 'Explore'],
  ['/workloads?month=2026-05', 'Workloads'],
  [`/workloads?month=2026-05&in=${encodeURIComponent(`cluster:${image}`)}`, 'Workloads'],
  ['/changes?from=2026-05-01&to=2026-05-02&with=2026-05-02..2026-05-03&by=team', 'Changes'],
  ['/efficiency', 'Efficiency'],
  ['/reconciliation?all=1', 'Bill & data'],
]))
  test(`script in names is text: ${path}`, async () => {
    const { page, faults, context } = await visit(b, s.base);
    page.on('dialog', (d) => faults.push(`a dialog: ${d.message()}`));
    await page.goto(path);
    await settled(page);
    await page.getByText(image).or(page.getByText(link)).or(page.getByText(script)).first().waitFor();
    assert.equal(await page.title(), `${title} · Farthing`);
    assert.equal(await page.locator('img, main script, a[href^="javascript:"]').count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });

test('the palette and a saved view show such names as text too', async () => {
  const { page, faults, context } = await visit(b, s.base);
  await page.goto('/explore?by=team&month=2026-05');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Search pages/ }).fill('img src');
  await page.getByRole('option').filter({ hasText: image }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Save view' }).getByRole('textbox', { name: 'Name' }).fill(image);
  await page.keyboard.press('Enter');
  await page.getByText(`Saved as ${image}`).waitFor();
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.title(), 'Explore · Farthing');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a formula in a name is text in CSV and XLSX', async () => {
  const { page, context } = await visit(b, s.base);
  await page.goto('/explore?by=team&month=2026-05');
  await settled(page);
  const read = async (/** @type {import('playwright-core').Locator} */ action) => {
    const [file] = await Promise.all([page.waitForEvent('download'), action.click()]);
    return readFileSync(await file.path());
  };
  const csv = csvRows(String(await read(page.getByRole('button', { name: 'Export CSV' })))).flat();
  const book = sheet(await read(page.getByRole('link', { name: 'Export XLSX' }))).flat(); // a formula is an error there
  for (const formula of formulas) {
    assert.ok(csv.includes(`'${formula}`), formula);
    assert.ok(!csv.includes(formula), formula);
    assert.ok(book.includes(formula), formula);
  }
  await context.close();
});
