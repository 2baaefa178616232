import { Link } from 'react-router';
import { labelOf } from '../charts/to-chart';
import { dimensionName } from '../explore/dimensions';
import css from '../ui/crumbs.module.css';
import { type Changed, changesLink, outTo, steps } from './state';

/** Where one is, and the way out again. */
export function Crumbs({ url }: { url: Changed }) {
  const gone = steps(url);
  if (gone.length === 0) return null;
  return (
    <nav aria-label="Drill-down" className={css['crumbs']}>
      <ol>
        <li>
          <Link to={changesLink({ ...url, ...outTo(url, 0) })}>
            All {dimensionName(gone[0]?.dim ?? '').toLowerCase()}s
          </Link>
        </li>
        {gone.map((step, i) => {
          const label = labelOf(step.value, step.dim);
          return (
            <li key={`${step.dim} ${step.value}`} aria-current={i === gone.length - 1 ? 'location' : undefined}>
              {i === gone.length - 1 ? (
                <b>{label}</b>
              ) : (
                <Link to={changesLink({ ...url, ...outTo(url, i + 1) })}>{label}</Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
