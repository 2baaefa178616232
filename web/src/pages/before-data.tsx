import type { ReactNode } from 'react';
import type { SchemaTable } from '../api/api';
import type { Asked } from '../api/queries';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Failed } from '../ui/states';
import { newest } from './newest';

/** What stands in a page's place while it can't know what to ask: no bill is there, or the list of bills didn't come. */
export function beforeData(title: string, imports: Asked<SchemaTable>): ReactNode {
  if (imports.data && newest(imports.data)) return null;
  if (!imports.data && !imports.isError) return null;
  return (
    <>
      <PageHead title={title} />
      <section className={parts['card']} aria-label="No data">
        {imports.data ? (
          <Empty
            level="h2"
            title="No bill is here yet"
            why="Farthing answers from bills that were imported (CUR 2.0, legacy CUR or FOCUS files). Import one and this page fills by itself."
          >
            <pre className={parts['code']}>
              <code>farthing import PATH{'\n'}farthing build</code>
            </pre>
          </Empty>
        ) : (
          imports.error && <Failed level="h2" error={imports.error} />
        )}
      </section>
    </>
  );
}
