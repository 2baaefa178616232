import { store } from '../ui/store';

export type Zone = 'UTC' | 'local';
const key = 'farthing.zone';

/** Of hours only: days are UTC, as the bill's are. */
export const zone = store<Zone>(localStorage.getItem(key) === 'local' ? 'local' : 'UTC');

export function setZone(value: Zone): void {
  localStorage.setItem(key, value);
  zone.set(value);
}
