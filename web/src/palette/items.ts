import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { SchemaTable } from '../api/api';
import { useCosts, useDimensions, useRuns, useSession } from '../api/queries';
import { column, records, text } from '../api/table';
import { overlay } from '../app/overlay';
import { pages } from '../app/pages';
import { signOut } from '../app/sign-out';
import { equals } from '../explore/condition';
import { exploreLink } from '../explore/state';
import { setZone } from '../text/zone';
import { setTheme, themes } from '../ui/theme';
import { copyLink } from '../ui/toast';
import { shortcut } from '../ui/use-shortcut';
import { about, ordered } from '../views/order';
import { useViews } from '../views/use-views';
import type { Item } from './match';

const entities = { team: 'workload', namespace: 'workload', workload: 'pod' } as const;
type Entity = keyof typeof entities;

/** On a page that groups freely only its grouping changes; elsewhere Explore opens with it. */
function groupBy(dim: string): string {
  const { pathname, search } = window.location;
  if (!/^\/(explore|changes)$/.test(pathname)) return exploreLink({ by: [dim] });
  const params = new URLSearchParams(search);
  params.set('by', encodeURIComponent(dim));
  for (const key of ['sort', 'up']) params.delete(key);
  return `${pathname}?${params}`;
}

const named = (table: SchemaTable | undefined, dim: Entity): readonly string[] => {
  if (!table) return [];
  const at = column(table, dim);
  return [...new Set(table.rows.map((r) => text(r, at)).filter((v) => v !== null && v !== '(other)'))] as string[];
};
const top = (dim: Entity) => ({ by: [dim], last: '30d', top: 20 });

/** Everything that the palette can do, from what the server says now. */
export function useItems(): readonly Item[] {
  const navigate = useNavigate();
  const client = useQueryClient();
  const views = useViews();
  const dimensions = useDimensions();
  const session = useSession(true);
  const teams = useCosts(top('team'));
  const namespaces = useCosts(top('namespace'));
  const workloads = useCosts(top('workload'));
  const runs = useRuns({ last: '90d', top: 50 });
  const owner = session.data?.sign_in ? session.data.owner : null;
  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const [file, link] = [shortcut('x'), shortcut('y')];
    const words = (name: string) => name.replaceAll('_', ' ');
    const names: Readonly<Record<Entity, readonly string[]>> = {
      team: named(teams.data, 'team'),
      namespace: named(namespaces.data, 'namespace'),
      workload: named(workloads.data, 'workload'),
    };
    return [
      ...pages.map((p) => ({ group: 'Pages', label: p.label, keys: `g ${p.key}`, run: go(p.to) })),
      ...ordered(views.data?.views ?? []).map((v) => ({
        group: 'Saved views',
        label: v.name,
        hint: about(v, ''),
        run: go(v.address),
        quiet: !(v.starred || v.default),
      })),
      { group: 'Actions', label: 'Save this page as a view', keys: 's', run: () => overlay.set('save') },
      { group: 'Actions', label: 'Saved views', keys: 'g v', run: () => overlay.set('views') },
      { group: 'Actions', label: 'Copy link', keys: 'y', run: link ?? (() => void copyLink()) },
      ...(file ? [{ group: 'Actions', label: 'Export CSV', keys: 'x', run: file }] : []),
      { group: 'Actions', label: 'Keyboard shortcuts', keys: '?', run: () => overlay.set('help') },
      ...themes.map((t) => ({ group: 'Actions', label: `Theme: ${t}`, run: () => setTheme(t), quiet: true })),
      { group: 'Actions', label: 'Hours in UTC', run: () => setZone('UTC'), quiet: true },
      { group: 'Actions', label: 'Hours in local time', run: () => setZone('local'), quiet: true },
      ...(owner ? [{ group: 'Actions', label: 'Sign out', hint: owner, run: () => void signOut(client) }] : []),
      ...(dimensions.data ? records(dimensions.data, ['name']) : []).map(({ name }) => ({
        group: 'Group by',
        label: `Group by ${words(name ?? '')}`,
        run: () => void navigate(groupBy(name ?? '')),
        quiet: true,
      })),
      ...(runs.data ? records(runs.data, ['run', 'name']) : []).flatMap(({ run, name }) =>
        run && run !== '(other)'
          ? [
              {
                group: 'Training runs',
                label: name ?? run,
                ...(name && { hint: run }),
                run: go(`/training?run=${encodeURIComponent(run)}`),
                quiet: true,
              },
            ]
          : [],
      ),
      ...(Object.keys(entities) as Entity[]).flatMap((dim) =>
        names[dim].map((name) => ({
          group: `${dim.charAt(0).toUpperCase()}${dim.slice(1)}s`,
          label: name,
          run: go(exploreLink({ by: [entities[dim]], where: equals(dim, name) })),
          quiet: true,
        })),
      ),
    ];
  }, [navigate, client, views.data, dimensions.data, owner, teams.data, namespaces.data, workloads.data, runs.data]);
}
