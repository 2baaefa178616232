import type { SchemaCell, SchemaSummary, SchemaTable } from './api';

export type Row = readonly SchemaCell[];

/** Where a column stands; -1 is one that the answer doesn't have. */
export const column = (table: SchemaTable, name: string) => table.columns.findIndex((c) => c.name === name);

/** Text and decimals as they came; null stays null. */
export function text(row: Row, at: number): string | null {
  const cell = at < 0 ? null : row[at];
  if (cell === null || cell === undefined) return null;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
export function number(row: Row, at: number): number | null {
  const cell = text(row, at);
  return cell === null || cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell);
}

/** Rows as things with names, for the tables whose columns are known. */
export function records<K extends string>(
  table: SchemaTable,
  names: readonly K[],
): readonly Readonly<Record<K, string | null>>[] {
  const at = names.map((n) => column(table, n));
  return table.rows.map((row) => {
    const out = {} as Record<K, string | null>;
    names.forEach((n, i) => {
      out[n] = text(row, at[i] ?? -1);
    });
    return out;
  });
}

/** "Costs" of a summary, whose titles end with the month. */
export const part = (summary: SchemaSummary, title: string) =>
  summary.parts.find((p) => p.title === title || p.title?.startsWith(`${title},`));
