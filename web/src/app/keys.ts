import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { copyLink } from '../ui/toast';
import { isCommand, shortcut, typing } from '../ui/use-shortcut';
import { overlay } from './overlay';
import { pages } from './pages';

const SEQUENCE = 1200; // ms from g to its letter

/** A control of the page by the words beside it, so that every page has the same keys for the same things. */
const controls: Readonly<Record<string, RegExp>> = {
  t: /^(Period|Month)/,
  c: /^Compare/,
  b: /^Group by/,
};
export function focusControl(words: RegExp): boolean {
  const all = document.querySelectorAll<HTMLElement>('main :is(select, input, button, summary, [role=combobox])');
  for (const control of all) {
    const labels = control instanceof HTMLInputElement || control instanceof HTMLSelectElement ? control.labels : null;
    const name = control.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? control.textContent ?? '';
    if (!words.test(name.trim())) continue;
    control.focus();
    return true;
  }
  return false;
}

/** What a letter does where the page itself has nothing for it. */
function command(key: string): boolean {
  const words = controls[key];
  if (words) return focusControl(words);
  if (key === '?') overlay.set('help');
  else if (key === '/') overlay.set('palette');
  else if (key === 's') overlay.set('save');
  else if (key === 'y') void copyLink();
  else return false;
  return true;
}

/** The keys of the whole page: g and a letter go to a page, Ctrl or Cmd with K opens the palette, Escape leaves a field. */
export function useKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let g = Number.NEGATIVE_INFINITY;
    const done = (e: KeyboardEvent) => {
      e.preventDefault();
      e.stopImmediatePropagation(); // the letter after g is no command of its own
    };
    const onKey = (e: KeyboardEvent) => {
      if ((e.metaKey || e.ctrlKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
        if (overlay.get() === null && document.querySelector('dialog[open]')) return;
        overlay.set(overlay.get() === null ? 'palette' : null);
        return done(e);
      }
      if (!isCommand(e)) return;
      if (e.timeStamp - g < SEQUENCE) {
        g = Number.NEGATIVE_INFINITY;
        const page = pages.find((p) => p.key === e.key);
        if (page) navigate(page.to);
        else if (e.key === 'v') overlay.set('views');
        return done(e);
      }
      if (e.key === 'g') g = e.timeStamp;
      else if (!shortcut(e.key) && command(e.key)) done(e);
    };
    // after the field itself: an open list is closed first
    const leave = (e: KeyboardEvent) => {
      if (e.key !== 'Escape' || e.defaultPrevented || !typing(e.target)) return;
      if ((e.target as HTMLElement).closest('main, header'))
        document.getElementById('main')?.focus({ preventScroll: true });
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('keydown', leave);
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('keydown', leave);
    };
  }, [navigate]);
}
