/** Exact sums of decimal strings: no figure that a user reads goes through a double. */
function parts(text: string): readonly [bigint, number] {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`no decimal: ${text}`);
  const [, sign = '', whole = '', fraction = ''] = match;
  return [BigInt(`${sign}${whole}${fraction}`), fraction.length];
}

function written(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction ? `.${fraction}` : ''}`;
}

/** null when there is nothing known to add: an unknown sum is not zero. */
export function sum(values: Iterable<string | null>): string | null {
  let [total, places, known] = [0n, 0, false];
  for (const value of values) {
    if (value === null) continue;
    const [units, more] = parts(value);
    if (more > places) {
      total *= 10n ** BigInt(more - places);
      places = more;
    }
    total += more < places ? units * 10n ** BigInt(places - more) : units;
    known = true;
  }
  return known ? written(total, places) : null;
}

export const add = (a: string, b: string) => sum([a, b]) as string;
/** a × n ÷ m of whole numbers, rounded to 12 places, as the server's amounts are. */
export function scaled(a: string, n: number, m: number): string {
  const [units, places] = parts(a);
  const [top, bottom] = [units * BigInt(n) * 10n ** 12n, BigInt(m) * 10n ** BigInt(places)];
  const half = top < 0n ? -bottom : bottom;
  return written((2n * top + half) / (2n * bottom), 12);
}

export const negate = (a: string) => (a.startsWith('-') ? a.slice(1) : add(`-${a}`, '0'));
export const minus = (a: string, b: string) => add(a, negate(b));
/** A change in parts of what was before, whose sign it doesn't take: less credit is a rise. null: not known, or nothing was. */
export function ratioOf(change: string | null, before: string | null): number | null {
  return change === null || before === null || isZero(before) ? null : Number(change) / Math.abs(Number(before));
}
export const isZero = (a: string) => /^-?0*(\.0*)?$/.test(a);
