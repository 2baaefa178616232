import { useState } from 'react';
import { useCosts } from '../api/queries';
import { column, text } from '../api/table';
import { Pick } from '../ui/bits';
import { Combobox, type Option } from '../ui/combobox';
import parts from '../ui/parts.module.css';
import { type Chip, needsValue, type Operator, operators } from './chips';
import { dimensionOf, useOptions } from './dimensions';
import css from './filter.module.css';
import { type Explored, periodOf } from './state';

interface Props {
  readonly url: Explored;
  readonly start: Chip | undefined;
  readonly onPut: (chip: Chip) => void;
  readonly onClose: () => void;
}

/** A condition in three steps; its values are those that the period has, the dearest first. */
export function ChipForm({ url, start, onPut, onClose }: Props) {
  const { options, look } = useOptions();
  const [dim, setDim] = useState(start?.dim ?? '');
  const [op, setOp] = useState<Operator>(start?.op ?? 'is');
  const [value, setValue] = useState(start && start.op !== 'is' ? (start.values[0] ?? '') : '');
  const values = useValues(dim, url);
  const put = (v: string) => {
    if (dim && (v !== '' || !needsValue(op))) onPut({ dim, op, values: needsValue(op) ? [v] : [] });
  };
  return (
    <form
      className={css['form']}
      aria-label="A condition"
      onSubmit={(e) => {
        e.preventDefault();
        put(value);
      }}
      onKeyDown={(e) => e.key === 'Escape' && !e.defaultPrevented && onClose()}
    >
      <Combobox
        label="Dimension"
        value={dim}
        options={options}
        placeholder="team, region, tag…"
        free="other"
        autoFocus={start === undefined}
        onOpen={look}
        onPick={(typed) => setDim(dimensionOf(typed, options))}
      />
      <Pick label="Condition" value={op} all={operators} onPick={setOp} />
      {needsValue(op) && (
        <Combobox
          label="Value"
          value={value}
          options={values}
          placeholder={op === 'matches' ? 'a regular expression' : 'a value'}
          free="text"
          autoFocus={start !== undefined}
          onPick={(v, how) => {
            setValue(v);
            if (how === 'chosen') put(v);
          }}
        />
      )}
      <button type="submit" className={parts['button']} disabled={!dim || (needsValue(op) && value === '')}>
        {start && start.op !== 'is' ? 'Change' : 'Add'}
      </button>
      <button type="button" className={parts['button']} onClick={onClose}>
        Cancel
      </button>
    </form>
  );
}

/** What a dimension holds in the period, asked once it is known which. */
function useValues(dim: string, url: Explored): readonly Option[] {
  const answer = useCosts(dim ? { by: [dim], cost: url.cost, ...periodOf(url), top: 100 } : null);
  const at = answer.data ? column(answer.data, dim) : -1;
  if (!answer.data || at < 0) return [];
  const all = answer.data.rows.map((r) => text(r, at)).filter((v) => v !== null && v !== '' && v !== '(other)');
  return [...new Set(all as string[])].map((v) => ({ value: v, label: v }));
}
