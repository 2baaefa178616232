/** A dimension as a SQL condition names it: tag:Team in a grouping is tags['Team'] in a condition. */
export function columnOf(dim: string): string {
  const map = /^(tag|cost_category):(.*)$/s.exec(dim);
  if (!map) return dim;
  return `${map[1] === 'tag' ? 'tags' : 'cost_categories'}[${quote(map[2] ?? '')}]`;
}
export const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

export const equals = (dim: string, value: string | null) =>
  value === null ? `${columnOf(dim)} IS NULL` : `${columnOf(dim)} = ${quote(value)}`;

/** Both. What holds an OR goes into brackets, since AND binds closer. */
export function both(a: string, b: string): string {
  const wrap = (c: string) => (/\bor\b/i.test(c) ? `(${c})` : c);
  if (a.trim() === '') return b;
  return b.trim() === '' ? a : `${wrap(a.trim())} AND ${wrap(b.trim())}`;
}
