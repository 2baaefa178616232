import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SchemaViewChange, SchemaViewList } from '../api/api';
import type { ApiError } from '../api/client';
import { type View, views } from '../api/views';
import { remember } from './first';
import { isAddress } from './order';

/** Asked for only where they are shown: the first page stays light. */
export const useViews = (enabled = true) =>
  useQuery<SchemaViewList, ApiError>({
    queryKey: ['views'],
    queryFn: async ({ signal }) => {
      const all = await views.list(signal);
      const usable = all.views.filter((view) => isAddress(view.address));
      remember(usable);
      return { views: usable };
    },
    enabled,
  });

/** Each asks the server and then for the list again; what fails is thrown. */
export function useViewActions() {
  const client = useQueryClient();
  return useMemo(() => {
    const after = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } finally {
        await client.invalidateQueries({ queryKey: ['views'] });
      }
    };
    return {
      save: (name: string, address: string, shared: boolean) => after(views.save(name, address, shared)),
      change: (id: string, patch: SchemaViewChange) => after(views.change(id, patch)),
      remove: (id: string) => after(views.remove(id)),
      /** After a deletion: the same again, under a new number. */
      restore: (view: View) =>
        after(
          views.save(view.name, view.address, view.shared).then(async (made) => {
            if (view.starred || view.default)
              await views.change(made.id, {
                ...(view.starred && { starred: true }),
                ...(view.default && { default: true }),
              });
            return made;
          }),
        ),
    };
  }, [client]);
}
