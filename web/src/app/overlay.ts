import { store } from '../ui/store';

/** The one dialog of the shell that is open. */
export const overlay = store<'palette' | 'help' | 'views' | 'save' | null>(null);
