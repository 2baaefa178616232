import { useQueryClient } from '@tanstack/react-query';
import { useHealth, useSession } from '../api/queries';
import { icon } from '../ui/icons';
import { nextTheme, useTheme } from '../ui/theme';
import { live } from './events';
import { overlay } from './overlay';
import { ServerState } from './server-state';
import { signOut } from './sign-out';
import css from './top.module.css';
import { used } from './use-first-use';

/** What holds for every page: the state of the data, search, views, who is signed in. */
export function Top() {
  const theme = useTheme();
  const client = useQueryClient();
  const session = useSession(used.use());
  const health = useHealth(live.use());
  const owner = session.data?.owner;
  return (
    <section className={css['top']} aria-label="State of the data">
      <ServerState />
      <span className={css['spacer']} />
      {health.data?.demo === true && (
        <span className={css['demo']} title="Generated and sample data: none of it is your bill">
          Demo<span> data</span>
        </span>
      )}
      <button type="button" className={css['search']} onClick={() => overlay.set('palette')}>
        {icon('M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4')}
        <span>Search</span>
        <kbd>Ctrl K</kbd>
      </button>
      <button
        type="button"
        className={css['icon']}
        onClick={() => overlay.set('views')}
        aria-label="Saved views"
        title="Saved views (g v)"
      >
        {icon('M6 4h12v16l-6-4-6 4z')}
      </button>
      <button
        type="button"
        className={css['icon']}
        onClick={nextTheme}
        aria-label={`Theme: ${theme}`}
        title={`Theme: ${theme}`}
      >
        {icon('M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z')}
      </button>
      {owner && (
        <span className={css['owner']}>
          <b title={owner}>{owner}</b>
          {session.data?.sign_in && (
            <button
              type="button"
              className={css['icon']}
              onClick={() => void signOut(client)}
              aria-label="Sign out"
              title="Sign out"
            >
              {icon('M10 4H5v16h5M15 8l4 4-4 4M19 12H9')}
            </button>
          )}
        </span>
      )}
    </section>
  );
}
