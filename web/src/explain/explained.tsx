import { type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';
import { icon } from '../ui/icons';
import parts from '../ui/parts.module.css';
import css from './explain.module.css';
import { dataOf, type Figure } from './figure';
import { Panel } from './panel';

interface Props {
  readonly what: string;
  readonly figure: Figure;
  /** The figure as the page writes it. */
  readonly shown: string;
}

/** "Explain this number": the figure itself opens its explanation. */
export function Explained({ what, figure, shown, children }: Props & { children?: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={css['explained']}
        data-explain={dataOf(figure)}
        title={`Explain: ${what}`}
        onClick={() => setOpen(true)}
      >
        {children ?? shown}
      </button>
      {open && <Opened what={what} figure={figure} shown={shown} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The same behind a sign, beside a large figure. */
export function Explain({ what, figure, shown }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={parts['why']} aria-label={`Explain ${what}`} onClick={() => setOpen(true)}>
        {icon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5', 16)}
      </button>
      {open && <Opened what={what} figure={figure} shown={shown} onClose={() => setOpen(false)} />}
    </>
  );
}

// out of the table's row, whose styles it would inherit
const Opened = (props: Props & { onClose: () => void }) => createPortal(<Panel {...props} />, document.body);
