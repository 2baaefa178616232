import { Link } from 'react-router';
import css from '../ui/crumbs.module.css';
import { write } from '../url/codec';
import { crumbs, type Path, stepName, upTo } from './path';
import { type Workloads, workloads } from './state';

/** The address of another level; all other controls stay as they are. */
export function levelLink(url: Workloads, to: Path): string {
  const search = write(workloads, new URLSearchParams(), { ...url, in: to }).toString();
  return `/workloads${search && `?${search}`}`;
}

/** Where one is, and the way up. */
export function Crumbs({ url }: { url: Workloads }) {
  const steps = crumbs(url.in);
  if (steps.length === 0) return null;
  return (
    <nav aria-label="Place" className={css['crumbs']}>
      <ol>
        <li>
          <Link to={levelLink(url, [])}>All clusters</Link>
        </li>
        {steps.map((s, i) => (
          <li key={s.dim}>
            {i === steps.length - 1 ? (
              <b aria-current="location" title={s.value ?? undefined}>
                <Noun of={s.dim} />
                {stepName(s)}
              </b>
            ) : (
              <>
                <Noun of={s.dim} />
                <Link to={levelLink(url, upTo(url.in, s))} title={s.value ?? undefined}>
                  {stepName(s)}
                </Link>
              </>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const nouns: Partial<Record<Path[number]['dim'], string>> = {
  namespace: 'namespace',
  ecs_service: 'service',
  pod: 'pod or task',
};
/** A service and its workload mostly have one name: what each is tells them apart. */
const Noun = ({ of }: { of: Path[number]['dim'] }) => (nouns[of] ? <small>{nouns[of]}&nbsp;</small> : null);
