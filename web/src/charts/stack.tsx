import css from './stack.module.css';

export type Tone = 'used' | 'wasted' | 'parked' | 'unmeasured' | 'idle' | 'fragmented' | 'first' | 'second';
export interface Part {
  readonly tone: Tone;
  /** For pixels; what isn't known has no width. */
  readonly value: number | null;
}

/** Parts of a whole in one bar, as long as its part of `most`. For eyes: the figures stand beside it. */
export function Stack({ parts, most }: { parts: readonly Part[]; most: number }) {
  const part = (v: number | null) => (most > 0 ? Math.max(0, v ?? 0) / most : 0);
  return (
    <span className={css['stack']} aria-hidden="true">
      {parts
        .filter((p) => part(p.value) > 0.0005) // less than a pixel: what rounding left, mostly
        .map((p) => (
          <i key={p.tone} className={css['tone']} data-tone={p.tone} style={{ width: `${part(p.value) * 100}%` }} />
        ))}
    </span>
  );
}

export const Key = ({ tone }: { tone: Tone }) => (
  <i className={`${css['key']} ${css['tone']}`} data-tone={tone} aria-hidden="true" />
);
