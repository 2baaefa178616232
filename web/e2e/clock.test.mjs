// The clock of who looks may be wrong, or be set while he looks: what the page says of time is the server's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faultProxy } from './fault-proxy.mjs';
import { browser, organisation, server, settled, visit } from './harness.mjs';

const data = organisation();
const pages = ['/', '/explore', '/workloads', '/efficiency', '/reconciliation', '/changes'];
const DAY = 86_400_000;
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

test('a clock that is a day or a year off: each page says the same, freshness too', async () => {
  const right = await visit(b, s.base);
  const others = [];
  for (const off of [-DAY, DAY, 400 * DAY]) {
    const v = await visit(b, s.base);
    await v.page.clock.install({ time: Date.now() + off });
    others.push({ off, ...v });
  }
  for (const path of pages) {
    const said = async (/** @type {import('playwright-core').Page} */ page) => {
      await page.goto(path);
      await settled(page);
      await page.getByText(/Usage until 1 Nov 2026,? 00:00 UTC · snapshot/).waitFor();
      return page.locator('body').innerText();
    };
    const expected = await said(right.page);
    for (const { off, page } of others)
      assert.equal(await said(page), expected, `${path} with a clock off by ${off} ms`);
  }
  for (const { faults, context } of [right, ...others]) {
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a clock that is set while figures grow old: an age that is known, or none', async (t) => {
  const proxy = await faultProxy(s.base);
  t.after(() => proxy.stop());
  for (const [off, age] of /** @type {const} */ ([
    [0, 'under a minute old'],
    [-DAY, 'its age is not known since the clock was changed'],
    [DAY, 'its age is not known since the clock was changed'],
  ])) {
    let snapshot = 100;
    proxy.fault = (p) =>
      p === '/api/v1/events' && { stream: `event: snapshot\ndata: {"snapshot":${++snapshot},"freshness":null}\n\n` };
    const { page, context } = await visit(b, proxy.base);
    await page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + Number(document.documentElement?.dataset['off'] ?? 0);
    });
    await page.goto('/explore?by=team&month=2026-10');
    await page.getByText('snapshot 101').waitFor();
    await settled(page);
    const table = page.getByRole('table', { name: 'Groups' });
    const figures = await table.innerText();
    // a new snapshot is told of, and nothing answers for it
    await page.route('**/api/v1/costs*', (r) => r.fulfill({ status: 503, body: '' }));
    await page.evaluate((to) => {
      document.documentElement.dataset['off'] = String(to);
      for (const hidden of [true, false]) {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }
    }, off);
    await page.getByText(`Last good data, ${age}`).first().waitFor();
    assert.equal(await table.innerText(), figures);
    await context.close();
  }
});
