/** Exact sums of decimal strings: no figure that a user reads goes through a double. */
function parts(text: string): readonly [bigint, number] {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`no decimal: ${text}`);
  const [, sign = '', whole = '', fraction = ''] = match;
  return [BigInt(`${sign}${whole}${fraction}`), fraction.length];
}

export function add(a: string, b: string): string {
  const [x, p] = parts(a);
  const [y, q] = parts(b);
  const places = Math.max(p, q);
  const sum = x * 10n ** BigInt(places - p) + y * 10n ** BigInt(places - q);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction ? `.${fraction}` : ''}`;
}

/** null when there is nothing known to add: an unknown sum is not zero. */
export function sum(values: Iterable<string | null>): string | null {
  let total: string | null = null;
  for (const value of values) if (value !== null) total = total === null ? value : add(total, value);
  return total;
}

export const negate = (a: string) => (a.startsWith('-') ? a.slice(1) : add(`-${a}`, '0'));
export const minus = (a: string, b: string) => add(a, negate(b));
export const isZero = (a: string) => /^-?0*(\.0*)?$/.test(a);
