import { columnOf, quote } from './condition';

export const operators = {
  is: 'is',
  not: 'is not',
  contains: 'contains',
  matches: 'matches regex',
  missing: 'is missing',
  present: 'is there',
} as const;
export type Operator = keyof typeof operators;
/** One condition over one dimension. Several values (of `is` only): any of them. */
export interface Chip {
  readonly dim: string;
  readonly op: Operator;
  readonly values: readonly string[];
}
export const needsValue = (op: Operator) => op !== 'missing' && op !== 'present';

/** As a condition. `is not` keeps what has no value: a cost without a team is not that team's. */
export function chipText({ dim, op, values }: Chip): string {
  const name = columnOf(dim);
  const value = quote(values[0] ?? '');
  switch (op) {
    case 'is':
      return values.length > 1 ? `${name} IN (${values.map(quote).join(', ')})` : `${name} = ${value}`;
    case 'not':
      return `${name} IS DISTINCT FROM ${value}`;
    case 'contains':
      return `contains(lower(${name}), lower(${value}))`;
    case 'matches':
      return `regexp_matches(${name}, ${value})`;
    case 'missing':
      return `${name} IS NULL`;
    case 'present':
      return `${name} IS NOT NULL`;
  }
}
export const toText = (chips: readonly Chip[]) => chips.map(chipText).join(' AND ');

/** Another condition; a second value of the same dimension is an alternative. */
export function withChip(chips: readonly Chip[], chip: Chip): readonly Chip[] {
  const at = chips.findIndex((c) => c.op === 'is' && chip.op === 'is' && c.dim === chip.dim);
  const same = chips[at];
  if (!same) return chips.some((c) => chipText(c) === chipText(chip)) ? chips : [...chips, chip];
  return chips.with(at, { ...same, values: [...new Set([...same.values, ...chip.values])] });
}

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly value: string };
const form = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_]\w*)|([=(),[\]]))/y;

function tokens(text: string): readonly Token[] | null {
  const out: Token[] = [];
  const end = text.trimEnd().length;
  form.lastIndex = 0;
  while (form.lastIndex < end) {
    const match = form.exec(text);
    if (!match) return null;
    const [, quoted, word, sign] = match;
    if (quoted !== undefined) out.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (word !== undefined) out.push({ kind: 'word', value: word });
    else out.push({ kind: 'sign', value: sign ?? '' });
  }
  return out;
}

/** The conditions of a text, if chips can say all of it; null if they can't: then it stays text. */
export function fromText(text: string): readonly Chip[] | null {
  if (text.trim() === '') return [];
  const all = tokens(text);
  return all && new Reader(all).chips();
}

class Reader {
  private at = 0;
  constructor(private readonly all: readonly Token[]) {}

  chips(): readonly Chip[] | null {
    const out: Chip[] = [];
    do {
      const chip = this.chip();
      if (!chip) return null;
      out.push(chip);
    } while (this.word('AND'));
    return this.at === this.all.length ? out : null;
  }
  private chip(): Chip | null {
    if (this.word('contains')) {
      const dim = this.sign('(') && this.word('lower') && this.sign('(') ? this.dim() : null;
      const value =
        dim && this.sign(')') && this.sign(',') && this.word('lower') && this.sign('(') ? this.text() : null;
      return dim !== null && value !== null && this.sign(')') && this.sign(')')
        ? { dim, op: 'contains', values: [value] }
        : null;
    }
    if (this.word('regexp_matches')) {
      const dim = this.sign('(') ? this.dim() : null;
      const value = dim && this.sign(',') ? this.text() : null;
      return dim !== null && value !== null && this.sign(')') ? { dim, op: 'matches', values: [value] } : null;
    }
    const dim = this.dim();
    if (dim === null) return null;
    if (this.sign('=')) return this.valued(dim, 'is');
    if (this.word('IN')) return this.list(dim);
    if (!this.word('IS')) return null;
    if (this.word('NULL')) return { dim, op: 'missing', values: [] };
    if (this.word('NOT')) return this.word('NULL') ? { dim, op: 'present', values: [] } : null;
    return this.word('DISTINCT') && this.word('FROM') ? this.valued(dim, 'not') : null;
  }
  private valued(dim: string, op: Operator): Chip | null {
    const value = this.text();
    return value === null ? null : { dim, op, values: [value] };
  }
  private list(dim: string): Chip | null {
    if (!this.sign('(')) return null;
    const values: string[] = [];
    do {
      const value = this.text();
      if (value === null) return null;
      values.push(value);
    } while (this.sign(','));
    return this.sign(')') ? { dim, op: 'is', values } : null;
  }
  private dim(): string | null {
    const token = this.all[this.at];
    if (token?.kind !== 'word') return null;
    this.at += 1;
    const map = { tags: 'tag', cost_categories: 'cost_category' }[token.value];
    if (!map) return token.value;
    if (!this.sign('[')) return null;
    const key = this.text();
    return key !== null && this.sign(']') ? `${map}:${key}` : null;
  }
  private word = (value: string) =>
    this.take((t) => t.kind === 'word' && t.value.toUpperCase() === value.toUpperCase()) !== null;
  private sign = (value: string) => this.take((t) => t.kind === 'sign' && t.value === value) !== null;
  private text = () => this.take((t) => t.kind === 'text');
  private take(fits: (t: Token) => boolean): string | null {
    const token = this.all[this.at];
    if (!token || !fits(token)) return null;
    this.at += 1;
    return token.value;
  }
}
