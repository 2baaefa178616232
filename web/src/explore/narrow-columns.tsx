import type { SchemaTable } from '../api/api';
import { column, type Row, text } from '../api/table';
import { labelOf } from '../charts/to-chart';
import { InTwoLines, TwoLines } from '../table/two-lines';
import type { Column } from '../table/virtual-table';

/** On a phone: the first grouping over the others, the cost over its change or share. */
export function narrowColumns(
  wide: readonly Column<Row>[],
  table: SchemaTable,
  dims: readonly string[],
  value: string,
): readonly Column<Row>[] {
  const first = wide[0];
  if (!first) return wide;
  const cell = (key: string, row: Row) => wide.find((c) => c.key === key)?.cell(row) ?? '';
  const under = column(table, 'change') >= 0 ? 'change_percent' : 'share';
  const others = (row: Row) => dims.slice(1).map((d) => labelOf(text(row, column(table, d)), d));
  return [
    {
      ...first,
      min: 110,
      cell: (row) =>
        dims.length > 1 ? (
          <TwoLines under={others(row).join(' · ')}>{first.cell(row)}</TwoLines>
        ) : (
          <InTwoLines>{first.cell(row)}</InTwoLines>
        ),
    },
    {
      key: value,
      label: 'Cost',
      min: 108,
      numeric: true,
      cell: (row) => <TwoLines under={cell(under, row)}>{cell(value, row)}</TwoLines>,
    },
  ];
}
