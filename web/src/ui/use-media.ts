import { useSyncExternalStore } from 'react';

const of = (query: string) => globalThis.matchMedia?.(query);

/** Whether a media query holds, also after it changed. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = of(query);
      list?.addEventListener('change', changed);
      return () => list?.removeEventListener('change', changed);
    },
    () => of(query)?.matches ?? false,
  );
}
/** A phone: two lines a row instead of many columns. */
export const useNarrow = () => useMedia('(max-width: 640px)');
