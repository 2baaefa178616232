import type { View } from '../api/views';

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
  const whose = view.mine ? (view.shared ? 'yours, shared' : 'yours only') : `by ${view.owner ?? 'somebody'}`;
  return [page, whose, view.default && 'opens first'].filter(Boolean).join(' · ');
}
