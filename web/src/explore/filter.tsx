import { useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '../api/client';
import parts from '../ui/parts.module.css';
import { useShortcut } from '../ui/use-shortcut';
import css from './explore.module.css';

interface Props {
  readonly where: string;
  /** What the server finds wrong with the question as it stands. */
  readonly problem: ApiError | null;
  readonly onWhere: (where: string) => void;
}

/** The filter as text, the same as --where of the command line. It is asked on Enter: half a condition is only an error. */
export function Filter({ where, problem, onWhere }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(where);
  useEffect(() => setTyped(where), [where]);
  useShortcut('/', () => field.current?.focus());
  const open = typed.trim() !== where.trim();
  return (
    <form
      className={css['filter']}
      onSubmit={(e) => {
        e.preventDefault();
        onWhere(typed.trim());
      }}
    >
      <label htmlFor={id}>Filter</label>
      <input
        id={id}
        ref={field}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        placeholder="e.g. region = 'us-east-1' AND team <> 'platform'"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}p`}
      />
      <button type="submit" className={parts['button']} data-open={open}>
        Apply
      </button>
      {where !== '' && (
        <button type="button" className={parts['button']} onClick={() => onWhere('')}>
          Clear
        </button>
      )}
      <p id={`${id}p`} className={css['problem']} role={problem ? 'alert' : undefined}>
        {problem
          ? `${problem.message}${problem.advice ? `: ${problem.advice}` : ''}`
          : open
            ? 'Press Enter to apply.'
            : ''}
      </p>
    </form>
  );
}
