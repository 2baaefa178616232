import type { ReactNode } from 'react';
import css from './page-head.module.css';

export function PageHead({ title, sub, children }: { title: string; sub?: ReactNode; children?: ReactNode }) {
  return (
    <div className={css['pageHead']}>
      <div>
        <h1>{title}</h1>
        {sub && <p>{sub}</p>}
      </div>
      {children && <div className={css['controls']}>{children}</div>}
    </div>
  );
}
