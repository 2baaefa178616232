import type { SchemaTable } from '../api/api';
import { text as cellText, column } from '../api/table';
import { monthName } from '../text/dates';
import { Pick } from '../ui/bits';

/** The months that were imported, the newest first; nothing before any is known. */
export function MonthPick({
  imports,
  month,
  onPick,
}: {
  imports: SchemaTable | undefined;
  month: string;
  onPick: (month: string) => void;
}) {
  const at = imports ? column(imports, 'period') : -1;
  const known = imports?.rows.map((row) => cellText(row, at) ?? '') ?? [];
  const months = [...new Set([...known, month])].filter(Boolean).sort().reverse();
  if (months.length === 0) return null;
  return (
    <Pick label="Month" value={month} all={Object.fromEntries(months.map((m) => [m, monthName(m)]))} onPick={onPick} />
  );
}

/** Where an answer has several currencies: they are never added up. */
export function CurrencyPick({
  all,
  currency,
  onPick,
}: {
  all: readonly string[];
  currency: string;
  onPick: (currency: string) => void;
}) {
  if (all.length < 2) return null;
  return <Pick label="Currency" value={currency} all={Object.fromEntries(all.map((c) => [c, c]))} onPick={onPick} />;
}
