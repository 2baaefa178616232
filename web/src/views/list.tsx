import { useState } from 'react';
import type { ApiError } from '../api/client';
import type { View } from '../api/views';
import { overlay } from '../app/overlay';
import { Dialog } from '../ui/dialog';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import { ordered } from './order';
import { Row } from './row';
import { useViewActions, useViews } from './use-views';
import css from './views.module.css';

/** Every view that one may see, and what can be done with it. */
export default function ViewList({ onClose }: { onClose: () => void }) {
  const list = useViews();
  const { change, remove, restore } = useViewActions();
  const [gone, setGone] = useState<View | null>(null);
  const [wrong, setWrong] = useState<ApiError | null>(null);
  const attempt = async (work: Promise<unknown>) => {
    setWrong(null);
    try {
      await work;
      return true;
    } catch (error) {
      setWrong(error as ApiError);
      return false;
    }
  };
  return (
    <Dialog title="Saved views" onClose={onClose}>
      <div className={css['body']}>
        <div className={css['bar']}>
          <button type="button" className={parts['button']} onClick={() => overlay.set('save')}>
            Save this page <kbd>s</kbd>
          </button>
          <p role="status">
            {gone && (
              <>
                Deleted {gone.name}.{' '}
                <button
                  type="button"
                  className={parts['link']}
                  onClick={() => void attempt(restore(gone)).then((ok) => ok && setGone(null))}
                >
                  Undo
                </button>
              </>
            )}
          </p>
        </div>
        {wrong && (
          <p className={css['wrong']} role="alert">
            {`That did not work. ${wrong.message}${wrong.advice ? `: ${wrong.advice}` : ''}.`}
          </p>
        )}
        <Widget
          query={list}
          height={160}
          empty={(d) =>
            d.views.length === 0 && (
              <Empty title="No view is saved yet" why="A view keeps a page with all that is set on it, under a name." />
            )
          }
        >
          {(d) => (
            <ul className={css['list']} aria-label="Views">
              {ordered(d.views).map((view) => (
                <Row
                  key={view.id}
                  view={view}
                  onOpen={onClose}
                  onChange={(patch) => attempt(change(view.id, patch))}
                  onDelete={() => void attempt(remove(view.id)).then((ok) => ok && setGone(view))}
                />
              ))}
            </ul>
          )}
        </Widget>
      </div>
    </Dialog>
  );
}
