import * as v from 'valibot';
import type { SchemaPeriod, SchemaTable } from './api';

/** A table of two periods: compare says them always. */
export type Compared = SchemaTable & { period: SchemaPeriod; compared_with: SchemaPeriod };

const period = v.object({ label: v.string(), from: v.string(), to: v.string() });
export const comparedWith = (table: v.GenericSchema<unknown, SchemaTable>): v.GenericSchema<unknown, Compared> =>
  v.intersect([table, v.object({ period, compared_with: period })]);
