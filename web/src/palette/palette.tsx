import { useEffect, useId, useMemo, useState } from 'react';
import { useModal } from '../ui/dialog';
import { useItems } from './items';
import { found, type Item } from './match';
import css from './palette.module.css';

/** Type to go anywhere or do anything. Focus stays in the field; the arrows move through the list. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const id = useId();
  const dialog = useModal();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const items = useItems();
  const shown = useMemo(() => found(items, typed), [items, typed]);
  const now = Math.min(at, shown.length - 1);
  useEffect(() => {
    document.getElementById(`${id}${now}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, now]);
  const run = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  return (
    <dialog
      ref={dialog}
      className={css['palette']}
      aria-label="Command palette"
      onClose={onClose}
      onPointerDown={(e) => e.target === dialog.current && dialog.current?.close()}
    >
      <input
        role="combobox"
        aria-label="Search pages, views, actions and names"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={now >= 0 ? `${id}${now}` : undefined}
        aria-autocomplete="list"
        placeholder="Where to, or what to do?"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(e) => {
          setTyped(e.target.value);
          setAt(0);
        }}
        onKeyDown={(e) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
          if (step !== undefined && shown.length > 0) setAt((now + step + shown.length) % shown.length);
          else if (e.key === 'Enter') run(shown[now]);
          else return;
          e.preventDefault();
        }}
      />
      <div role="listbox" id={`${id}list`} aria-label="Found" className={css['list']}>
        {shown.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys (combobox pattern)
          <div
            key={`${item.group} ${item.label}`}
            id={`${id}${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === now}
            className={css['item']}
            data-first={shown[i - 1]?.group !== item.group || undefined}
            onPointerMove={() => setAt(i)}
            onClick={() => run(item)}
          >
            <small className={css['group']}>{item.group}</small>
            <span className={css['label']}>{item.label}</span>
            {item.hint && <small>{item.hint}</small>}
            {item.keys && (
              <span className={css['keys']}>
                {item.keys.split(' ').map((k) => (
                  <kbd key={k}>{k}</kbd>
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
      <p role="status" className={css['foot']}>
        {shown.length === 0
          ? `Nothing is called "${typed}"`
          : `${shown.length} found · ↑ ↓ to move, Enter to go, Esc to close`}
      </p>
    </dialog>
  );
}
