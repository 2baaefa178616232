import type { Compared } from '../api/compare';
import { daysBetween, span } from '../text/dates';

/** "8–14 Oct 2026 against 1–7 Oct 2026 · complete days · UTC": complete only where the answer is. */
export function against({ period: p, compared_with: c, complete }: Compared): string {
  const [now, then] = [daysBetween(p.from, p.to), daysBetween(c.from, c.to)];
  const lengths = now === then ? [] : [`${now} days against ${then}: not of equal length`];
  const whole = complete ? (now === then ? ['complete days'] : []) : ['not complete'];
  return [`${span(p.from, p.to)} against ${span(c.from, c.to)}`, ...lengths, ...whole, 'UTC'].join(' · ');
}
