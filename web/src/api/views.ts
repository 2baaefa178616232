import * as v from 'valibot';
import type { SchemaView, SchemaViewChange, SchemaViewList } from './api';
import { checked, http, json } from './client';

export type View = SchemaView;
const View: v.GenericSchema<unknown, SchemaView> = v.object({
  id: v.string(),
  name: v.string(),
  address: v.string(),
  owner: v.string(),
  shared: v.boolean(),
  starred: v.boolean(),
  default: v.boolean(),
  mine: v.boolean(),
});
const Views: v.GenericSchema<unknown, SchemaViewList> = v.object({ views: v.array(View) });

export const views = {
  list: (signal: AbortSignal) => checked(Views, () => http.GET('/api/v1/views', { signal })),
  save: (name: string, address: string, shared: boolean) =>
    checked(View, () => http.POST('/api/v1/views', { body: { name, address, shared } })),
  change: (id: string, patch: SchemaViewChange) =>
    checked(v.unknown(), () => http.PATCH('/api/v1/views/{id}', { params: { path: { id } }, body: patch })),
  remove: (id: string) =>
    checked(v.unknown(), () => http.DELETE('/api/v1/views/{id}', { params: { path: { id } }, headers: json })),
};
