import type { SchemaTable } from '../api/api';

/** A spreadsheet runs text that begins so as a formula; an apostrophe before it makes it text again. */
const guarded = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180. Decimals keep every digit; what is unknown is an empty field, never a zero. */
export function csv(table: SchemaTable): string {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  const head = line(table.columns.map((c) => guarded(c.name)));
  const rows = table.rows.map((row) =>
    line(
      row.map((cell, i) => {
        if (cell === null || cell === undefined) return '';
        const type = table.columns[i]?.type;
        if (type === 'decimal' || type === 'integer' || type === 'double') return String(cell);
        return guarded(typeof cell === 'object' ? JSON.stringify(cell) : String(cell));
      }),
    ),
  );
  return head + rows.join('');
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' })); // the mark: Excel takes UTF-8
  const a = document.createElement('a');
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
