import * as v from 'valibot';
import type { SchemaTable } from './api';
import type { Cost } from './client';

/** A period as the server understood it; dates are null where it can't say them. Its end is excluded. */
export interface AskedPeriod {
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}
export type Compared = SchemaTable & { readonly period: AskedPeriod; readonly compared_with: AskedPeriod };

export interface CompareQuery {
  readonly by?: string[];
  readonly where?: string;
  readonly cost?: Cost;
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
  readonly with?: string;
  readonly top?: number;
  readonly explain?: boolean;
}

const period = v.object({ label: v.string(), from: v.nullable(v.string()), to: v.nullable(v.string()) });
export const comparedWith = (table: v.GenericSchema<unknown, SchemaTable>): v.GenericSchema<unknown, Compared> =>
  v.intersect([table, v.object({ period, compared_with: period })]);
