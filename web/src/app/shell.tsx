import { lazy, Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { useSession } from '../api/queries';
import { signedOut } from '../api/signed-out';
import { typing } from '../ui/use-shortcut';
import { Boundary } from './boundary';
import { useEvents } from './events';
import { pages } from './pages';
import css from './shell.module.css';
import { Top } from './top';

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
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const session = useSession();
  usePageKeys();
  useEvents(session.isFetched);

  const stranger = session.data?.sign_in === true && session.data.owner === null;
  useEffect(() => {
    if (stranger) signedOut.set(true);
  }, [stranger]);

  // a new page: focus goes to it, so that a reader and the Tab key start there
  useEffect(() => {
    document.title = `${pages.find((p) => p.to === pathname)?.label ?? 'Not found'} · Farthing`;
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);

  return (
    <div className={css['shell']}>
      <a className={css['skip']} href="#main">
        Skip to content
      </a>
      <header className={css['side']}>
        <NavLink to="/" className={css['brand'] ?? ''} aria-label="Farthing, overview">
          <img src="/favicon.svg" width="26" height="26" alt="" />
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
        <p className={css['sideFoot']}>Days and hours are UTC</p>
      </header>
      <div className={css['main']}>
        <Top />
        <main id="main" ref={main} tabIndex={-1} className={css['content']}>
          <Boundary key={pathname}>
            <Outlet />
          </Boundary>
        </main>
      </div>
    </div>
  );
}

/** g and a page's letter go to it. */
function usePageKeys() {
  const navigate = useNavigate();
  useEffect(() => {
    let g = Number.NEGATIVE_INFINITY;
    const onKey = (e: KeyboardEvent) => {
      if (typing(e.target) || e.metaKey || e.ctrlKey || e.altKey) return;
      if (e.key === 'g') g = e.timeStamp;
      else if (e.timeStamp - g < 1200) {
        const page = pages.find((p) => p.key === e.key);
        g = Number.NEGATIVE_INFINITY;
        if (page) navigate(page.to);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
}
