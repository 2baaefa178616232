import { useState } from 'react';
import { Link } from 'react-router';
import type { SchemaViewChange } from '../api/api';
import type { View } from '../api/views';
import { pages } from '../app/pages';
import { icon } from '../ui/icons';
import parts from '../ui/parts.module.css';
import { about } from './order';
import css from './views.module.css';

interface Props {
  readonly view: View;
  readonly onOpen: () => void;
  readonly onChange: (patch: SchemaViewChange) => Promise<boolean>;
  readonly onDelete: () => void;
}

const star = 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z';

export function Row({ view, onOpen, onChange, onDelete }: Props) {
  const [open, setOpen] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const path = view.address.split('?')[0];
  const page = pages.find((p) => p.to === path)?.label ?? path ?? '';
  const action = (label: string, run: () => void, what = label) => (
    <button type="button" className={parts['button']} onClick={run} aria-label={`${what} ${view.name}`}>
      {label}
    </button>
  );
  const rename = async (name: string) => {
    if (!name.trim() || name.trim() === view.name || (await onChange({ name: name.trim() }))) setRenaming(false);
  };
  return (
    <li>
      <button
        type="button"
        className={css['star']}
        aria-pressed={view.starred}
        aria-label={`Star ${view.name}`}
        onClick={() => void onChange({ starred: !view.starred })}
      >
        {icon(star)}
      </button>
      {renaming ? (
        <input
          // biome-ignore lint/a11y/noAutofocus: the field takes the place of the button that was pressed
          autoFocus
          className={parts['field']}
          aria-label={`New name of ${view.name}`}
          defaultValue={view.name}
          maxLength={100}
          onBlur={() => setRenaming(false)}
          onKeyDown={(e) => {
            if (e.key === 'Enter') void rename(e.currentTarget.value);
            if (e.key !== 'Escape') return;
            e.preventDefault(); // Escape leaves the field, not the dialog
            setRenaming(false);
          }}
        />
      ) : (
        <div className={css['name']}>
          <Link className={parts['link']} to={view.address} onClick={onOpen}>
            {view.name}
          </Link>
          <small>{about(view, page)}</small>
        </div>
      )}
      <button
        type="button"
        className={css['star']}
        aria-expanded={open}
        aria-label={`More for ${view.name}`}
        onClick={() => setOpen(!open)}
      >
        {icon('M6 12a1 1 0 1 0-2 0 1 1 0 0 0 2 0M13 12a1 1 0 1 0-2 0 1 1 0 0 0 2 0M20 12a1 1 0 1 0-2 0 1 1 0 0 0 2 0')}
      </button>
      {open && (
        <div className={css['actions']}>
          {view.mine && action('Rename', () => setRenaming(true))}
          {view.mine && action(view.shared ? 'Make private' : 'Share', () => void onChange({ shared: !view.shared }))}
          {action(view.default ? "Don't open first" : 'Open first', () => void onChange({ default: !view.default }))}
          {view.mine && action('Delete', onDelete)}
        </div>
      )}
    </li>
  );
}
