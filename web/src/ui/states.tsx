import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';
import type { Asked } from '../api/queries';
import { Badge } from './bits';
import css from './parts.module.css';

export function Skeleton({ height }: { height: number }) {
  return (
    <div className={css['loading']} aria-busy="true">
      <span className="sr-only">Loading</span>
      <div className={css['skeleton']} style={{ height }} />
    </div>
  );
}

export function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  return (
    <div className={css['state']} role="alert">
      <h3>This part could not be loaded</h3>
      <p>
        {error.message}
        {error.advice ? ` (${error.advice})` : ''}. {error.status ? `Code ${error.status}. ` : ''}
        {error.requestId ? `Request ${error.requestId}. ` : ''}No figure is shown, since none is known.
      </p>
      <button type="button" className={css['button']} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** No data because ..., and the way out. */
export function Empty({ title, why, children }: { title: string; why: ReactNode; children?: ReactNode }) {
  return (
    <div className={css['state']}>
      <h3>{title}</h3>
      <p>{why}</p>
      {children}
    </div>
  );
}

function Stale({ at, onRetry }: { at: number; onRetry: () => void }) {
  const minutes = Math.max(0, Math.round((Date.now() - at) / 60_000));
  return (
    <p className={css['stale']} role="status">
      <Badge kind="warn">Last good data, {minutes === 0 ? 'under a minute' : `${minutes} min`} old</Badge>
      <button type="button" className={css['link']} onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}

/** The four states of a widget, decided in one place. */
export function Widget<T>({
  query,
  height,
  empty,
  children,
}: {
  query: Asked<T>;
  height: number;
  empty?: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
}) {
  const retry = () => void query.refetch();
  if (query.data === undefined)
    return query.isError ? <Failed error={query.error} onRetry={retry} /> : <Skeleton height={height} />;
  return (
    <>
      {query.isError && <Stale at={query.dataUpdatedAt} onRetry={retry} />}
      {empty?.(query.data) || children(query.data)}
    </>
  );
}
