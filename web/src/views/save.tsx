import { useId, useState } from 'react';
import type { ApiError } from '../api/client';
import { Dialog } from '../ui/dialog';
import parts from '../ui/parts.module.css';
import { say } from '../ui/toast';
import { suggested } from './order';
import { useViewActions, useViews } from './use-views';
import css from './views.module.css';

const here = () => `${window.location.pathname}${window.location.search}`;

/** Keeps the address under a name; an own view of that name is replaced. */
export default function SaveView({ onClose }: { onClose: () => void }) {
  const id = useId();
  const list = useViews();
  const { save, change } = useViewActions();
  const [name, setName] = useState(() => suggested(document.title.replace(/ · Farthing$/, ''), here()));
  const [shared, setShared] = useState(false);
  const [wrong, setWrong] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const same = list.data?.views.find((v) => v.mine && v.name === name.trim());
  const submit = async () => {
    if (!name.trim() || busy) return;
    setBusy(true);
    try {
      if (same) await change(same.id, { address: here(), shared });
      else await save(name.trim(), here(), shared);
      say(`Saved as ${name.trim()}`);
      onClose();
    } catch (error) {
      setWrong(error as ApiError);
      setBusy(false);
    }
  };
  return (
    <Dialog title="Save view" onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          data-first-focus
          className={parts['field']}
          value={name}
          maxLength={100}
          required
          autoComplete="off"
          onFocus={(e) => e.currentTarget.select()}
          onChange={(e) => setName(e.target.value)}
          aria-describedby={`${id}n`}
        />
        <p id={`${id}n`} className={css['note']}>
          {same ? `You have a view of this name: it will be replaced.` : `Keeps ${here()}`}
        </p>
        <label className={css['check']}>
          <input type="checkbox" checked={shared} onChange={(e) => setShared(e.target.checked)} />
          Shared: everybody on this server sees it
        </label>
        <p className={css['wrong']} role="alert">
          {wrong && `Not saved. ${wrong.message}${wrong.advice ? `: ${wrong.advice}` : ''}.`}
        </p>
        <button type="submit" className={`${parts['button']} ${parts['primary']}`} disabled={busy || !name.trim()}>
          {same ? 'Replace' : 'Save'}
        </button>
      </form>
    </Dialog>
  );
}
