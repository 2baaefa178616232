import { useEffect } from 'react';
import { store } from '../ui/store';

/** The page was touched, or a key pressed. What the first view doesn't need is asked for only then. */
export const used = store(false);

export function useFirstUse(): void {
  useEffect(() => {
    if (used.get()) return;
    const use = () => used.set(true);
    const events = ['pointerdown', 'keydown'] as const;
    for (const e of events) window.addEventListener(e, use, { once: true, passive: true });
    return () => {
      for (const e of events) window.removeEventListener(e, use);
    };
  }, []);
}
