// Bad days: each page shows the right state, and "$0" nowhere.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { faultProxy } from './fault-proxy.mjs';
import { browser, organisation, ownLake, run, server, settled, tileOf, visit } from './harness.mjs';

const data = organisation();
const pages = ['/', '/explore?by=team', '/workloads', '/efficiency', '/reconciliation', '/changes'];
/** @type {Awaited<ReturnType<typeof server>>} */ let s;
/** @type {Awaited<ReturnType<typeof faultProxy>>} */ let proxy;
/** @type {import('playwright-core').Browser} */ let b;
/** @type {Awaited<ReturnType<typeof visit>>} */ let v;
before(async () => {
  s = await server(data);
  proxy = await faultProxy(s.base);
  b = await browser();
});
after(async () => {
  await b?.close();
  await proxy?.stop();
  await s?.stop();
});
beforeEach(async () => {
  proxy.fault = () => false;
  v = await visit(b, proxy.base);
});
afterEach(() => v.context.close());

const main = () => v.page.locator('main').innerText();
const noFigure = async () => assert.doesNotMatch(await main(), /\$\d/);
const failed = () => v.page.getByText('This part could not be loaded').first().waitFor();

const problem = {
  status: 503,
  contentType: 'application/problem+json',
  body: '{"title":"Busy","status":503,"detail":"The lake is locked","advice":"try again soon","request_id":"r-17"}',
};

test('503: says so with advice and request, no figure; retry brings the page back', async () => {
  for (const path of [...pages, '/gpu']) {
    await v.page.route('**/api/v1/**', (r) => r.fulfill(problem));
    await v.page.goto(path);
    await failed();
    await settled(v.page);
    assert.match(await main(), /The lake is locked \(try again soon\)\. Code 503\. Request r-17\./);
    await noFigure();
    await v.page.unroute('**/api/v1/**');
    await v.page.getByRole('button', { name: 'Try again' }).first().click();
    await v.page.getByText(/\$\d/).first().waitFor();
  }
});

test('half a body, a body cut on the wire, a refused connection: an error, never a figure', async () => {
  for (const path of pages)
    for (const fault of [{ cut: 60 }, { refuse: true }]) {
      proxy.fault = (p) => p.startsWith('/api/') && fault;
      await v.page.goto(path);
      await failed();
      await settled(v.page);
      await noFigure();
    }
  proxy.fault = () => false;
  await v.page.route('**/api/v1/**', (r) =>
    r.fulfill({ status: 200, contentType: 'application/json', body: '{"columns":[{"name":"pe' }),
  );
  await v.page.goto('/');
  await v.page
    .getByText(/The answer was cut off/)
    .first()
    .waitFor();
  await noFigure();
});

test('an answer of another shape: an error, never a figure', async () => {
  await v.page.route('**/api/v1/summary*', (r) =>
    r.fulfill({ status: 200, contentType: 'application/json', body: '{"month":"2026-10","parts":[]}' }),
  );
  await v.page.goto('/');
  await v.page
    .getByText(/unexpected shape/)
    .first()
    .waitFor();
  assert.doesNotMatch(await main(), /\$0/);
});

test('slow: a skeleton without a figure, then the figures', async () => {
  for (const path of pages) {
    /** @type {() => void} */
    let open = () => {};
    const gate = new Promise((done) => {
      open = () => done(undefined);
    });
    await v.page.route('**/api/v1/**', async (r) => {
      await gate;
      await r.continue();
    });
    await v.page.goto(path);
    await v.page.locator('[aria-busy=true]').first().waitFor();
    await noFigure();
    open();
    await v.page.getByText(/\$\d/).first().waitFor();
    await v.page.unroute('**/api/v1/**');
  }
});

test('money that is unknown: a word and its reason, not a zero', async () => {
  await v.page.route('**/api/v1/summary*', async (r) => {
    const answer = await r.fetch();
    const body = await answer.json();
    const costs = body.parts[0];
    const at = costs.columns.findIndex((/** @type {any} */ c) => c.name === 'last_month');
    for (const row of costs.rows) row[at] = null;
    costs.notes = ['no charges of 2026-09, so last month is unknown'];
    await r.fulfill({ response: answer, json: body });
  });
  await v.page.goto('/');
  const tile = tileOf(v.page, 'Last month');
  await tile.waitFor();
  assert.match(await tile.innerText(), /Not known\s+no charges of 2026-09/);
});

test('killed after the first load: the last good data stays with its age, a new question is an error', async () => {
  const own = await server(data);
  const w = await visit(b, own.base);
  await w.page.goto('/');
  await settled(w.page);
  await w.page.getByText(/\$\d/).first().waitFor();
  const before = await tileOf(w.page, 'Month to date').innerText();
  await own.stop('SIGKILL');
  await w.page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'Region' });
  await w.page.getByText('This part could not be loaded').first().waitFor();
  assert.equal((await tileOf(w.page, 'Month to date').innerText()).split('\n')[1], before.split('\n')[1]);
  await w.context.close();
});

test('killed while each page is open: it says so and keeps what it knew; elsewhere an error, no figure', async () => {
  const own = await server(data);
  const visits = [];
  for (const path of pages) {
    const w = await visit(b, own.base);
    await w.page.goto(path);
    await settled(w.page);
    visits.push({ ...w, before: await w.page.locator('main').innerText() });
  }
  await own.stop('SIGKILL');
  for (const { page, before } of visits) {
    await page.getByText("The server doesn't answer: figures are of snapshot").waitFor();
    assert.equal(await page.locator('main').innerText(), before);
  }
  for (const [i, { page, context }] of visits.entries()) {
    // a page that was not open yet: its script can't come, or nothing answers it
    const next = pages[(i + 1) % pages.length] ?? '';
    const name = ['Explore', 'Workloads', 'Efficiency', 'Bill & data', 'Changes', 'Overview'][i] ?? '';
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();
    const alert = page.getByRole('alert').getByText(/^This (page|part) could not be loaded/);
    await alert.first().waitFor();
    await settled(page);
    assert.doesNotMatch(await page.locator('main').innerText(), /\$\d/, next);
    await context.close();
  }
});

test('a token that is revoked while each page is open: the sign-in form, no figure, the address stays', async (t) => {
  const lake = ownLake();
  const token = run(lake, 'token', 'add', 'maria').match(/frt_\S+/)?.[0] ?? '';
  const own = await server(lake, '--sign-in');
  t.after(() => own.stop());
  const visits = [];
  for (const path of pages) {
    const w = await visit(b, own.base);
    await w.page.goto(path);
    await w.page.getByLabel('Token').fill(token);
    await w.page.keyboard.press('Enter');
    await w.page.getByText(/\$\d/).first().waitFor();
    await settled(w.page);
    await w.page.getByText(/· snapshot \d/).waitFor();
    visits.push({ ...w, address: w.page.url() });
  }
  run(lake, 'token', 'revoke', 'maria');
  for (const { page, context, address } of visits) {
    await page.getByLabel('Token').waitFor();
    assert.doesNotMatch(await page.locator('body').innerText(), /\$\d/);
    assert.equal(page.url(), address);
    await context.close();
  }
});

test('a new snapshot while no events come: the page asks by itself', async () => {
  await v.page.clock.install();
  await v.page.route('**/api/v1/events', (r) => r.fulfill({ status: 404, body: '' }));
  let snapshot = 0;
  await v.page.route('**/api/v1/health', (r) =>
    r.fulfill({ json: { status: 'ok', snapshot: ++snapshot, freshness: '2026-10-31T00:00:00Z' } }),
  );
  await v.page.goto('/');
  await settled(v.page);
  const again = v.page.waitForRequest('**/api/v1/summary');
  await v.page.clock.runFor(31_000);
  await again;
});

test('script in a value is text', async () => {
  await v.page.route('**/api/v1/costs*', async (r) => {
    const answer = await r.fetch();
    const body = await answer.json();
    for (const row of body.rows) row[row.length > 3 ? 1 : 0] = '<img src=x onerror="document.title=1">';
    await r.fulfill({ response: answer, json: body });
  });
  await v.page.goto('/explore?by=team');
  await v.page.getByText('<img src=x').first().waitFor();
  assert.equal(await v.page.title(), 'Explore · Farthing');
});

test('an upgraded server has no old chunk: the page loads itself again, once', async () => {
  await v.page.goto('/');
  await settled(v.page);
  let gone = 0;
  await v.page.route(/assets\/explore-.*\.js/, (r) =>
    gone++ === 0 ? r.fulfill({ status: 404, body: 'no' }) : r.continue(),
  );
  await v.page.getByRole('link', { name: 'Explore', exact: true }).first().click();
  await v.page.getByRole('heading', { name: 'Explore', level: 1 }).waitFor();
  assert.equal(gone, 2);
});
