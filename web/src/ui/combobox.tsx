import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import css from './combobox.module.css';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
}
interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  /** `left`: the field was left with text in it, nothing was chosen. */
  readonly onPick: (value: string, how: 'chosen' | 'left') => void;
  readonly placeholder?: string;
  /** Also what no option says: `text` as it stands, `other` where nothing matches. */
  readonly free?: 'text' | 'other';
  readonly hideLabel?: boolean;
  /** The first look at the list: a good time to fetch it. */
  readonly onOpen?: () => void;
  readonly autoFocus?: boolean;
}

const MOST = 200;
/** Ignores case, dashes, underscores and spaces: "node pool" finds node_pool. */
const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, '');

export function matchesOf(options: readonly Option[], typed: string): readonly Option[] {
  const wanted = plain(typed);
  const all = wanted === '' ? options : options.filter((o) => plain(`${o.label} ${o.value}`).includes(wanted));
  return all.slice(0, MOST);
}

/** A field that completes: type, arrows, Enter. Escape leaves it as it was. */
export function Combobox({ label, value, options, onPick, free, hideLabel = false, ...more }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null); // null: closed
  const [at, setAt] = useState(-1);
  const shown = useMemo(() => matchesOf(options, typed ?? ''), [options, typed]);
  const open = typed !== null && shown.length > 0;
  const takes = free === 'text' || (free === 'other' && options.length > 0 && shown.length === 0);
  const said = options.find((o) => o.value === value)?.label ?? value;
  const close = () => {
    setTyped(null);
    setAt(-1);
  };
  const pick = (to: string, how: 'chosen' | 'left' = 'chosen') => {
    close();
    field.current?.setSelectionRange(0, 0);
    if (to !== value || how === 'chosen') onPick(to, how);
  };
  const look = () => {
    more.onOpen?.();
    setTyped('');
    setAt(-1);
  };
  const onKey = (key: string): boolean => {
    if (key === 'ArrowDown' && typed === null) look();
    else if (key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
    else if (key === 'ArrowUp') setAt(Math.max(at - 1, -1));
    else if (key === 'Escape' && typed !== null) close();
    else return false;
    return true;
  };
  return (
    <span className={css['box']}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : undefined}>
        {label}
      </label>
      <input
        id={id}
        ref={field}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? `${id}l` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${id}${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={typed === null ? more.placeholder : said || more.placeholder}
        value={typed ?? said}
        // biome-ignore lint/a11y/noAutofocus: only where a user's own click opened the form
        autoFocus={more.autoFocus}
        onFocus={look}
        onClick={() => typed === null && look()}
        onBlur={() => {
          if (takes && typed && typed.trim() !== value) pick(typed.trim(), 'left');
          else close();
        }}
        onChange={(e) => {
          setTyped(e.target.value);
          setAt(e.target.value.trim() && free !== 'text' ? 0 : -1);
        }}
        onKeyDown={(e) => {
          if (onKey(e.key)) e.preventDefault();
          else if (e.key === 'Enter' && typed !== null) {
            const exact = shown.find((o) => plain(o.label) === plain(typed) || o.value === typed);
            const chosen = at >= 0 ? (shown[at] ?? shown[0]) : typed ? exact : undefined;
            if (!chosen && !(takes && typed.trim())) return;
            e.preventDefault();
            pick(chosen ? chosen.value : typed.trim());
          }
        }}
      />
      {open && (
        <div role="listbox" id={`${id}l`} aria-label={label} className={css['list']}>
          {groupsOf(shown).map(([group, of]) => (
            <Group key={group} name={group}>
              {of.map(([o, i]) => (
                <Item
                  key={o.value}
                  id={`${id}${i}`}
                  label={o.label}
                  active={i === at}
                  chosen={o.value === value}
                  onPick={() => pick(o.value)}
                />
              ))}
            </Group>
          ))}
        </div>
      )}
    </span>
  );
}

/** Options with their places, by runs of the same group. */
function groupsOf(shown: readonly Option[]): readonly (readonly [string, (readonly [Option, number])[]])[] {
  const out: [string, [Option, number][]][] = [];
  shown.forEach((o, i) => {
    const last = out.at(-1);
    if (last && last[0] === (o.group ?? '')) last[1].push([o, i]);
    else out.push([o.group ?? '', [[o, i]]]);
  });
  return out;
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  if (!name) return children;
  return (
    <div role="group" aria-label={name}>
      <div aria-hidden="true" className={css['group']}>
        {name}
      </div>
      {children}
    </div>
  );
}

interface ItemProps {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly onPick: () => void;
}
function Item({ id, label, active, chosen, onPick }: ItemProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      role="option"
      id={id}
      aria-selected={chosen}
      data-active={active}
      ref={(e) => {
        if (active) e?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerDown={(e) => e.preventDefault()} // the field keeps the focus
      onClick={onPick}
    >
      {label}
    </div>
  );
}
