import type { QueryClient } from '@tanstack/react-query';
import type { ApiError } from '../api/client';
import { forgetSession, session } from '../api/session';
import { signedOut } from '../api/signed-out';
import { say } from '../ui/toast';
import { forget } from '../views/first';

/** Nothing of what was shown stays behind. */
export async function signOut(client: QueryClient): Promise<void> {
  try {
    await session.end();
  } catch (error) {
    if ((error as ApiError).status !== 401) return say(`Not signed out: ${(error as ApiError).message}`);
  }
  forget();
  forgetSession();
  signedOut.set(true);
  client.clear();
}
