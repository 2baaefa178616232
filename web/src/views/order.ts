import type { View } from '../api/views';
import { monthName } from '../text/dates';
import { list } from '../url/codec';

/** A path of this page and nothing else: a shared view is another one's text. */
export const isAddress = (address: string) => /^\/(?![/\\])/.test(address);

/** The default, then what has a star, then by name. */
export const ordered = (views: readonly View[]): readonly View[] =>
  [...views].sort(
    (a, b) =>
      Number(b.default) - Number(a.default) || Number(b.starred) - Number(a.starred) || a.name.localeCompare(b.name),
  );

/** What stands below a view's name. */
export function about(view: View, page: string): string {
  const whose = view.mine ? (view.shared ? 'yours, shared' : 'yours only') : `by ${view.owner}`;
  return [page, whose, view.default && 'opens first'].filter(Boolean).join(' · ');
}

/** A name to begin with: the page, its grouping and its month. */
export function suggested(page: string, address: string): string {
  const params = new URLSearchParams(address.split('?')[1] ?? '');
  const by = (list().parse(params.get('by') ?? '') ?? []).join(', ').replaceAll('_', ' ');
  const month = params.get('month');
  return [page, by && ` by ${by}`, month && `, ${monthName(month)}`].filter(Boolean).join('');
}
