import { Link } from 'react-router';
import type { SchemaSummary } from '../api/api';
import type { Asked } from '../api/queries';
import { Badge, Notes } from '../ui/bits';
import parts from '../ui/parts.module.css';
import { Widget } from '../ui/states';
import css from './overview.module.css';

/** Does it equal the bill, and is it whole: one line, with the way to the proof. */
export function TieOut({ summary }: { summary: Asked<SchemaSummary> }) {
  return (
    <section className={parts['card']} aria-label="Equal to the bill">
      <div className={css['tie']}>
        <Widget query={summary} height={22}>
          {(s) => (
            <>
              <Badge kind={s.contradicts ? 'bad' : s.reconciliation.includes('gaps:') ? 'warn' : 'ok'} wrap>
                {s.reconciliation}
              </Badge>
              <Badge kind={s.complete ? 'ok' : 'warn'}>{s.complete ? 'Complete' : 'Not complete'}</Badge>
              <Link to="/reconciliation">See each check</Link>
              <Notes notes={s.notes} />
            </>
          )}
        </Widget>
      </div>
    </section>
  );
}
