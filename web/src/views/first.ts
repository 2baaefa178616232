import type { View } from '../api/views';
import { isAddress } from './order';

const key = 'farthing.first';

/** The default view's address, kept in this browser: so it opens without a question to the server before it. */
export function remember(views: readonly View[]): void {
  const first = views.find((v) => v.default);
  if (first) localStorage.setItem(key, first.address);
  else localStorage.removeItem(key);
}
export const forget = () => localStorage.removeItem(key);

/** Where to go instead of the Overview: once in a session of the browser, when it was opened bare. */
export function firstAddress(path: string, search: string): string | null {
  const again = sessionStorage.getItem(key) !== null;
  sessionStorage.setItem(key, 'opened');
  const address = localStorage.getItem(key);
  return !again && path === '/' && search === '' && address && isAddress(address) && address !== '/' ? address : null;
}
