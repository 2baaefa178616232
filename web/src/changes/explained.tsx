import { useQuery } from '@tanstack/react-query';
import { type ApiError, api, type CompareQuery } from '../api/client';
import type { Compared } from '../api/compare';
import { Notes } from '../ui/bits';
import { Dialog } from '../ui/dialog';
import parts from '../ui/parts.module.css';
import { Widget } from '../ui/states';

/** The same question again, with formula, inputs and settings. */
export function Explained({ query, onClose }: { query: CompareQuery; onClose: () => void }) {
  const answer = useQuery<Compared, ApiError>({
    queryKey: ['explain', 'compare', query],
    queryFn: ({ signal }) => api.compare({ ...query, explain: true }, signal),
  });
  return (
    <Dialog title="Change" label="Change, explained" onClose={onClose}>
      <Widget query={answer} height={160}>
        {(d) => (
          <div className={parts['proof']}>
            <ul className={parts['proof']} style={{ padding: 0 }}>
              {(d.explanation ?? ['The server gave no explanation.']).map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                <li key={i} data-depth={line.startsWith(' ') ? '' : undefined}>
                  {line.trim()}
                </li>
              ))}
            </ul>
            <Notes notes={d.notes} />
          </div>
        )}
      </Widget>
    </Dialog>
  );
}
