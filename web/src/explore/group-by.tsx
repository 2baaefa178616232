import { useState } from 'react';
import type { SchemaTable } from '../api/api';
import { records } from '../api/table';
import parts from '../ui/parts.module.css';
import css from './explore.module.css';

const MOST = 3;
const titles = { workloads: 'Workloads', both: 'Workloads and bill', bill: 'Lines of the bill' } as const;
const pretty = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface Props {
  readonly by: readonly string[];
  readonly dimensions: SchemaTable | undefined;
  readonly onBy: (by: readonly string[]) => void;
}

/** Up to three groupings: of the server's dimensions, or a tag by its key. */
export function GroupBy({ by, dimensions, onBy }: Props) {
  const put = (at: number, name: string) => {
    const next = [...by];
    if (name === '') next.splice(at, 1);
    else next[at] = name;
    onBy([...new Set(next)]);
  };
  return (
    <fieldset className={css['groups']}>
      <legend>Group by</legend>
      {Array.from({ length: Math.min(MOST, by.length + 1) }, (_, i) => (
        <Slot
          key={by[i] ?? 'next'}
          label={i === 0 ? 'Group by' : `Then by, ${i + 1}`}
          value={by[i] ?? ''}
          optional={i > 0 || by.length > 0}
          dimensions={dimensions}
          onPut={(name) => put(i, name)}
        />
      ))}
    </fieldset>
  );
}

function Slot({
  label,
  value,
  optional,
  dimensions,
  onPut,
}: {
  label: string;
  value: string;
  optional: boolean;
  dimensions: SchemaTable | undefined;
  onPut: (name: string) => void;
}) {
  const rows = dimensions ? records(dimensions, ['name', 'of']) : [];
  const isTag = value.startsWith('tag:');
  const [tag, setTag] = useState(isTag);
  const [typed, setTyped] = useState(isTag ? value.slice(4) : '');
  const known = value === '' || isTag || rows.some((r) => r.name === value);
  const commit = () => {
    if (typed.trim() && `tag:${typed.trim()}` !== value) onPut(`tag:${typed.trim()}`);
  };
  return (
    <span className={css['slot']}>
      <select
        aria-label={label}
        value={tag ? 'tag:' : value}
        onChange={(e) => {
          const to = e.target.value;
          setTag(to === 'tag:');
          if (to !== 'tag:') onPut(to);
        }}
      >
        {optional && <option value="">{value === '' ? '+ then by' : 'Not grouped'}</option>}
        {!known && <option value={value}>{value}</option>}
        {(['workloads', 'both', 'bill'] as const).map((of) => (
          <optgroup key={of} label={titles[of]}>
            {rows
              .filter((r) => r.of === of)
              .map((r) => (
                <option key={r.name} value={r.name ?? ''}>
                  {pretty(r.name ?? '')}
                </option>
              ))}
          </optgroup>
        ))}
        <option value="tag:">Tag…</option>
      </select>
      {tag && (
        <input
          className={parts['field']}
          aria-label={`${label}: key of the tag`}
          placeholder="key of the tag"
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          onBlur={commit}
          onKeyDown={(e) => e.key === 'Enter' && commit()}
        />
      )}
    </span>
  );
}
