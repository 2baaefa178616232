import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';
import type { Asked } from '../api/queries';
import { useRetry } from '../api/retry';
import { Badge } from './bits';
import parts from './parts.module.css';
import css from './states.module.css';

export function Skeleton({ height }: { height: number }) {
  return (
    <div className={css['loading']} aria-busy="true">
      <span className="sr-only">Loading</span>
      <div className={css['skeleton']} style={{ height }} />
    </div>
  );
}

/** `level`: of its heading, which must not skip one. */
export function Failed({ error, level: H = 'h3' }: { error: ApiError; level?: 'h2' | 'h3' }) {
  const retry = useRetry();
  return (
    <div className={css['state']} role="alert">
      <H>This part could not be loaded</H>
      <p>
        {error.message}
        {error.advice ? ` (${error.advice})` : ''}. {error.status ? `Code ${error.status}. ` : ''}
        {error.requestId ? `Request ${error.requestId}. ` : ''}No figure is shown, since none is known.
      </p>
      <button type="button" className={parts['button']} onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** No data because ..., and the way out. */
export function Empty({
  title,
  why,
  children,
  level: H = 'h3',
}: {
  title: string;
  why: ReactNode;
  children?: ReactNode;
  level?: 'h2' | 'h3';
}) {
  return (
    <div className={css['state']}>
      <H>{title}</H>
      <p>{why}</p>
      {children}
    </div>
  );
}

/** The clock was set since the page came, or the machine slept through it: what lies between two of its times isn't known. */
const clockWasSet = () => Math.abs(Date.now() - performance.timeOrigin - performance.now()) > 60_000;

function ageOf(at: number): string {
  if (clockWasSet()) return 'its age is not known since the clock was changed';
  const minutes = Math.round((Date.now() - at) / 60_000);
  return minutes <= 0 ? 'under a minute old' : `${minutes} min old`;
}

function Stale({ at }: { at: number }) {
  const retry = useRetry();
  return (
    <p className={css['stale']} role="status">
      <Badge kind="warn">Last good data, {ageOf(at)}</Badge>
      <button type="button" className={parts['link']} onClick={retry}>
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
  if (query.data === undefined) return query.isError ? <Failed error={query.error} /> : <Skeleton height={height} />;
  return (
    <>
      {query.isError && <Stale at={query.dataUpdatedAt} />}
      {empty?.(query.data) || children(query.data)}
    </>
  );
}
