// An import that fails midway: the page keeps the snapshot that it has, and says nothing that isn't so.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, cli, ownFolder, ownLake, program, server, settled, visit } from './harness.mjs';

const pages = ['/', '/explore?by=team', '/workloads', '/efficiency', '/reconciliation', '/changes'];
const lake = ownLake();
const bill = join(ownFolder(), 'bill');
/** @type {Awaited<ReturnType<typeof server>>} */ let s;
/** @type {import('playwright-core').Browser} */ let b;
before(async () => {
  // large enough to be seen while it comes in
  const rows = ['generate', 'bill', '--rows', '400000', '--seed', '3', '--format', 'cur-csv-gz', '--out', bill];
  execFileSync(program, rows, { stdio: 'ignore' });
  s = await server(lake);
  b = await browser();
});
after(async () => {
  await b?.close();
  await s?.stop();
});

/** What each page says, in a tab of its own. @param {import('playwright-core').Page[]} tabs */
const said = (tabs) => Promise.all(tabs.map((page) => page.locator('main').innerText()));

test('kill -9 of an import, and one that is refused, while each page is open', async (t) => {
  const { snapshot } = cli(lake, 'summary');
  // a browser of their own each: one has six connections to a server, and each page that is seen listens on one
  const visits = await Promise.all(pages.map(() => visit(b, s.base)));
  const tabs = visits.map((v) => v.page);
  for (const [i, tab] of tabs.entries()) {
    await tab.goto(String(pages[i]));
    await settled(tab);
    await tab.getByText(`snapshot ${snapshot}`).waitFor();
  }
  const before = await said(tabs);

  const importing = spawn(program, ['import', bill, '--data', lake], { stdio: 'ignore' });
  const ended = new Promise((done) => importing.once('exit', (_, signal) => done(signal)));
  t.after(() => importing.kill('SIGKILL'));
  for (const tab of tabs) await tab.getByText(/^Importing \d+/).waitFor();
  importing.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL', 'it came to its end before it was killed');
  // nothing runs any more: that is said by itself
  for (const tab of tabs) await tab.getByText(`snapshot ${snapshot}`).waitFor();
  assert.deepEqual(await said(tabs), before);

  const broken = join(ownFolder(), 'bill.csv');
  writeFileSync(broken, 'identity/LineItemId,bill/PayerAccountId\n1,2\n');
  const refused = spawnSync(program, ['import', broken, '--data', lake]);
  assert.equal(refused.status, 1, String(refused.stderr));
  for (const [i, tab] of tabs.entries()) {
    await tab.reload();
    await settled(tab);
    await tab.getByText(`snapshot ${snapshot}`).waitFor();
    assert.equal(await tab.locator('main').innerText(), before[i], String(pages[i]));
  }
  assert.equal(cli(lake, 'summary').snapshot, snapshot);
  for (const { faults } of visits) assert.deepEqual(faults, []);
  for (const { context } of visits) await context.close();
});
