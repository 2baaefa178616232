import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useHealth } from '../api/queries';
import { useRetry } from '../api/retry';
import { time } from '../text/dates';
import { zone } from '../text/zone';
import { live, progress, verbOf, wordsOf } from './events';
import css from './top.module.css';

const notOfData = new Set<unknown>(['health', 'session', 'views']);

/** Which state of the lake the page shows, and whether the server still answers. */
export function ServerState() {
  zone.use(); // its times are written anew
  const health = useHealth(live.use());
  const doing = progress.use();
  const client = useQueryClient();
  const snapshot = health.data?.snapshot;
  const seen = useRef<number | undefined>(undefined);
  // an import or a build made a new snapshot: all that was asked before is out of date
  useEffect(() => {
    if (snapshot === undefined) return;
    if (seen.current !== undefined && seen.current !== snapshot)
      void client.invalidateQueries({ predicate: (q) => !notOfData.has(q.queryKey[0]) });
    seen.current = snapshot;
  }, [snapshot, client]);

  // it came back: so do the parts that failed meanwhile
  const retry = useRetry();
  const lost = useRef(false);
  useEffect(() => {
    if (health.isSuccess && lost.current) retry();
    lost.current = health.isError;
  }, [health.isSuccess, health.isError, retry]);

  if (health.isError)
    return (
      <p className={css['server']} data-lost="true" role="status">
        <i className={css['dot']} />
        <span>The server doesn't answer{health.data ? `: figures are of snapshot ${health.data.snapshot}` : ''}</span>
      </p>
    );
  if (!health.data) return <p className={css['server']} />;
  const { freshness } = health.data;
  if (doing)
    return (
      <p className={css['server']} title={wordsOf(doing)}>
        {/* without a value: going on, for how long isn't known */}
        <progress
          aria-label={verbOf(doing)}
          {...(doing.total !== null && doing.total > 0 && { value: doing.done, max: doing.total })}
        />
        <span>{wordsOf(doing)}</span>
      </p>
    );
  return (
    <p className={css['server']} title={`Snapshot ${health.data.snapshot}`}>
      <i className={css['dot']} />
      <span>
        {freshness ? `Usage until ${time(freshness)}` : 'No data yet'}
        <small> · snapshot {health.data.snapshot}</small>
      </span>
    </p>
  );
}
