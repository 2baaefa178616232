import * as v from 'valibot';
import { checked, http, json } from './client';

export interface View {
  readonly id: string;
  readonly name: string;
  /** Path and query of a page, as in the address bar. */
  readonly address: string;
  readonly owner: string | null;
  readonly shared: boolean;
  readonly starred: boolean;
  readonly default: boolean;
  readonly mine: boolean;
}
export interface Views {
  readonly views: readonly View[];
}
export interface ViewPatch {
  readonly name?: string;
  readonly address?: string;
  readonly shared?: boolean;
  readonly starred?: boolean;
  readonly default?: boolean;
}
const View: v.GenericSchema<unknown, View> = v.object({
  id: v.string(),
  name: v.string(),
  address: v.string(),
  owner: v.nullable(v.string()),
  shared: v.boolean(),
  starred: v.boolean(),
  default: v.boolean(),
  mine: v.boolean(),
});
const Views: v.GenericSchema<unknown, Views> = v.object({ views: v.array(View) });

export const views = {
  list: (signal: AbortSignal) => checked(Views, () => http.GET('/api/v1/views', { signal })),
  save: (name: string, address: string, shared: boolean) =>
    checked(View, () => http.POST('/api/v1/views', { body: { name, address, shared } })),
  change: (id: string, patch: ViewPatch) =>
    checked(v.unknown(), () => http.PATCH('/api/v1/views/{id}', { params: { path: { id } }, body: patch })),
  remove: (id: string) =>
    checked(v.unknown(), () => http.DELETE('/api/v1/views/{id}', { params: { path: { id } }, headers: json })),
};
