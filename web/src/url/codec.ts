/** URL = state. A codec turns one search parameter into a value and back; the default is never written. */
export interface Codec<T> {
  readonly fallback: T;
  parse(text: string): T | undefined;
  format(value: T): string;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export const oneOf = <const T extends readonly string[]>(all: T, fallback: T[number]): Codec<T[number]> => ({
  fallback,
  parse: (text) => all.find((x) => x === text),
  format: (value) => value,
});

export const text = (fallback = ''): Codec<string> => ({ fallback, parse: (t) => t, format: (v) => v });

/** Text of a form; empty without one. */
export const matching = (form: RegExp): Codec<string> => ({
  fallback: '',
  parse: (t) => (form.test(t) ? t : undefined),
  format: (v) => v,
});

export const integer = (fallback: number, min: number, max: number): Codec<number> => ({
  fallback,
  parse: (t) => (/^\d+$/.test(t) && +t >= min && +t <= max ? +t : undefined),
  format: String,
});

export const flag = (fallback = false): Codec<boolean> => ({
  fallback,
  parse: (t) => (t === '1' ? true : t === '0' ? false : undefined),
  format: (v) => (v ? '1' : '0'),
});

export const list = (fallback: readonly string[] = []): Codec<readonly string[]> => ({
  fallback,
  parse: (t) => {
    try {
      return t === '' ? [] : t.split(',').map(decodeURIComponent);
    } catch {
      return undefined; // "%" alone: an address that was cut off, or typed
    }
  },
  format: (v) => v.map(encodeURIComponent).join(','),
});

export type Schema = Record<string, Codec<never> | Codec<unknown>>;
// biome-ignore lint/suspicious/noExplicitAny: the one place where a codec's own type is looked up
export type State<S> = { readonly [K in keyof S]: S[K] extends Codec<infer T> ? T : any };

export function read<S extends object>(schema: S, params: URLSearchParams): State<S> {
  const out: Record<string, unknown> = {};
  for (const [key, codec] of Object.entries(schema) as [string, Codec<unknown>][]) {
    const raw = params.get(key);
    const value = raw === null ? undefined : codec.parse(raw);
    out[key] = value === undefined ? codec.fallback : value;
  }
  return out as State<S>;
}

/** Parameters of other parts of the page stay as they are. */
export function write<S extends object>(schema: S, params: URLSearchParams, patch: Partial<State<S>>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(patch)) {
    const codec = (schema as Record<string, Codec<unknown>>)[key];
    if (!codec) continue;
    if (value === undefined || same(value, codec.fallback)) next.delete(key);
    else next.set(key, codec.format(value));
  }
  return next;
}
