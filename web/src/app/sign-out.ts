import type { QueryClient } from '@tanstack/react-query';
import type { ApiError } from '../api/client';
import { session } from '../api/session';
import { signedOut } from '../api/signed-out';

/** Nothing of what was shown stays behind. */
export async function signOut(client: QueryClient): Promise<void> {
  try {
    await session.end();
  } catch (error) {
    if ((error as ApiError).status !== 401) throw error;
  }
  signedOut.set(true);
  client.clear();
}
