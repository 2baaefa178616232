// Reads files that the page gives away: workbooks of Excel (ZIP and XML) and CSV. No more of both than Farthing writes.
import { inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive, by name. @param {Buffer} zip @returns {Map<string, string>} */
function unzip(zip) {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('no ZIP archive');
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    files.set(zip.toString('utf8', at + 46, at + 46 + Number(name)), String(method ? inflateRawSync(bytes) : bytes));
    at += 46 + Number(name) + Number(extra) + Number(comment);
  }
  return files;
}

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (/** @type {string} */ xml) =>
  xml.replaceAll(/&(\w+);/g, (_, name) => entities[/** @type {keyof typeof entities} */ (name)]);
const letters = (/** @type {string} */ ref) =>
  [...ref.replace(/\d+$/, '')].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

/**
 * The rows of the first sheet: texts are strings, numbers as they are written, nothing is null.
 * A formula is an error: Farthing writes none. @param {Buffer} bytes @returns {(string | null)[][]}
 */
export function sheet(bytes) {
  const files = unzip(bytes);
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((si) =>
    [...(si[1] ?? '').matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((t) => plain(t[1] ?? '')).join(''),
  );
  const xml = files.get('xl/worksheets/sheet1.xml') ?? '';
  if (/<f[ >]/.test(xml)) throw new Error('a formula');
  return [...xml.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map((row) => {
    /** @type {(string | null)[]} */
    const cells = [];
    for (const c of (row[1] ?? '').matchAll(/<c r="([A-Z]+\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = c[3]?.match(/<v>(.*?)<\/v>/)?.[1] ?? null;
      cells[letters(c[1] ?? '')] =
        value !== null && /t="s"/.test(c[2] ?? '') ? (strings[Number(value)] ?? null) : value;
    }
    return Array.from(cells, (cell) => cell ?? null);
  });
}

/** RFC 4180, after the byte order mark. @param {string} text @returns {string[][]} */
export function csvRows(text) {
  const rows = [];
  /** @type {string[]} */
  let row = [];
  for (const [, quoted, bare, ending] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (ending === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
