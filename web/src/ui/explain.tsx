import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SchemaTable } from '../api/api';
import { type ApiError, api, type CostsQuery, type IdleQuery } from '../api/client';
import { Notes } from './bits';
import { icon } from './icons';
import css from './parts.module.css';
import { Widget } from './states';

export type Figure = { readonly costs: CostsQuery } | { readonly idle: IdleQuery };

/** "Explain this number": asks the same question again, with its explanation. */
export function Explain({ what, figure }: { what: string; figure: Figure }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={css['why']} aria-label={`Explain ${what}`} onClick={() => setOpen(true)}>
        {icon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5', 16)}
      </button>
      {open && <Panel what={what} figure={figure} onClose={() => setOpen(false)} />}
    </>
  );
}

function Panel({ what, figure, onClose }: { what: string; figure: Figure; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const answer = useQuery<SchemaTable, ApiError>({
    queryKey: ['explain', figure],
    queryFn: ({ signal }) =>
      'costs' in figure
        ? api.costs({ ...figure.costs, explain: true }, signal)
        : api.idle({ ...figure.idle, explain: true }, signal),
  });
  return (
    <dialog ref={dialog} className={css['dialog']} aria-label={`${what}, explained`} onClose={onClose}>
      <header>
        <h2>{what}</h2>
        <button type="button" className={css['button']} onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <Widget query={answer} height={160}>
        {(d) => (
          <div className={css['proof']}>
            <ul className={css['proof']} style={{ padding: 0 }}>
              {(d.explanation ?? ['The server gave no explanation.']).map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                <li key={i} data-depth={line.startsWith(' ') ? '' : undefined}>
                  {line.trim()}
                </li>
              ))}
            </ul>
            <Notes notes={d.notes} />
          </div>
        )}
      </Widget>
    </dialog>
  );
}
