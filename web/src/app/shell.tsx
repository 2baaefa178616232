import { useEffect, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { icon } from '../ui/icons';
import { nextTheme, type Theme, theme } from '../ui/theme';
import { typing } from '../ui/use-shortcut';
import { Boundary } from './boundary';
import { pages } from './pages';
import { ServerState } from './server-state';
import css from './shell.module.css';

export function Shell() {
  const [shown, setShown] = useState<Theme>(theme());
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  usePageKeys();

  // a new page: focus goes to it, so that a reader and the Tab key start there
  useEffect(() => {
    document.title = `${pages.find((p) => p.to === pathname)?.label ?? 'Not found'} · Farthing`;
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
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
      </header>
      <div className={css['main']}>
        <section className={css['top']} aria-label="State of the data">
          <ServerState />
          <span className={css['spacer']} />
          <button
            type="button"
            className={css['icon']}
            onClick={() => setShown(nextTheme())}
            aria-label={`Theme: ${shown}`}
            title={`Theme: ${shown}`}
          >
            {icon('M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z')}
          </button>
        </section>
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
