import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Asks again for all that failed: what broke one part of a page mostly broke the others too. */
export function useRetry(): () => void {
  const client = useQueryClient();
  return useCallback(
    () => void client.refetchQueries({ type: 'active', predicate: (q) => q.state.status === 'error' }),
    [client],
  );
}
