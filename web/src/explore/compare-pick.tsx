import { Pick } from '../ui/bits';
import { comparisons, type Dates, pinOf } from './compare';

interface Props {
  readonly compare: string;
  readonly dates: Dates | null;
  readonly months: readonly string[];
  readonly onPick: (compare: string) => void;
}

/** With what a period is compared. A pinned one stays when the period moves on. */
export function ComparePick({ compare, dates, months, onPick }: Props) {
  const all: Record<string, string> = { ...comparisons(compare, months) };
  if (dates && compare !== pinOf(dates)) all['pin'] = 'Pin this period';
  return (
    <Pick
      label="Compare with"
      value={compare}
      all={all}
      onPick={(to) => onPick(to === 'pin' && dates ? pinOf(dates) : to)}
    />
  );
}
