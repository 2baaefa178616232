import { Link, useNavigate } from 'react-router';
import type { Compared } from '../api/compare';
import { useCompare, useImports } from '../api/queries';
import { column } from '../api/table';
import { against } from '../changes/against';
import { Controls } from '../changes/controls';
import { Crumbs } from '../changes/crumbs';
import { Drivers } from '../changes/drivers';
import { Headline } from '../changes/headline';
import { type Changed, changes, changesLink, compareQuery, inExplore, outTo } from '../changes/state';
import { monthsOf } from '../explore/compare';
import { dimensionName } from '../explore/dimensions';
import explore from '../explore/explore.module.css';
import { commandOf, curlOf, fileName, workbookOf } from '../text/take-away';
import { Card, Notes, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import parts from '../ui/parts.module.css';
import { Empty, Widget } from '../ui/states';
import { TakeAway } from '../ui/take-away';
import { useShortcut } from '../ui/use-shortcut';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { currencies, currencyOf } from './figures';
import { CurrencyPick } from './pickers';

/** Two periods, and why the second cost more or less than the first. */
export default function Changes() {
  const [asked, set] = useUrlState(changes);
  const navigate = useNavigate();
  const imports = useImports();
  const known = imports.data !== undefined;
  const freshness = imports.data?.freshness ?? null;
  const query = compareQuery(asked, freshness);
  const answer = useCompare(known || asked.with !== 'last_month' ? query : null);
  const url = asked.by.length > 0 ? asked : { ...asked, by: answer.data ? dimsOf(answer.data) : ['team'] };
  useShortcut('Backspace', () => {
    if (url.in.length > 0) navigate(changesLink({ ...url, ...outTo(url, url.in.length - 1) }));
  });
  const before = beforeData('Changes', imports);
  if (before) return before;
  const problem = answer.error?.status === 400 ? answer.error : null;
  const currency = answer.data ? currencyOf(answer.data, url.currency) : url.currency || 'USD';
  const what = url.by.map((d) => dimensionName(d).toLowerCase()).join(', ');
  return (
    <>
      <PageHead title="Changes" sub={answer.data ? against(answer.data) : 'Two periods, and what lies between · UTC'}>
        <CurrencyPick
          all={answer.data ? currencies(answer.data) : []}
          currency={currency}
          onPick={(c) => set({ currency: c })}
        />
      </PageHead>
      <Controls url={url} months={monthsOf(imports.data)} problem={problem} set={set} />
      <Crumbs url={url} />
      <Card
        title="From before to after"
        tools={
          <>
            <Toggle on={url.table} onToggle={() => set({ table: !url.table })}>
              View as table
            </Toggle>
            <Link className={parts['button']} to={inExplore(url)}>
              Explore
            </Link>
          </>
        }
      >
        <Widget query={answer} height={420} empty={(d) => d.rows.length === 0 && nothing(url, d, set)}>
          {(d) => (
            <div aria-busy={answer.isPlaceholderData}>
              <Headline
                query={query}
                table={d}
                dims={dimsOf(d)}
                basis={url.cost}
                currency={currency}
                asTable={url.table}
              />
            </div>
          )}
        </Widget>
      </Card>
      <Card
        title={`What moved, by ${what}`}
        flush
        tools={
          <TakeAway
            name={fileName('changes', url.by)}
            table={answer.data}
            command={commandOf('compare', query)}
            curl={curlOf(`${window.location.origin}/api/v1/compare`, query)}
            workbook={workbookOf('/api/v1/compare', query)}
          />
        }
      >
        <div className={explore['panel']}>{answer.data && <Notes notes={answer.data.notes} />}</div>
        {answer.data && answer.data.rows.length > 0 && (
          <Drivers
            query={query}
            table={answer.data}
            dims={dimsOf(answer.data)}
            url={url}
            currency={currency}
            onSort={(s) => set({ sort: s.key, up: !s.down })}
          />
        )}
      </Card>
    </>
  );
}

/** What the answer is grouped by: the columns before its figures. */
const dimsOf = (d: Compared) => d.columns.slice(0, Math.max(0, column(d, 'before'))).map((c) => c.name);

const nothing = (url: Changed, d: Compared, set: (patch: Partial<Changed>, how: { push: boolean }) => void) => (
  <Empty title="Nothing to compare" why={`${d.notes.at(-1) ?? 'No cost matches in either period'}.`}>
    {(url.where || url.in.length > 0) && (
      <button type="button" className={parts['button']} onClick={() => set({ where: '', in: [] }, { push: true })}>
        Clear the filter
      </button>
    )}
  </Empty>
);
