import { type ReactNode, useId, useState } from 'react';
import css from './fold.module.css';
import { useNarrow } from './use-media';

/** On a phone a page's controls are one line that opens; elsewhere they just stand there. */
export function Fold({ label, summary, children }: { label: string; summary: string; children: ReactNode }) {
  const id = useId();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  return (
    <>
      {narrow && (
        <button
          type="button"
          className={css['fold']}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <span>
            <small>{label}</small>
            <span>{summary}</span>
          </span>
          <svg
            width="12"
            height="12"
            viewBox="0 0 12 12"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            aria-hidden="true"
          >
            <path d={open ? 'M1 8l5-5 5 5' : 'M1 4l5 5 5-5'} />
          </svg>
        </button>
      )}
      <div id={id} className={css['inside']} hidden={narrow && !open}>
        {children}
      </div>
    </>
  );
}
