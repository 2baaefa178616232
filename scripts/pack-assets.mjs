// Packs a built web page for the binary: node scripts/pack-assets.mjs DIST OUT
// OUT/assets.bin has all bytes, OUT/assets.inc a line a file: path, type, ETag, then offset and size plain, as gzip, as brotli
// (0, 0 where that is hardly smaller).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.json': 'application/json', '.ico': 'image/x-icon', '.txt': 'text/plain; charset=utf-8',
};
const WORTH_IT = 0.95;
const [dist, out] = process.argv.slice(2);
const chunks = [];
let offset = 0;

function put(bytes) {
  const place = `${offset}, ${bytes.length}`;
  chunks.push(bytes);
  offset += bytes.length;
  return place;
}

function line(file) {
  const type = TYPES[extname(file)];
  if (!type) throw new Error(`${file}: '${extname(file)}' has no content type yet: add it to scripts/pack-assets.mjs`);
  const plain = readFileSync(file);
  const etag = createHash('sha256').update(plain).digest('hex').slice(0, 16);
  const smaller = (packed) => (packed.length < plain.length * WORTH_IT ? put(packed) : '0, 0');
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  return `{"/${relative(dist, file)}", "${type}", "${etag}", {${put(plain)}}, {${smaller(gzipSync(plain, { level: 9 }))}}, {${smaller(brotli)}}},`;
}

// What Vite says of its own build is nobody's to read.
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.vite') && !/\.(br|gz|map)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const lines = files.map(line);
writeFileSync(join(out, 'assets.bin'), Buffer.concat(chunks));
writeFileSync(join(out, 'assets.inc'), `${lines.join('\n')}\n`);
