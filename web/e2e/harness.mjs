// Browser tests: node's test runner, playwright-core, the distribution's own Chromium, and the real program.
// FARTHING is the program (default ../build/farthing).
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
export const program = process.env.FARTHING ?? here('../../build/farthing');
const axeSource = readFileSync(here('../node_modules/axe-core/axe.min.js'), 'utf8');
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {string} data @param {string[]} args */
export const run = (data, ...args) =>
  execFileSync(program, [...args, '--data', data], { encoding: 'utf8', maxBuffer: 1 << 28 });
/** The program's answer to the same question, to compare a page with. @param {string} data @param {string[]} args */
export const cli = (data, ...args) => JSON.parse(run(data, ...args, '-o', 'json'));

/** Two months of the generated organisation, made once for each build of the program. */
export function organisation() {
  const of = statSync(program);
  const key = createHash('sha256').update(`${program} ${of.mtimeMs} ${of.size}`).digest('hex').slice(0, 12);
  const made = join(tmpdir(), `farthing-web-${key}`);
  if (existsSync(made)) return made;
  const work = mkdtempSync(`${made}-`);
  const lake = join(work, 'lake');
  for (const [month, days] of [
    ['2026-09', '30'],
    ['2026-10', '31'],
  ]) {
    const out = join(work, String(month));
    const org = ['generate', 'org', '--month', String(month), '--days', String(days), '--nodes', '12', '--pods', '60'];
    execFileSync(program, [...org, '--seed', '7', '--out', out], { stdio: 'ignore' });
    execFileSync(program, ['import', out, '--data', lake], { stdio: 'ignore' });
  }
  execFileSync(program, ['build', '--data', lake], { stdio: 'ignore' });
  renameSync(lake, made);
  rmSync(work, { recursive: true });
  return made;
}
/** A folder of this run only. */
export function ownFolder() {
  const own = mkdtempSync(join(tmpdir(), 'farthing-own-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}
/** A copy of the organisation, for what writes. */
export function ownLake() {
  const own = ownFolder();
  cpSync(organisation(), own, { recursive: true });
  return own;
}
/** A bill that was imported and not built yet. */
export function unbuilt() {
  const work = mkdtempSync(join(tmpdir(), 'farthing-unbuilt-'));
  const org = ['generate', 'org', '--month', '2026-10', '--days', '3', '--nodes', '8', '--pods', '20', '--seed', '7'];
  execFileSync(program, [...org, '--out', join(work, 'org')], { stdio: 'ignore' });
  execFileSync(program, ['import', join(work, 'org'), '--data', join(work, 'lake')], { stdio: 'ignore' });
  return join(work, 'lake');
}
export const emptyLake = () => mkdtempSync(join(tmpdir(), 'farthing-empty-'));

/** Starts the server on a free port; stop() ends that process and no other. @param {string} data @param {string[]} args */
export async function server(data, ...args) {
  const child = spawn(program, ['serve', '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  const lines = createInterface({ input: child.stdout });
  const base = await Promise.race([
    new Promise((done) => lines.once('line', (line) => done(String(line).match(/http:\/\/\S+/)?.[0]))),
    ended.then((code) => Promise.reject(new Error(`the server ended with ${code} before it listened`))),
  ]);
  lines.on('line', () => {}); // keep the pipe empty
  return {
    base: String(base),
    async stop(signal = /** @type {NodeJS.Signals} */ ('SIGTERM')) {
      if (child.pid && child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

export const browser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0, // root cannot use the sandbox
    args: flags,
  });

/**
 * A page that remembers what went wrong: CSP violations, console errors, uncaught errors, requests to another host.
 * @param {import('playwright-core').Browser} b
 * @param {string} base
 * @param {import('playwright-core').BrowserContextOptions} options
 */
export async function visit(b, base, options = {}) {
  const context = await b.newContext({
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'America/New_York', // the page says UTC, whatever the clock on the wall says
    locale: 'en-US',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  /** @type {string[]} */
  const faults = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) =>
      console.error(`CSP ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`),
    );
  });
  page.on('console', (m) => m.type() === 'error' && faults.push(m.text()));
  page.on('pageerror', (e) => faults.push(`uncaught ${e.message}`));
  page.on(
    'request',
    (r) => !/^(data|blob):/.test(r.url()) && !r.url().startsWith(base) && faults.push(`other host ${r.url()}`),
  );
  return { page, faults, context };
}

/**
 * For a file of tests about one lake: a server and a browser for all of them, a visit for each, in what comes back.
 * @param {string} data
 * @param {import('playwright-core').BrowserContextOptions} options
 */
export function visiting(data, options = {}) {
  const v =
    /** @type {Awaited<ReturnType<typeof visit>> & {base: string, browser: import('playwright-core').Browser}} */ ({});
  /** @type {Awaited<ReturnType<typeof server>> | undefined} */ let s;
  before(async () => {
    s = await server(data);
    v.base = s.base;
    v.browser = await browser();
  });
  beforeEach(async () => Object.assign(v, await visit(v.browser, v.base, options)));
  afterEach(() => v.context.close());
  after(async () => {
    await v.browser?.close();
    await s?.stop();
  });
  return v;
}

/** Everything that was asked for has come, and nothing is a skeleton any more. @param {import('playwright-core').Page} page */
export async function settled(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('main [aria-busy=true]').length === 0);
}

/** Another grouping, typed as a user does. @param {import('playwright-core').Page} page @param {string} name */
export async function groupBy(page, name) {
  await page.getByRole('combobox', { name: 'Group by' }).fill(name);
  await page.keyboard.press('Enter');
}

/** @param {import('playwright-core').Page} page */
export async function axe(page) {
  await page.evaluate(axeSource); // over the debugger's protocol: CSP does not apply, a <script> tag would be blocked
  return page.evaluate(async () => {
    // @ts-expect-error axe is a global now
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      (v) =>
        `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? n.all[0]?.message ?? ''}`).join(' | ')}`,
    );
  });
}

/** A tile of the Overview by its label. @param {import('playwright-core').Page} page @param {string} label */
export const tileOf = (page, label) => page.locator('dl', { has: page.locator('dt', { hasText: label }) });

/** A figure as the page writes it. @param {string} value */
export const usd = (value) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
    .format(/** @type {any} */ (value))
    .replace('-', '−');
/** @param {{columns: {name: string}[], rows: any[][]}} table @param {string} name */
export const values = (table, name) => {
  const at = table.columns.findIndex((c) => c.name === name);
  if (at < 0) throw new Error(`no column ${name}`);
  return table.rows.map((r) => r[at]);
};
/** Exact, as the page adds. @param {string[]} decimals */
export function sum(decimals) {
  const scale = 24;
  const total = decimals.reduce((n, d) => {
    const [whole = '0', fraction = ''] = d.split('.');
    return n + BigInt(whole + fraction.padEnd(scale, '0'));
  }, 0n);
  const digits = String(total < 0n ? -total : total).padStart(scale + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
