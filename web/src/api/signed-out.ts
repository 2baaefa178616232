import { store } from '../ui/store';

/** Some answer was 401: who asks must sign in first. */
export const signedOut = store(false);
