import { Combobox } from '../ui/combobox';
import { dimensionName, dimensionOf, useOptions } from './dimensions';
import css from './explore.module.css';

const labels = ['Group by', 'Then by', 'And by'] as const;

/** Up to three groupings, completed: dimensions, or a tag by its key. */
export function GroupBy({ by, onBy }: { by: readonly string[]; onBy: (by: readonly string[]) => void }) {
  const { options, look } = useOptions();
  const put = (at: number, typed: string) => {
    const next = [...by];
    if (typed === '') next.splice(at, 1);
    else next[at] = dimensionOf(typed, options);
    onBy([...new Set(next)]);
  };
  return (
    <fieldset className={css['groups']}>
      <legend className="sr-only">Groups</legend>
      {Array.from({ length: Math.min(labels.length, by.length + 1) }, (_, i) => {
        const value = by[i] ?? '';
        const known = value === '' || options.some((o) => o.value === value);
        return (
          <Combobox
            key={by[i] ?? 'next'}
            label={labels[i] ?? 'And by'}
            value={value}
            placeholder={i === 0 ? 'Nothing: one sum' : 'Nothing more'}
            options={[
              ...(value ? [{ value: '', label: 'Not grouped' }] : []),
              ...(known ? [] : [{ value, label: dimensionName(value) }]),
              ...options.filter((o) => o.value === value || !by.includes(o.value)),
            ]}
            free="other"
            onOpen={look}
            onPick={(to) => put(i, to)}
          />
        );
      })}
    </fieldset>
  );
}
