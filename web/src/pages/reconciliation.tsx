import { useCosts, useImports, useReconciliation } from '../api/queries';
import { records } from '../api/table';
import { costCodec, costs } from '../explore/state';
import { time } from '../text/dates';
import { count } from '../text/money';
import { Badge, Card, type Kind, Pick, Toggle } from '../ui/bits';
import { PageHead } from '../ui/page-head';
import { Widget } from '../ui/states';
import { flag, matching } from '../url/codec';
import { useUrlState } from '../url/use-url-state';
import { beforeData } from './before-data';
import { type Check, Checks, checkNames } from './checks';
import { DataHealth } from './data-health';
import { Equation } from './equation';
import { newest } from './newest';
import { MonthPick } from './pickers';
import css from './reconciliation.module.css';

const state = { month: matching(/^\d{4}-(0[1-9]|1[0-2])$/), cost: costCodec, all: flag(false) };

/** Whether what is shown is the bill, and whether the data is whole. */
export default function Reconciliation() {
  const [url, set] = useUrlState(state);
  const imports = useImports();
  const latest = newest(imports.data);
  const month = url.month || latest?.month || '';
  const checks = useReconciliation(month);
  const kinds = useCosts(month ? { month, by: ['cost_kind'], cost: url.cost } : null);
  const before = beforeData('Bill & data', imports);
  if (before) return before;
  return (
    <>
      <PageHead title="Bill & data" sub="Is what Farthing shows the bill, and is the data whole · times are UTC">
        <MonthPick
          imports={imports.data}
          month={month}
          onPick={(m) => set({ month: m === latest?.month ? '' : m }, { push: true })}
        />
        <Pick label="Cost" value={url.cost} all={costs} onPick={(cost) => set({ cost }, { push: true })} />
      </PageHead>
      <Card title="Is it the bill?">
        <Widget query={checks} height={64}>
          {(d) => <Verdict checks={records(d, checkNames)} complete={d.complete} freshness={d.freshness} />}
        </Widget>
      </Card>
      <Equation kinds={kinds} checks={checks} cost={url.cost} month={month} />
      <Card
        title="Checks"
        flush
        tools={
          <Toggle on={url.all} onToggle={() => set({ all: !url.all })}>
            Show those that hold
          </Toggle>
        }
      >
        <Checks query={checks} all={url.all} onAll={() => set({ all: true })} />
      </Card>
      <DataHealth month={month} imports={imports} />
    </>
  );
}

function Verdict({
  checks,
  complete,
  freshness,
}: {
  checks: readonly Check[];
  complete: boolean;
  freshness: string | null;
}) {
  const of = (status: string) => checks.filter((c) => c.status === status && !c.check?.startsWith('period:')).length;
  const [ok, gaps, wrong] = [of('ok'), of('gap'), of('contradicts')];
  const period = checks.find((c) => c.check?.startsWith('period:'));
  const kind: Kind = wrong > 0 ? 'bad' : gaps > 0 || ok === 0 ? 'warn' : 'ok';
  const word =
    wrong > 0
      ? `No: ${count(wrong)} of ${count(ok + wrong + gaps)} checks contradict the bill`
      : gaps > 0
        ? `Not proved: ${count(ok)} checks hold, ${count(gaps)} can't be told yet`
        : ok === 0
          ? 'Not known: there is nothing to check'
          : `Yes: all ${count(ok)} checks hold`;
  return (
    <div className={css['verdict']}>
      <Badge kind={kind} wrap>
        {word}
      </Badge>
      {period && <Badge kind="plain">The month is {period.check?.replace('period: ', '')}</Badge>}
      <Badge kind={complete ? 'ok' : 'warn'}>{complete ? 'Data complete' : 'Data not complete'}</Badge>
      {freshness && <span>Usage until {time(freshness)}</span>}
    </div>
  );
}
