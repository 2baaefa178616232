import { Dialog } from '../ui/dialog';
import css from './help.module.css';
import { pages } from './pages';

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['Go to', [...pages.map((p) => [`g ${p.key}`, p.label] as const), ['g v', 'Saved views']]],
  [
    'On a page',
    [
      ['/', 'Filter, else search'],
      ['t', 'Period'],
      ['c', 'Compare with'],
      ['b', 'Group by'],
      ['s', 'Save as a view'],
      ['y', 'Copy the link'],
      ['x', 'Export CSV'],
    ],
  ],
  [
    'In a chart or a list',
    [
      ['← → ↑ ↓', 'Move, and hear the figures'],
      ['PgUp PgDn', 'Seven steps in a chart over time'],
      ['Home End', 'First, last'],
      ['Enter', 'Open, into a group'],
      ['Backspace', 'Out of a group again'],
      ['Esc', 'Leave a chart or field, close a dialog'],
    ],
  ],
  [
    'Everywhere',
    [
      ['Ctrl K', 'Command palette (on a Mac ⌘ K)'],
      ['?', 'This list'],
    ],
  ],
];

export default function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div className={css['groups']}>
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map((k) => (
                      <kbd key={k}>{k}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
