import type { ReactNode } from 'react';
import css from './virtual-table.module.css';

/** On a phone a cell says in a second, quiet line what has a column of its own elsewhere. */
export const TwoLines = ({ children, under }: { children: ReactNode; under: ReactNode }) => (
  <span className={css['two']}>
    <span>{children}</span>
    <small>{under}</small>
  </span>
);
/** Or, where there is nothing to say there, breaks. */
export const InTwoLines = ({ children }: { children: ReactNode }) => <span className={css['lines']}>{children}</span>;
export const TWO_LINES = 56;
