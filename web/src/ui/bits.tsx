import { type ReactNode, useId } from 'react';
import { change, toRead } from '../text/money';
import css from './bits.module.css';
import parts from './parts.module.css';

export function Card({
  title,
  tools,
  children,
  flush = false,
}: {
  title: string;
  tools?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section className={parts['card']} aria-labelledby={id}>
      <div className={css['cardHead']}>
        <h2 id={id}>{title}</h2>
        {tools && <div className={css['tools']}>{tools}</div>}
      </div>
      {flush ? children : <div className={css['cardBody']}>{children}</div>}
    </section>
  );
}

/** Arrow, sign and colour: never colour alone. Up is a rise of cost. */
export function Delta({ value }: { value: number }) {
  const way = value > 0.0005 ? 'up' : value < -0.0005 ? 'down' : 'flat';
  return (
    <span className={`${css['delta']} num`} data-way={way}>
      <span aria-hidden="true">{way === 'up' ? '▲' : way === 'down' ? '▼' : '='}</span>
      {change(value)}
    </span>
  );
}

export type Kind = 'ok' | 'warn' | 'bad' | 'plain';
const shape: Readonly<Record<Kind, ReactNode>> = {
  ok: <circle cx="5" cy="5" r="4" />,
  warn: <path d="M5 0l5 9H0z" />,
  bad: <path d="M1 1l8 8M9 1l-8 8" stroke="currentColor" strokeWidth="2" />,
  plain: <path d="M1 4h8v2H1z" />,
};
export function Badge({ kind, children, wrap = false }: { kind: Kind; children: ReactNode; wrap?: boolean }) {
  return (
    <span className={css['badge']} data-kind={kind} data-wrap={wrap}>
      <svg width="10" height="10" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true">
        {shape[kind]}
      </svg>
      {children}
    </span>
  );
}

/** The platform's own select: keyboard, touch and readers come with it, and no script. */
export function Pick<T extends string>({
  label,
  value,
  all,
  onPick,
}: {
  label: string;
  value: T;
  all: Readonly<Record<T, string>>;
  onPick: (value: T) => void;
}) {
  return (
    <label className={css['select']}>
      <span>{label}</span>
      <select value={value} onChange={(e) => onPick(e.target.value as T)}>
        {(Object.entries(all) as [T, string][]).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Toggle({ on, onToggle, children }: { on: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <button type="button" className={parts['button']} aria-pressed={on} onClick={onToggle}>
      {children}
    </button>
  );
}

export function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={css['notes']} aria-label="Notes">
      {notes.map((n) => (
        <li key={n}>{toRead(n)}</li>
      ))}
    </ul>
  );
}
