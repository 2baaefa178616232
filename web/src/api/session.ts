import * as v from 'valibot';
import type { SchemaSession } from './api';
import { checked, http, json } from './client';

const Session: v.GenericSchema<unknown, SchemaSession> = v.object({
  sign_in: v.boolean(),
  owner: v.nullable(v.string()),
});

const key = 'farthing.session';
/** Who it was the last time this browser asked: a name to show, no right to anything. */
export function lastSession(): SchemaSession | undefined {
  try {
    const result = v.safeParse(Session, JSON.parse(localStorage.getItem(key) ?? ''));
    return result.success && result.output.owner !== null ? result.output : undefined;
  } catch {
    return undefined;
  }
}
export const forgetSession = () => localStorage.removeItem(key);

export const session = {
  get: async (signal: AbortSignal) => {
    const now = await checked(Session, () => http.GET('/api/v1/session', { signal }));
    localStorage.setItem(key, JSON.stringify(now));
    return now;
  },
  start: (token: string) => checked(v.unknown(), () => http.POST('/api/v1/session', { body: { token } })),
  end: () => checked(v.unknown(), () => http.DELETE('/api/v1/session', { headers: json })),
};
