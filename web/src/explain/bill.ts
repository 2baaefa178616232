import type { CostsQuery } from '../api/client';
import { quote } from '../explore/condition';

/** Whether a question names what only workloads have: then it has no lines of the bill, but machines. */
export function isOfWorkloads(
  query: CostsQuery,
  dimensions: readonly { readonly name: string | null; readonly of: string | null }[],
): boolean {
  if (query.idle || query.shared) return true;
  const words = new Set((query.where ?? '').replaceAll(/'(?:[^']|'')*'/g, '').match(/[A-Za-z_]\w*/g));
  return dimensions.some((d) => d.of === 'workloads' && d.name !== null && words.has(d.name));
}

/** Lines of the bill that name some machines; null where the period has no dates that the lines could be found by. */
export function linesOfMachines(machines: readonly string[], query: CostsQuery, currency: string): string | null {
  if (machines.length === 0) return null;
  const when = query.month
    ? `billing_period = ${quote(query.month)}`
    : query.from && query.to
      ? `charge_date >= ${quote(query.from)} AND charge_date < ${quote(query.to)}`
      : null;
  if (when === null) return null;
  return `SELECT ResourceId AS resource, x_UsageType AS usage, PricingCategory AS pricing, count(*) AS lines, sum(EffectiveCost) AS effective_cost, BillingCurrency AS currency FROM charges WHERE ResourceId IN (${machines.map(quote).join(', ')}) AND BillingCurrency = ${quote(currency)} AND ${when} GROUP BY ALL ORDER BY effective_cost DESC LIMIT 12`;
}
