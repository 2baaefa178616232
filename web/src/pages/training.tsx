import { useNavigate } from 'react-router';
import { Question } from '../ai/question';
import { whyEmpty } from '../ai/why-empty';
import { useImports, useRuns } from '../api/queries';
import { datesOf, periodWords } from '../explore/compare';
import explore from '../explore/explore.module.css';
import { costs } from '../explore/state';
import { commandOf, curlOf, fileName, workbookOf } from '../text/take-away';
import { RunList } from '../training/list';
import { OneRun } from '../training/one';
import { link, listQuery, statuses, training, type Training as Url } from '../training/state';
import { Card, Notes, Pick } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import { TakeAway } from '../ui/take-away';
import { useShortcut } from '../ui/use-shortcut';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf } from './figures';
import { CurrencyPick } from './pickers';

/** What training runs cost, each per epoch, step and checkpoint, and what interruptions lost. */
export default function TrainingRuns() {
  const [url, set] = useUrlState(training);
  const navigate = useNavigate();
  const imports = useImports();
  const query = listQuery(url);
  const list = useRuns(query);
  useShortcut('Backspace', () => {
    if (url.run && !document.querySelector('dialog[open]')) navigate(link(url, { run: '', with: '' }));
  });
  const before = beforeData('Training runs', imports);
  if (before) return before;
  const currency = list.data ? currencyOf(list.data, url.currency) : url.currency || 'USD';
  const dates = datesOf(url, imports.data?.freshness);
  const push = (patch: Partial<Url>) => set(patch, { push: true });
  const basis = `${costs[url.cost].toLowerCase()} cost`;
  return (
    <>
      <PageHead
        title="Training runs"
        sub={[url.run ? '' : periodWords(dates, ''), basis, 'UTC'].filter(Boolean).join(' · ')}
      >
        <CurrencyPick
          all={list.data ? currencies(list.data) : []}
          currency={currency}
          onPick={(c) => set({ currency: c })}
        />
      </PageHead>
      {url.run ? (
        <OneRun url={url} set={set} runs={list.data} />
      ) : (
        <>
          <Question url={url} imports={imports.data} set={push} words={statuses[url.status]}>
            <Pick label="Status" value={url.status} all={statuses} onPick={(status) => push({ status })} />
          </Question>
          <Card
            title="Runs"
            flush
            tools={
              <TakeAway
                name={fileName('runs', [])}
                table={list.data}
                command={commandOf('runs', query)}
                curl={curlOf(`${window.location.origin}/api/v1/runs`, query)}
                workbook={workbookOf('/api/v1/runs', query)}
              />
            }
          >
            <div className={explore['panel']}>{list.data && <Notes notes={list.data.notes} />}</div>
            <Widget
              query={list}
              height={320}
              empty={(d) =>
                d.rows.length === 0 && (
                  <Empty
                    title="No run is known"
                    why={`${whyEmpty(d.notes, 'No run of this period and status is here')} Runs are imported, or told as they go.`}
                  >
                    <pre className={parts['code']}>
                      <code>farthing import runs.csv --as runs{'\n'}farthing run start ID</code>
                    </pre>
                  </Empty>
                )
              }
            >
              {(d) => (
                <RunList
                  table={d}
                  query={query}
                  currency={currency}
                  url={url}
                  sort={{ key: url.sort || `${url.cost}_cost`, down: url.sort ? !url.up : true }}
                  onSort={(s) => set({ sort: s.key, up: !s.down })}
                />
              )}
            </Widget>
          </Card>
        </>
      )}
    </>
  );
}
