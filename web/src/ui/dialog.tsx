import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import css from './dialog.module.css';
import parts from './parts.module.css';

/** The platform's own modal dialog: focus stays in it, Escape closes it, and focus goes back to where it was. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const from = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('[data-first-focus]')?.focus(); // else it is the first button
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    };
  }, []);
  return dialog;
}

export function Dialog({
  title,
  label = title,
  onClose,
  children,
}: {
  title: string;
  label?: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className={css['dialog']}
      aria-label={label}
      onClose={onClose}
      onPointerDown={(e) => e.target === dialog.current && dialog.current?.close()}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className={parts['button']} onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {children}
    </dialog>
  );
}
