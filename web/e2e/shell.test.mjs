// What holds for every page: keys, the palette, saved views, sign-in, events.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { faultProxy } from './fault-proxy.mjs';
import { axe, browser, cli, groupBy, ownFolder, ownLake, program, run, server, settled, visit } from './harness.mjs';

const data = ownLake();
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
/** @typedef {import('playwright-core').Page} Page */
/** @param {Page} page @param {string} keys */
const press = async (page, keys) => {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
};
const path = (/** @type {Page} */ page) => `${new URL(page.url()).pathname}${new URL(page.url()).search}`;

test('the palette goes to pages, groups, opens names, and acts; axe 0', async () => {
  const { page, faults, context } = await visit(b, s.base);
  await page.goto('/explore?by=service&month=2026-10');
  await settled(page);
  const field = page.getByRole('combobox', { name: /^Search pages/ });
  const options = page.getByRole('dialog', { name: 'Command palette' }).getByRole('option');
  await page.keyboard.press('Control+k');
  await options.first().waitFor();
  assert.deepEqual(await axe(page), []);
  await field.fill('group by region');
  await options.filter({ hasText: 'Group by region' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/by=region/);
  assert.equal(path(page), '/explore?by=region&month=2026-10');
  // a team by its name, whatever its dashes and case
  await page.keyboard.press('Control+k');
  await field.fill('data-PLATFORM teams');
  await options.filter({ hasText: 'data_platform' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/where=team/);
  assert.match(path(page), /by=workload&where=team\+%3D\+%27data_platform%27/);
  await page.keyboard.press('Control+k');
  await field.fill('bill');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bill & data', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await field.fill('theme dark');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  // hours of the wall (New York), and days of the bill
  await page.keyboard.press('Control+k');
  await field.fill('local hours');
  await page.keyboard.press('Enter');
  await page
    .getByText(/Usage until 31 Oct 2026,? 20:00 (GMT-4|EDT)/)
    .first()
    .waitFor();
  await page.getByText('Days are UTC, hours local').waitFor();
  await page.keyboard.press('Control+k');
  await field.fill('no such thing');
  await page.getByText('Nothing is called "no such thing"').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('? lists the keys; no key fires while one types or beneath a dialog; Escape leaves a field', async () => {
  const { page, faults, context } = await visit(b, s.base);
  await page.goto('/explore?by=team');
  await settled(page);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByText('Command palette').waitFor();
  assert.deepEqual(await axe(page), []);
  await press(page, 'g r s');
  assert.equal(path(page), '/explore?by=team');
  assert.equal(await page.getByRole('dialog').count(), 1);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  const field = page.getByRole('textbox', { name: 'Filter' });
  await page.keyboard.type('grstc?');
  assert.equal(await field.inputValue(), 'grstc?');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  assert.equal(
    await page.getByRole('combobox', { name: 'Period' }).evaluate((e) => e === document.activeElement),
    true,
  );
  await page.keyboard.press('Escape');
  await press(page, 'g c');
  await page.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('saved views: save, star, share, rename, replace, first, delete and undo; all survive a reload', async () => {
  const { page, faults, context } = await visit(b, s.base);
  const dialog = page.getByRole('dialog', { name: 'Saved views' });
  const row = (/** @type {string} */ name) => dialog.getByRole('listitem').filter({ hasText: name });
  const list = async () => {
    await press(page, 'g v');
    await dialog.waitFor();
  };
  const more = (/** @type {string} */ name) => page.getByRole('button', { name: `More for ${name}` }).click();
  await page.goto('/changes?by=cluster&month=2026-10');
  await settled(page);
  await page.keyboard.press('s');
  const save = page.getByRole('dialog', { name: 'Save view' });
  await save.getByRole('textbox', { name: 'Name' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.type('Clusters');
  await page.keyboard.press('Enter');
  await page.getByText('Saved as Clusters').waitFor();
  await page.reload();
  await settled(page);
  await list();
  await row('Clusters').getByText('Changes · yours only').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Star Clusters', pressed: false }).click();
  await page.getByRole('button', { name: 'Star Clusters', pressed: true }).waitFor();
  await more('Clusters');
  await page.getByRole('button', { name: 'Share Clusters' }).click();
  await row('Clusters').getByText('yours, shared').waitFor();
  await page.getByRole('button', { name: 'Open first Clusters' }).click();
  await row('Clusters').getByText('opens first').waitFor();
  await page.getByRole('button', { name: 'Rename Clusters' }).click();
  await page.getByRole('textbox', { name: 'New name of Clusters' }).fill('By cluster');
  await page.keyboard.press('Enter');
  await row('By cluster').getByText('Changes · yours, shared · opens first').waitFor();
  await page.reload();
  await settled(page);

  // another tab of this browser opens bare: with the view, once
  const tab = await context.newPage();
  await tab.goto('/');
  await tab.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
  assert.equal(path(tab), '/changes?by=cluster&month=2026-10');
  await tab.getByRole('link', { name: 'Farthing, overview' }).click();
  await tab.getByRole('heading', { name: 'October 2026' }).waitFor();
  await tab.close();

  // the same name again replaces it
  await groupBy(page, 'Region');
  await page.waitForURL(/by=region/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await save.getByRole('textbox', { name: 'Name' }).fill('By cluster');
  await save.getByText('it will be replaced').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Saved as By cluster').waitFor();
  const all = await (await fetch(`${s.base}/api/v1/views`)).json();
  assert.deepEqual(
    all.views.map((/** @type {any} */ x) => [x.name, x.address]),
    [['By cluster', '/changes?by=region&month=2026-10']],
  );

  await list();
  await more('By cluster');
  await page.getByRole('button', { name: 'Delete By cluster' }).click();
  await dialog.getByText('Deleted By cluster.').waitFor();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await row('By cluster').getByText('opens first').waitFor();
  await more('By cluster');
  await page.getByRole('button', { name: 'Delete By cluster' }).click();
  await dialog.getByText('No view is saved yet').waitFor();
  await page.reload();
  await settled(page);
  await list();
  await dialog.getByText('No view is saved yet').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('sign-in keeps the address; a revoked token ends what is shown; signing out leaves nothing', async (t) => {
  const lake = ownLake();
  const token = () => run(lake, 'token', 'add', 'maria').match(/frt_\S+/)?.[0] ?? '';
  const first = token();
  const own = await server(lake, '--sign-in');
  t.after(() => own.stop());
  const { page, context } = await visit(b, own.base);
  const field = page.getByLabel('Token');
  await page.goto('/changes?by=team&month=2026-10');
  await field.waitFor();
  assert.deepEqual(await axe(page), []);
  assert.doesNotMatch(await page.locator('body').innerText(), /\$\d/);
  await field.fill('frt_wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(/token/i).waitFor();
  await field.fill(first);
  await page.keyboard.press('Enter');
  await page.getByRole('table', { name: 'Drivers' }).waitFor();
  assert.equal(path(page), '/changes?by=team&month=2026-10');
  await page.getByText('maria', { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.cookie), '');

  run(lake, 'token', 'revoke', 'maria'); // nobody touches the page: its stream of events is dropped
  await field.waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /\$\d/);
  await field.fill(token());
  await page.keyboard.press('Enter');
  await page.getByRole('table', { name: 'Drivers' }).waitFor();
  assert.equal(path(page), '/changes?by=team&month=2026-10');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await field.waitFor();
  await page.reload();
  await field.waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /\$\d/);
  await context.close();
});

test('after an import the page shows the new snapshot by itself', async (t) => {
  const lake = ownLake();
  const own = await server(lake);
  t.after(() => own.stop());
  const { page, faults, context } = await visit(b, own.base);
  await page.goto('/');
  await settled(page);
  const before = cli(lake, 'summary');
  await page.getByText(`snapshot ${before.snapshot}`).waitFor();
  const work = ownFolder();
  const org = ['generate', 'org', '--month', '2026-11', '--days', '2', '--nodes', '12', '--pods', '60', '--seed', '7'];
  execFileSync(program, [...org, '--out', work], { stdio: 'ignore' });
  run(lake, 'import', work);
  run(lake, 'build');
  const { snapshot } = cli(lake, 'summary');
  assert.ok(snapshot > before.snapshot);
  await page.getByText(`snapshot ${snapshot}`).waitFor();
  await page.getByRole('heading', { name: 'November 2026 so far' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('progress is shown while it goes on; a hidden tab hangs up, and catches up when it is seen', async (t) => {
  const proxy = await faultProxy(s.base);
  t.after(() => proxy.stop());
  const { snapshot } = cli(data, 'summary');
  let open = 0;
  /** @type {() => void} */ let hungUp = () => {};
  const closed = new Promise((done) => {
    hungUp = () => done(undefined);
  });
  proxy.fault = (p) => {
    if (p !== '/api/v1/events') return false;
    const first = open++ === 0;
    return {
      stream: first
        ? 'event: progress\ndata: {"what":"import","done":3,"total":12,"detail":"files"}\n\n'
        : `event: snapshot\ndata: {"snapshot":${snapshot + 7},"freshness":"2026-11-01T00:00:00Z"}\n\n`,
      closed: hungUp,
    };
  };
  const { page, faults, context } = await visit(b, proxy.base);
  await page.goto('/');
  await page.getByText('Importing 3 of 12 files').waitFor();
  assert.equal(await page.getByRole('progressbar', { name: 'Importing' }).getAttribute('value'), '3');
  await settled(page);
  assert.deepEqual(await axe(page), []);
  const see = (/** @type {boolean} */ hidden) =>
    page.evaluate((to) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => to });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await see(true);
  await closed;
  assert.equal(open, 1);
  await see(false);
  await page.getByText(`snapshot ${snapshot + 7}`).waitFor();
  assert.equal(await page.getByRole('progressbar').count(), 0);
  assert.equal(open, 2);
  assert.deepEqual(faults, []);
  await context.close();
});

test('demo data are called that on every page, and only they', async () => {
  const { page, context } = await visit(b, s.base);
  await page.goto('/');
  await settled(page);
  assert.equal(await page.getByText('Demo data').count(), 0);
  await page.route('**/api/v1/health', async (r) => {
    const answer = await r.fetch();
    await r.fulfill({ response: answer, json: { ...(await answer.json()), demo: true } });
  });
  for (const path of ['/', '/changes']) {
    await page.goto(path);
    await page.getByText('Demo data').waitFor();
  }
  await context.close();
});
