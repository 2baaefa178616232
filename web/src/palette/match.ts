export interface Item {
  readonly group: string;
  readonly label: string;
  /** Beside the label: what it is, or the keys that do the same. */
  readonly hint?: string;
  readonly keys?: string;
  readonly run: () => void;
  /** Shown only once something is typed. */
  readonly quiet?: boolean;
}

/** Case, "-", "_" and spaces make no difference. */
const plain = (text: string) => text.toLowerCase().replaceAll(/[-_\s/.]+/g, '');

/** Every word must be in it; the earlier, the better. null: no match. */
export function score(label: string, typed: string): number | null {
  const text = plain(label);
  let total = 0;
  for (const word of typed.trim().split(/\s+/)) {
    const at = text.indexOf(plain(word));
    if (at < 0) return null;
    total += at === 0 ? 0 : 1 + at / 100;
  }
  return total;
}

/** The best of each group, groups in the order of their best. */
export function found(items: readonly Item[], typed: string, each = 8): readonly Item[] {
  if (typed.trim() === '') return items.filter((i) => !i.quiet);
  const groups = new Map<string, { item: Item; rank: number }[]>();
  for (const item of items) {
    const rank = score(`${item.label} ${item.group}`, typed);
    if (rank === null) continue;
    groups.set(item.group, [...(groups.get(item.group) ?? []), { item, rank }]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.rank - b.rank);
  return [...groups.values()]
    .sort((a, b) => (a[0]?.rank ?? 0) - (b[0]?.rank ?? 0))
    .flatMap((group) => group.slice(0, each).map((g) => g.item));
}
