import * as v from 'valibot';
import { checked, http } from './client';

/** `owner` is null for who isn't signed in, and where nobody has to. */
export interface Session {
  readonly sign_in: boolean;
  readonly owner: string | null;
}
const Session: v.GenericSchema<unknown, Session> = v.object({
  sign_in: v.boolean(),
  owner: v.nullable(v.string()),
});

export const session = {
  get: (signal: AbortSignal) => checked(Session, () => http.GET('/api/v1/session', { signal })),
  start: (token: string) => checked(v.unknown(), () => http.POST('/api/v1/session', { body: { token } })),
  end: () => checked(v.unknown(), () => http.DELETE('/api/v1/session', {})),
};
