import { lazy, Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { useHealth, useSession } from '../api/queries';
import { signedOut } from '../api/signed-out';
import { zone } from '../text/zone';
import { Brand } from '../ui/icons';
import { Toast } from '../ui/toast';
import { firstAddress } from '../views/first';
import { useViews } from '../views/use-views';
import { Boundary } from './boundary';
import { live, useEvents } from './events';
import { useKeys } from './keys';
import { Overlays } from './overlays';
import { pages } from './pages';
import css from './shell.module.css';
import { Top } from './top';
import { used, useFirstUse } from './use-first-use';

const SignIn = lazy(() => import('./sign-in'));

export function Shell() {
  return signedOut.use() ? (
    <Suspense>
      <SignIn />
    </Suspense>
  ) : (
    <Frame />
  );
}

function Frame() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const hours = zone.use();
  const touched = used.use();
  const session = useSession(touched);
  useViews(touched); // so that this browser knows which one opens first
  useKeys();
  useEvents(useHealth(live.use()).isSuccess);
  useFirstUse();

  const stranger = session.isFetchedAfterMount && session.data?.sign_in === true && session.data.owner === null;
  useEffect(() => {
    if (stranger) signedOut.set(true);
  }, [stranger]);

  // the first page of a session may be a view of one's own
  useEffect(() => {
    const view = firstAddress(pathname, search);
    if (view) navigate(view, { replace: true });
  }, [pathname, search, navigate]);

  // a new page: focus goes to it, so that a reader and the Tab key start there
  useEffect(() => {
    document.title = `${pages.find((p) => p.to === pathname)?.label ?? 'Not found'} · Farthing`;
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
    // on a phone the menu is wider than the screen
    document.querySelector('nav a[aria-current=page]')?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [pathname]);

  return (
    <div className={css['shell']}>
      <a className={css['skip']} href="#main">
        Skip to content
      </a>
      <header className={css['side']}>
        <NavLink to="/" className={css['brand'] ?? ''} aria-label="Farthing, overview">
          <Brand />
          <b>Farthing</b>
        </NavLink>
        <nav className={css['nav']} aria-label="Pages">
          {pages.map((p) => (
            <NavLink key={p.to} to={p.to} end title={p.label}>
              {p.icon}
              <span>{p.label}</span>
            </NavLink>
          ))}
        </nav>
        <p className={css['sideFoot']}>Days are UTC, hours {hours === 'UTC' ? 'too' : 'local'}</p>
      </header>
      <div className={css['main']}>
        <Top />
        <main id="main" ref={main} tabIndex={-1} className={css['content']}>
          <Boundary key={`${pathname} ${hours}`}>
            <Outlet />
          </Boundary>
        </main>
      </div>
      <Overlays />
      <Toast />
    </div>
  );
}
