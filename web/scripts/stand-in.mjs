// The built page in front of the real API, until the program holds the page itself: dist/ with the headers that the
// page needs, and all of /api passed to `farthing serve`. Loopback only. FARTHING is the program.
//   node scripts/stand-in.mjs serve --port 8080 --data DIR     port 0: any; the address is the first line printed
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const option = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : process.argv[at + 1];
};
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const program = process.env.FARTHING ?? fileURLToPath(new URL('../../build/farthing', import.meta.url));
const data = option('--data', process.env.FARTHING_DATA);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const csp = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const child = spawn(program, ['serve', '--port', '0', ...(data ? ['--data', data] : [])], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
child.once('exit', (code) => process.exit(code ?? 1));
const target = await new Promise((done) =>
  createInterface({ input: child.stdout }).once('line', (line) => done(line.match(/http:\/\/\S+/)?.[0])),
);

function asset(req, res, path) {
  let file = join(dist, normalize(path));
  const isAsset = path.startsWith('/assets/');
  if (!existsSync(file) || statSync(file).isDirectory()) {
    if (isAsset) return res.writeHead(404).end(); // never the page: a script that is HTML breaks oddly
    file = join(dist, 'index.html'); // deep links
  }
  const accept = String(req.headers['accept-encoding'] ?? '');
  const coding = ['br', 'gzip'].find((c) => accept.includes(c) && existsSync(`${file}.${c === 'br' ? 'br' : 'gz'}`));
  const body = readFileSync(coding ? `${file}.${coding === 'br' ? 'br' : 'gz'}` : file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
  const headers = {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': csp,
    ...(coding ? { 'content-encoding': coding } : {}),
  };
  if (req.headers['if-none-match'] === etag) return res.writeHead(304, headers).end();
  res.writeHead(200, { ...headers, 'content-length': body.length }).end(req.method === 'HEAD' ? undefined : body);
}

function pass(req, res) {
  const up = request(target + req.url, { method: req.method, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  up.on('error', () => res.destroy());
  req.pipe(up);
}

const server = createServer((req, res) => {
  const { pathname } = new URL(req.url ?? '/', 'http://127.0.0.1');
  if (pathname.startsWith('/api/')) pass(req, res);
  else asset(req, res, decodeURIComponent(pathname));
});
server.listen(Number(option('--port', 8080)), '127.0.0.1', () =>
  console.log(`serving http://127.0.0.1:${server.address().port}`),
);
process.on('SIGTERM', () => child.kill('SIGTERM'));
