// How soon the page is there and how soon it answers, in Chromium: node e2e/bench.mjs BASE (see ../../bench/serve).
// Prints lines for people and, last, the same as JSON. Milliseconds.
import { browser, settled, visit } from './harness.mjs';

const base = process.argv[2] ?? 'http://127.0.0.1:8080';
const rounds = 7;
const by = 'by=account,region';
const series = `/explore?by=account&last=90d&granularity=day&top=20`;
const rows = `/explore?${by},service,category&from=2025-11-01&to=2026-11-01&granularity=none&view=table`;

/** @param {number[]} all @param {number} share */
const quantile = (all, share) =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const round = (/** @type {number} */ x) => Math.round(x);

const b = await browser();

/** One visit with an empty cache. */
async function open() {
  const { page, context } = await visit(b, base);
  let requests = 0;
  page.on('request', () => requests++);
  const begun = performance.now();
  await page.goto('/', { waitUntil: 'commit' });
  await settled(page);
  const settledAt = performance.now() - begun;
  const paint = await page.evaluate(
    () => performance.getEntriesByType('paint').find((e) => e.name === 'first-contentful-paint')?.startTime ?? 0,
  );
  await context.close();
  return { paint, settledAt, requests };
}

/**
 * From each key or click until what it changed was painted, by the browser's own event timing.
 * @param {string} path @param {(page: import('playwright-core').Page) => Promise<void>} use
 */
async function interact(path, use) {
  const { page, context } = await visit(b, base);
  await page.goto(path);
  await settled(page);
  await page.evaluate(() => {
    const seen = /** @type {Map<number, number>} */ (new Map());
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const e of /** @type {any[]} */ (list.getEntries()))
        if (e.interactionId) seen.set(e.interactionId, Math.max(seen.get(e.interactionId) ?? 0, e.duration));
    }).observe(/** @type {any} */ ({ type: 'event', buffered: true, durationThreshold: 16 }));
  });
  await use(page);
  await settled(page);
  // What was faster than the threshold has no entry: it counts as one frame.
  const found = await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return [.../** @type {any} */ (window).seen.values()];
  });
  const count = await page.getByRole('row').count();
  await context.close();
  return { found, rows: count };
}

const opened = [];
for (let i = 0; i < rounds; i++) opened.push(await open());
const charted = await interact(series, async (page) => {
  await page.getByRole('figure').first().locator('[tabindex="0"]').first().focus();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowLeft');
  await page.getByRole('combobox', { name: 'Chart', exact: true }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
});
const tabled = await interact(rows, async (page) => {
  const heads = page.getByRole('table', { name: 'Groups' }).getByRole('columnheader').getByRole('button');
  for (let i = 0; i < 10; i++) await heads.nth(i % (await heads.count())).click();
  await page.getByRole('table', { name: 'Groups' }).click({ position: { x: 5, y: 60 } });
  for (let i = 0; i < 20; i++) await page.keyboard.press('PageDown');
});
await b.close();

const figures = {
  first_content_p50: round(
    quantile(
      opened.map((o) => o.paint),
      0.5,
    ),
  ),
  overview_whole_p50: round(
    quantile(
      opened.map((o) => o.settledAt),
      0.5,
    ),
  ),
  overview_requests: Math.max(...opened.map((o) => o.requests)),
  chart_interaction_p95: round(quantile(charted.found.length ? charted.found : [16], 0.95)),
  chart_slow_interactions: charted.found.length,
  table_interaction_p95: round(quantile(tabled.found.length ? tabled.found : [16], 0.95)),
  table_slow_interactions: tabled.found.length,
};
console.log(
  `Overview, empty browser cache, ${rounds} visits: first content ${figures.first_content_p50} ms, all of it ${figures.overview_whole_p50} ms, ${figures.overview_requests} requests`,
);
console.log(
  `Explore, 90 days x 20 series: ${figures.chart_slow_interactions} of 44 interactions above 16 ms, their p95 ${figures.chart_interaction_p95} ms`,
);
console.log(
  `Explore, its longest table: ${figures.table_slow_interactions} of 31 interactions above 16 ms, their p95 ${figures.table_interaction_p95} ms`,
);
console.log(JSON.stringify(figures));
