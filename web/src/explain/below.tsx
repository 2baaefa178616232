import type { SchemaTable } from '../api/api';
import type { CostsQuery } from '../api/client';
import { useCosts, useDimensions, useSql } from '../api/queries';
import { column, records, text } from '../api/table';
import { totalOf } from '../pages/figures';
import { Badge } from '../ui/bits';
import { Empty, Widget } from '../ui/states';
import { isOfWorkloads, linesOfMachines } from './bill';
import css from './explain.module.css';
import type { Input } from './figure';

interface Props {
  readonly query: CostsQuery;
  readonly input: Input | undefined;
  readonly currency: string;
}

/** The same sum in its parts: by products and resources of the bill, or by the machines that workloads ran on. */
export function Below({ query, input, currency }: Props) {
  const dimensions = useDimensions();
  const workloads = dimensions.data ? isOfWorkloads(query, records(dimensions.data, ['name', 'of'])) : null;
  const { by: _, top: __, compare: ___, explain: ____, ...rest } = query;
  const by = workloads ? ['service', 'cost_kind', 'node'] : ['service', 'sku', 'resource'];
  const whole = input?.match === undefined; // a row of many by its name: its parts aren't a question
  const answer = useCosts(workloads !== null && whole ? { ...rest, by, top: 12 } : null);
  if (!whole) return null;
  const value = (input?.column ?? '').replace(/^previous_/, '');
  if (input?.column !== value) return null;
  return (
    <section className={css['part']} aria-label="What lies below">
      <h3>{workloads ? 'By service and machine' : 'By lines of the bill'}</h3>
      <Widget
        query={answer}
        height={140}
        empty={(d) => d.rows.length === 0 && <Empty title="Nothing" why="No row of the period matches." />}
      >
        {(d) => (
          <>
            <Grid label="Parts" table={d} names={by} value={value} currency={currency} />
            <Sum table={d} value={value} currency={currency} />
            {workloads && <BillLines machines={machinesOf(d)} query={rest} currency={currency} />}
          </>
        )}
      </Widget>
    </section>
  );
}

const machinesOf = (table: SchemaTable): readonly string[] => {
  const at = column(table, 'node');
  return [...new Set(table.rows.map((r) => text(r, at)).filter((n) => n !== null && n !== '(other)'))] as string[];
};

function Sum({ table, value, currency }: { table: SchemaTable; value: string; currency: string }) {
  const total = totalOf(table, value, currency);
  return (
    <p className={css['total']}>
      <span>Sum of these rows</span>
      <b className="num">{total === null ? 'not known' : `${total} ${currency}`}</b>
    </p>
  );
}

/** What AWS billed for those machines: the price a workload's share is a share of. */
function BillLines({
  machines,
  query,
  currency,
}: {
  machines: readonly string[];
  query: CostsQuery;
  currency: string;
}) {
  const sql = linesOfMachines(machines, query, currency);
  const lines = useSql(sql ?? '', sql !== null);
  if (sql === null) return null;
  return (
    <>
      <h3>Lines of the bill of these machines</h3>
      <Widget
        query={lines}
        height={100}
        empty={(d) =>
          d.rows.length === 0 && <Empty title="No line" why="The bill has no line that names these machines." />
        }
      >
        {(d) => (
          <Grid
            label="Lines of the bill"
            table={d}
            names={['resource', 'usage', 'pricing', 'lines']}
            value="effective_cost"
            currency={currency}
          />
        )}
      </Widget>
      <p>
        <Badge kind="plain" wrap>
          Effective, of the whole machines: others held them too
        </Badge>
      </p>
    </>
  );
}

function Grid({
  label,
  table,
  names,
  value,
  currency,
}: {
  label: string;
  table: SchemaTable;
  names: readonly string[];
  value: string;
  currency: string;
}) {
  const rows = records(table, [...names, value, 'currency']).filter((r) => r['currency'] === currency);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard (WCAG 2.1.1)
    <section className={css['grid']} tabIndex={0} aria-label={`${label}, scrolls`}>
      <table>
        <thead>
          <tr>
            {names.map((n) => (
              <th scope="col" key={n}>
                {n.replaceAll('_', ' ')}
              </th>
            ))}
            <th scope="col">{currency}</th>
          </tr>
        </thead>
        <tbody className="num">
          {rows.map((r) => (
            <tr key={JSON.stringify(r)}>
              {names.map((n) => (
                <td key={n}>{r[n] ?? '–'}</td>
              ))}
              <td>{r[value] ?? 'unknown'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
