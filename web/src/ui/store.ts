import { useSyncExternalStore } from 'react';

/** A value of the whole page that isn't in the address: who is signed in, what the server does, which dialog is open. */
export function store<T>(first: T) {
  let value = first;
  const readers = new Set<() => void>();
  const subscribe = (reader: () => void) => {
    readers.add(reader);
    return () => readers.delete(reader);
  };
  const get = () => value;
  return {
    get,
    set(next: T) {
      if (Object.is(next, value)) return;
      value = next;
      for (const reader of readers) reader();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}
