import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe, browser, emptyLake, organisation, server, settled, visit } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof server>>} */ let s;
/** @type {import('playwright-core').Browser} */ let b;
before(async () => {
  mkdirSync('shots', { recursive: true });
  s = await server(organisation());
  b = await browser();
});
after(async () => {
  await b?.close();
  await s?.stop();
});

const paths = [
  '/',
  '/explore?by=team,namespace&compare=previous&month=2026-10',
  '/explore?by=cluster&granularity=none&view=table',
  '/workloads?in=cluster:eks-train',
  '/efficiency',
  '/reconciliation?all=1',
  '/changes?month=2026-10',
];
const name = (/** @type {string} */ path) => path.replace(/\W+/g, '-').slice(1, 24) || 'overview';

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  for (const width of [375, 768, 1440, 1920])
    test(`${width} px ${colorScheme}: axe 0, no fault, no sideways scroll`, async () => {
      const { page, faults, context } = await visit(b, s.base, { viewport: { width, height: 900 }, colorScheme });
      for (const path of paths) {
        await page.goto(path);
        await settled(page);
        if (width === 375 || width === 1440) assert.deepEqual(await axe(page), [], path);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
        if (!process.env.SHOTS) continue;
        // a taller window, not fullPage: that leaves sticky and fixed parts in the middle of the picture
        await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
        await page.screenshot({ path: `shots/${name(path)}-${width}-${colorScheme}.png` });
        await page.setViewportSize({ width, height: 900 });
      }
      assert.deepEqual(faults, []);
      await context.close();
    });

test('forced colours and the open explanation: axe 0, no CSP violation, focus comes back', async () => {
  const { page, faults, context } = await visit(b, s.base, { forcedColors: 'active' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Explain Month to date' }).click();
  const dialog = page.getByRole('dialog', { name: 'Month to date, explained' });
  await dialog.getByText(/^formula: sum of/).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Explain Month to date');
  await page.goto('/changes');
  await settled(page);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('an empty lake: each page says why there is nothing, and what to do', async () => {
  const own = await server(emptyLake());
  const { page, faults, context } = await visit(b, own.base);
  for (const path of [
    '/',
    '/explore',
    '/workloads',
    '/efficiency',
    '/reconciliation',
    '/changes',
    '/gpu',
    '/training',
    '/inference',
  ]) {
    await page.goto(path);
    await page.getByText('No bill is here yet').waitFor();
    assert.match(await page.locator('main').innerText(), /farthing import PATH/);
    assert.doesNotMatch(await page.locator('main').innerText(), /\$/);
    assert.deepEqual(await axe(page), [], path);
  }
  assert.deepEqual(faults, []);
  await context.close();
  await own.stop();
});

test('a dark choice wins over a light system and stays', async () => {
  const { page, context } = await visit(b, s.base, { colorScheme: 'light' });
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  assert.notEqual(await background(), light);
  await page.reload();
  assert.notEqual(await background(), light);
  await context.close();
});

test('keys go to pages, and a new page has the focus', async () => {
  const { page, context } = await visit(b, s.base);
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { name: 'Bill & data', level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  assert.equal(await page.title(), 'Bill & data · Farthing');
  await context.close();
});

test('headers: hashed assets for ever, the page never, compressed, 404 for an unknown asset, a strict policy', async () => {
  const get = (/** @type {string} */ path, headers = {}) => fetch(s.base + path, { headers });
  const first = await get('/');
  const html = await first.text();
  const script = html.match(/\/assets\/[\w-]+\.js/)?.[0] ?? '';
  const asset = await get(script, { 'accept-encoding': 'br' });
  assert.equal(asset.headers.get('content-encoding'), 'br');
  assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
  assert.equal((await get('/explore')).headers.get('cache-control'), 'no-cache');
  assert.equal((await get('/assets/old-hash.js')).status, 404);
  assert.doesNotMatch(html, /<script(?![^>]*src=)|<style|style=|onload=/);
  const policy = first.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
});
