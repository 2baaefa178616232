import { useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '../api/client';
import parts from '../ui/parts.module.css';
import { useShortcut } from '../ui/use-shortcut';
import { ChipForm } from './chip-form';
import { type Chip, chipText, fromText, operators, toText, withChip } from './chips';
import { both } from './condition';
import { dimensionName } from './dimensions';
import css from './filter.module.css';
import type { Explored } from './state';

interface Props {
  readonly url: Explored;
  /** What the server finds wrong with the question as it stands. */
  readonly problem: ApiError | null;
  readonly onWhere: (where: string) => void;
}

/** The filter as chips and as text, the same as --where of the command line. What chips can't say stays text. */
export function Filter({ url, problem, onWhere }: Props) {
  const chips = fromText(url.where);
  const [form, setForm] = useState<{ chip?: Chip } | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const close = () => {
    setForm(null);
    add.current?.focus();
  };
  const put = (chip: Chip) => {
    const rest = form?.chip && form.chip.op !== 'is' ? chips?.filter((c) => c !== form.chip) : chips;
    onWhere(rest ? toText(withChip(rest, chip)) : both(url.where, chipText(chip)));
    close();
  };
  return (
    <section className={css['filter']} aria-label="Filter">
      <ul className={css['chips']}>
        {chips?.map((chip) => (
          <ChipItem
            key={chipText(chip)}
            chip={chip}
            onOpen={() => setForm({ chip })}
            onRemove={() => {
              onWhere(toText(chips.filter((c) => c !== chip)));
              add.current?.focus();
            }}
          />
        ))}
        <li>
          <button
            ref={add}
            type="button"
            className={css['add']}
            aria-expanded={form !== null}
            onClick={() => setForm(form ? null : {})}
          >
            + Filter
          </button>
        </li>
        {chips === null && <li className={css['hint']}>This filter says more than chips can: it is below, as text.</li>}
      </ul>
      {form && (
        <ChipForm key={form.chip ? chipText(form.chip) : ''} url={url} start={form.chip} onPut={put} onClose={close} />
      )}
      <FilterText where={url.where} problem={problem} onWhere={onWhere} />
    </section>
  );
}

function ChipItem({ chip, onOpen, onRemove }: { chip: Chip; onOpen: () => void; onRemove: () => void }) {
  const said = `${named(chip.dim)} ${operators[chip.op]} ${chip.values.map((v) => v || '(empty)').join(' or ')}`.trim();
  return (
    <li className={css['chip']}>
      <button type="button" onClick={onOpen} title={chipText(chip)}>
        {named(chip.dim)} <i>{operators[chip.op]}</i>{' '}
        {chip.values.map((v, i) => (
          <span key={v}>
            {i > 0 && <i> or </i>}
            <b>{v || '(empty)'}</b>
          </span>
        ))}
      </button>
      <button type="button" aria-label={`Remove the filter ${said}`} onClick={onRemove}>
        <svg width="10" height="10" viewBox="0 0 10 10" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
          <path d="M1 1l8 8M9 1l-8 8" />
        </svg>
      </button>
    </li>
  );
}

/** A tag says that it is one: the dimension of its name is another thing. */
const named = (dim: string) => {
  const [kind] = dim.split(':');
  const what = kind === 'tag' ? 'tag ' : kind === 'cost_category' ? 'category ' : '';
  return `${what}${dimensionName(dim)}`;
};

/** It is asked on Enter: half a condition is only an error. */
function FilterText({ where, problem, onWhere }: Omit<Props, 'url'> & { where: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(where);
  useEffect(() => setTyped(where), [where]);
  useShortcut('/', () => field.current?.focus());
  const open = typed.trim() !== where.trim();
  return (
    <form
      className={css['text']}
      onSubmit={(e) => {
        e.preventDefault();
        onWhere(typed.trim());
      }}
    >
      <label htmlFor={id} className="sr-only">
        Filter
      </label>
      <input
        id={id}
        ref={field}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        placeholder="The same as text, e.g. region = 'us-east-1' AND team <> 'platform'"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}p`}
      />
      {open && (
        <button type="submit" className={parts['button']} data-open={open}>
          Apply
        </button>
      )}
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
