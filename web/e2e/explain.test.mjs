// Every figure that explains itself is the one that its explanation gives: asked and computed again, here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, organisation, settled, visiting } from './harness.mjs';

const data = organisation();
const v = visiting(data, { viewport: { width: 1440, height: 2000 } });

/** @type {Map<string, any>} */ const answers = new Map();
async function ask(/** @type {string} */ path) {
  if (!answers.has(path)) answers.set(path, await (await fetch(v.base + path)).json());
  return answers.get(path);
}
const SCALE = 24;
/** Exact: a decimal as a whole number of 10^-24. */
const units = (/** @type {string} */ d) => {
  const [whole = '0', fraction = ''] = d.replace('-', '').split('.');
  const n = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return d.startsWith('-') ? -n : n;
};
async function inputOf(/** @type {any} */ input, /** @type {string} */ currency) {
  const table = await ask(input.ask);
  assert.ok(table?.rows, `${input.ask}: ${table?.detail}`);
  const at = (/** @type {string} */ name) => table.columns.findIndex((/** @type {any} */ c) => c.name === name);
  const match = { ...input.match, ...(at('currency') >= 0 && { currency }) };
  const rows = table.rows.filter(
    (/** @type {any[]} */ r) =>
      Object.entries(match).every(([k, x]) => r[at(k)] === x) && (!input.known || r[at(input.known)] !== null),
  );
  assert.ok(rows.length > 0 && at(input.column) >= 0, `nothing is found for ${JSON.stringify(input)}`);
  return rows.reduce(
    (/** @type {bigint} */ n, /** @type {any[]} */ r) => n + units(String(r[at(input.column)] ?? '0')),
    0n,
  );
}
const text = (/** @type {bigint} */ n) => {
  const digits = String(n < 0n ? -n : n).padStart(SCALE + 1, '0');
  return `${n < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
};
function money(/** @type {bigint} */ n, /** @type {string} */ currency) {
  const of = (/** @type {any} */ x) => new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(x);
  const small = n !== 0n && Math.abs(Number(text(n))) < 0.005;
  return (small ? `${n < 0n ? '-' : ''}<${of('0.01')}` : of(text(n))).replace('-', '−');
}
/** Of one of many things: three digits, however small. */
function price(/** @type {bigint} */ n, /** @type {string} */ currency) {
  if (n === 0n || Math.abs(Number(text(n))) >= 1) return money(n, currency);
  const digits = { style: 'currency', currency, minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return new Intl.NumberFormat('en-US', /** @type {any} */ (digits)).format(/** @type {any} */ (text(n)));
}
async function recomputed(/** @type {any} */ f) {
  const [a = 0n, c = 0n, d = 0n] = await Promise.all(f.inputs.map((/** @type {any} */ i) => inputOf(i, f.currency)));
  const scaled = f.formula === 'a × n ÷ m + b' ? (a * BigInt(f.n)) / BigInt(f.m) + c : a;
  const n = f.formula === 'a − b' ? a - c : scaled;
  if (f.form === 'share' && f.formula === 'a')
    return `${(Number(text(a)) / 100).toLocaleString('en-US', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })}`;
  if (f.form === 'money') return money(n, f.currency);
  if (f.form === 'price') return price(f.formula === 'a' ? n : (a * BigInt(f.n) * 10n ** 24n) / (c + d), f.currency);
  if (f.form === 'signed') return `${n > 0n ? '+' : ''}${money(n, f.currency)}`;
  const ratio =
    f.formula === 'a ÷ b' ? Number(text(a)) / Number(text(c)) : Number(text(a - c)) / Math.abs(Number(text(c)));
  const percent = (/** @type {any} */ options) =>
    new Intl.NumberFormat('en-US', {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      ...options,
    });
  if (f.form === 'change') return percent({ signDisplay: 'exceptZero' }).format(ratio).replace('-', '−');
  return ratio !== 0 && Math.abs(ratio) < 0.0005 ? '<0.1%' : percent({}).format(ratio).replace('-', '−');
}

for (const [path, least] of /** @type {[string, number][]} */ ([
  ['/', 20],
  ['/?by=team&cost=billed', 20],
  ['/explore?by=team,cluster&month=2026-10&compare=previous', 40],
  [
    `/explore?by=service&compare=last_month&cost=list&where=${encodeURIComponent("region = 'us-east-1' OR sku IS NULL")}`,
    10,
  ],
  ['/workloads?month=2026-10', 50],
  ['/workloads?in=cluster:ecs-main,ecs_service:ad-creative&idle=by_node&shared=on&compare=2026-09', 10],
  ['/efficiency', 5],
  ['/efficiency?hours=table', 100],
  ['/changes?by=team,cluster&table=1', 40],
  ['/changes?by=service&with=last_month&cost=billed', 20],
  ['/reconciliation', 5],
  ['/gpu?month=2026-10', 40],
  ['/gpu?month=2026-10&by=gpu_sharing,mig_profile&table=1', 200],
  ['/training?month=2026-10', 10],
  ['/inference?month=2026-10', 30],
]))
  test(`${path}: each figure is what its explanation gives`, async () => {
    const { page } = v;
    await page.goto(path);
    await page.locator('[data-explain]').first().waitFor();
    await settled(page);
    const figures = await page
      .locator('[data-explain]')
      .evaluateAll((all) => all.map((e) => [/** @type {HTMLElement} */ (e).innerText, e.getAttribute('data-explain')]));
    assert.ok(figures.length >= least, `only ${figures.length} figures`);
    for (const [shown, explained] of figures) {
      const found = await recomputed(JSON.parse(String(explained)));
      const said = String(shown).replaceAll(/[\s▲▼=]/g, '');
      assert.equal(said, found, String(explained));
    }
    // money that explains nothing is a figure that nobody can check
    const bare = await page
      .locator('[role=cell], dl [class*=figure]')
      .evaluateAll((all) =>
        all
          .filter(
            (e) =>
              /\$\d/.test(e.textContent ?? '') &&
              !e.querySelector('[data-explain]') &&
              !e.closest('[aria-label=Checks]'),
          )
          .map((e) => e.textContent),
      );
    assert.deepEqual(bare, []);
    assert.deepEqual(v.faults, []);
  });

test('an explanation holds formula, inputs, the price source, the snapshot and the lines below, which sum to it', async () => {
  const { page } = v;
  await page.goto('/workloads?month=2026-10&in=cluster:eks-train');
  const cell = page
    .getByRole('table', { name: 'Workloads' })
    .getByRole('row', { name: /ml-train/ })
    .locator('[data-explain]')
    .first();
  const shown = await cell.innerText();
  await cell.click();
  const dialog = page.getByRole('dialog', { name: 'Cost, ml-train, explained' });
  await dialog.getByText('The inputs give this figure').waitFor();
  await dialog.getByText(/^formula: sum of/).waitFor();
  await dialog.getByText(/^cost source bill/).waitFor();
  await dialog.getByText(/^snapshot: \d/).waitFor();
  await dialog.getByText('Sum of these rows').waitFor();
  await dialog.getByText('Lines of the bill of these machines').waitFor();
  await dialog
    .getByRole('cell', { name: /SpotUsage|BoxUsage/ })
    .first()
    .waitFor();
  const exact = await dialog.locator('dd').first().innerText();
  assert.ok((await dialog.getByText('Sum of these rows').locator('..').innerText()).includes(exact));
  assert.equal(money(units(exact.split(' ')[0] ?? ''), 'USD'), shown);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await cell.evaluate((e) => e === document.activeElement), true);
  assert.deepEqual(v.faults, []);
});
