import { useState } from 'react';
import type { SchemaTable } from '../api/api';
import { useDimensions, useSql } from '../api/queries';
import { records } from '../api/table';
import type { Option } from '../ui/combobox';

const KEYS =
  "SELECT DISTINCT 'tag:' || unnest(map_keys(Tags)) AS name FROM charges UNION SELECT DISTINCT 'cost_category:' || unnest(map_keys(x_CostCategories)) FROM charges ORDER BY 1";
const groups = [
  ['workloads', 'Workloads'],
  ['both', 'Workloads and bill'],
  ['bill', 'Lines of the bill'],
] as const;
const maps: Readonly<Record<string, string>> = { tag: 'Tags', cost_category: 'Cost categories' };

/** "node_pool" as "Node pool", "tag:Team" as "Team". */
export function dimensionName(name: string): string {
  const key = /^(?:tag|cost_category):(.+)$/s.exec(name)?.[1];
  if (key) return key;
  const words = name.replaceAll('_', ' ').replace(/^(ecs|gpu|mig|sku)\b/, (w) => w.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a cost can be grouped and filtered by: the server's dimensions, then the keys of tags and cost categories. */
export function optionsOf(dimensions: SchemaTable | undefined, keys: SchemaTable | undefined): readonly Option[] {
  const rows = dimensions ? records(dimensions, ['name', 'of']) : [];
  const known = groups.flatMap(([of, group]) =>
    rows
      .filter((r) => r.of === of && r.name !== 'tags' && r.name !== 'cost_categories')
      .map((r) => ({ value: r.name ?? '', label: dimensionName(r.name ?? ''), group })),
  );
  const found = (keys ? records(keys, ['name']) : []).flatMap(({ name }) =>
    name ? [{ value: name, label: dimensionName(name), group: maps[name.split(':')[0] ?? ''] ?? '' }] : [],
  );
  return [...known, ...found.sort((a, b) => b.group.localeCompare(a.group) || a.label.localeCompare(b.label))];
}

/** Keys of tags are looked up when a list opens for the first time: that reads lines of the bill. */
export function useOptions(): { readonly options: readonly Option[]; readonly look: () => void } {
  const [wanted, setWanted] = useState(false);
  const dimensions = useDimensions();
  const keys = useSql(KEYS, wanted);
  return { options: optionsOf(dimensions.data, keys.data), look: () => setWanted(true) };
}

/** A tag by its key where the lists say nothing: "tag:KEY", or the key alone. */
export const dimensionOf = (typed: string, options: readonly Option[]): string =>
  typed === '' || typed.includes(':') || options.some((o) => o.value === typed) ? typed : `tag:${typed}`;
