import type { Session } from './session';
import type { View, ViewPatch, Views } from './views';

type Json<T> = { content: { 'application/json': T } };
type Nothing = { content?: never };

/** Addresses whose contract is settled before openapi.json says them. */
export type Coming = {
  '/api/v1/session': {
    get: { parameters: object; responses: { 200: Json<Session> } };
    post: { parameters: object; requestBody: Json<{ token: string }>; responses: { 204: Nothing } };
    delete: { parameters: object; responses: { 204: Nothing } };
  };
  '/api/v1/views': {
    get: { parameters: object; responses: { 200: Json<Views> } };
    post: {
      parameters: object;
      requestBody: Json<{ name: string; address: string; shared: boolean }>;
      responses: { 201: Json<View> };
    };
  };
  '/api/v1/views/{id}': {
    patch: { parameters: { path: { id: string } }; requestBody: Json<ViewPatch>; responses: { 200: Json<View> } };
    delete: { parameters: { path: { id: string } }; responses: { 204: Nothing } };
  };
};
