import { Link } from 'react-router';
import crumbs from '../ui/crumbs.module.css';
import { useShortcut } from '../ui/use-shortcut';
import type { Codec } from '../url/codec';
import { dimensionName } from './dimensions';

/** What was asked before a group was opened, and the group's name. */
export interface TrailStep {
  readonly label: string;
  readonly where: string;
  readonly by: readonly string[];
}
export type Trail = readonly TrailStep[];

const isTexts = (x: unknown): x is string[] => Array.isArray(x) && x.every((t) => typeof t === 'string');

/** `[["eks-train","","cluster"]]`: label, condition, groupings. */
export const trailCodec: Codec<Trail> = {
  fallback: [],
  parse(text) {
    try {
      const steps: unknown = JSON.parse(text);
      if (!Array.isArray(steps) || !steps.every(isTexts)) return undefined;
      return steps.map(([label = '', where = '', ...by]) => ({ label, where, by }));
    } catch {
      return undefined;
    }
  },
  format: (trail) => JSON.stringify(trail.map((s) => [s.label, s.where, ...s.by])),
};

/** The questions that led here, each a link back to it: its own condition and groupings, all else as it is now. */
export interface Stop {
  readonly name: string;
  readonly back: { readonly by: readonly string[]; readonly where: string; readonly trail: Trail } | null;
}
export function stopsOf(trail: Trail): readonly Stop[] {
  if (trail.length === 0) return [];
  const back = (i: number) => {
    const step = trail[i];
    return step ? { by: step.by, where: step.where, trail: trail.slice(0, i) } : null;
  };
  const start = trail[0]?.by.map(dimensionName).join(', ').toLowerCase() || 'all costs';
  return [{ name: `By ${start}`, back: back(0) }, ...trail.map((s, i) => ({ name: s.label, back: back(i + 1) }))];
}

export function TrailCrumbs({
  trail,
  linkTo,
  onBack,
}: {
  trail: Trail;
  linkTo: (back: NonNullable<Stop['back']>) => string;
  onBack: (back: NonNullable<Stop['back']>) => void;
}) {
  const stops = stopsOf(trail);
  useShortcut('Backspace', () => {
    const up = stops.at(-2)?.back;
    if (up && !document.querySelector('dialog[open]')) onBack(up);
  });
  if (stops.length === 0) return null;
  return (
    <nav aria-label="Steps" className={crumbs['crumbs']}>
      <ol>
        {stops.map(({ name, back }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={i}>{back ? <Link to={linkTo(back)}>{name}</Link> : <b aria-current="location">{name}</b>}</li>
        ))}
      </ol>
    </nav>
  );
}
