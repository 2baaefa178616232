import { isZero } from './decimal';

const cache = new Map<string, Intl.NumberFormat>();

/** Of the user's locale. A currency that Intl doesn't know ("credits") is written as number and name. */
function format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  let made = cache.get(key);
  if (!made) {
    made = new Intl.NumberFormat(undefined, options);
    cache.set(key, made);
  }
  return made;
}
const isCode = (currency: string) => /^[A-Z]{3}$/.test(currency);

function write(value: string | number, currency: string, key: string, options: Intl.NumberFormatOptions): string {
  const text = isCode(currency)
    ? format(`${key}${currency}`, { style: 'currency', currency, ...options }).format(value as number)
    : `${format(key, { minimumFractionDigits: 2, maximumFractionDigits: 2, ...options }).format(value as number)} ${currency}`;
  return text.replace('-', '−');
}

/** Exact: the decimal string goes to Intl as it is. Less than a cent is said to be that, never "0.00". */
export function money(value: string, currency: string): string {
  if (!isZero(value) && Math.abs(Number(value)) < 0.005)
    return `${value.startsWith('-') ? '−' : ''}<${write('0.01', currency, 'm', {})}`;
  return write(value, currency, 'm', {});
}

/** Of one token, step or request: three digits that say something, however small. */
export function price(value: string, currency: string): string {
  if (isZero(value) || Math.abs(Number(value)) >= 1) return money(value, currency);
  return write(value, currency, 'u', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}

export function signedMoney(value: string, currency: string): string {
  const text = money(value, currency);
  return value.startsWith('-') || isZero(value) ? text : `+${text}`;
}

/** For axes and tips: three digits are enough there. */
export function shortMoney(value: number, currency: string): string {
  if (value === 0) return '0'; // the axis; "$0" is left to what is known to be nothing
  const size = Math.abs(value);
  if (size < 0.01) return price(String(value), currency);
  if (size < 100 && !Number.isInteger(value)) return write(value, currency, 's', {});
  if (size < 1000) return write(value, currency, 'i', { minimumFractionDigits: 0, maximumFractionDigits: 0 });
  return write(value, currency, 'c', { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
}

/** Whole part and cents apart, so that a card can set the cents small. */
export function moneyParts(value: string, currency: string): readonly [string, string] {
  const all = money(value, currency);
  const mark = format('m', { minimumFractionDigits: 2 })
    .formatToParts(1.5)
    .find((p) => p.type === 'decimal')?.value;
  const at = mark ? all.lastIndexOf(mark) : -1;
  return at < 0 || all.startsWith('<') ? [all, ''] : [all.slice(0, at), all.slice(at)];
}

/** Of a ratio: 0.084 is +8.4 %. */
export const change = (ratio: number) =>
  format('d', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
    .format(ratio)
    .replace('-', '−');

export const share = (ratio: number) =>
  ratio !== 0 && Math.abs(ratio) < 0.0005
    ? `<${format('p', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(0.001)}`
    : format('p', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
        .format(ratio)
        .replace('-', '−');

/** The server's percent has two digits: what they can't say is little, not nothing. */
export function percentOf(percent: number | null, amount: string | null): string {
  if (percent === null) return '–';
  return share(percent === 0 && amount !== null && !isZero(amount) ? 0.00001 : percent / 100);
}

/** Of large numbers of things three digits: "13.2B". */
export const compact = (value: number) =>
  format('k', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
export const count = (value: number) => format('n', {}).format(value);

/** A sentence with decimals of full length, for eyes: two digits each. */
export const toRead = (sentence: string) =>
  sentence.replaceAll(/\d+\.\d{3,}/g, (n) =>
    format('r', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(n as unknown as number),
  );
