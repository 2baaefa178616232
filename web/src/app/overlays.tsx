import { lazy, Suspense } from 'react';
import { overlay } from './overlay';

const all = {
  palette: lazy(() => import('../palette/palette')),
  help: lazy(() => import('./help')),
  views: lazy(() => import('../views/list')),
  save: lazy(() => import('../views/save')),
} as const;

/** The shell's dialogs: loaded when they are first opened. */
export function Overlays() {
  const open = overlay.use();
  if (!open) return null;
  const Shown = all[open];
  return (
    <Suspense>
      {/* only the one that closes itself: another may have taken its place */}
      <Shown onClose={() => overlay.get() === open && overlay.set(null)} />
    </Suspense>
  );
}
