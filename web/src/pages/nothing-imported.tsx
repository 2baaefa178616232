import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty } from '../ui/states';

/** An empty lake: what to do, to paste. */
export function NothingImported({ title }: { title: string }) {
  return (
    <>
      <PageHead title={title} />
      <section className={parts['card']} aria-label="No data yet">
        <Empty
          title="No bill is here yet"
          why="Farthing answers from bills that were imported (CUR 2.0, legacy CUR or FOCUS files). Import one and this page fills by itself."
        >
          <pre className={parts['code']}>
            <code>farthing import PATH{'\n'}farthing build</code>
          </pre>
        </Empty>
      </section>
    </>
  );
}
