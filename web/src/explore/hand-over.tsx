import { useState } from 'react';
import type { SchemaTable } from '../api/api';
import parts from '../ui/parts.module.css';
import { useShortcut } from '../ui/use-shortcut';
import { csv, download } from './csv';
import css from './explore.module.css';
import { command, curl, type Explored } from './state';

/** Take it elsewhere: as a link, a command, a request, or a file of the rows that are shown. */
export function HandOver({ url, table }: { url: Explored; table: SchemaTable | undefined }) {
  const [said, setSaid] = useState('');
  const copy = async (what: string, value: string) => {
    setSaid('');
    try {
      await navigator.clipboard.writeText(value);
      setSaid(`${what} copied`);
    } catch {
      setSaid(value); // no clipboard without HTTPS beyond loopback: show it, to be taken by hand
    }
  };
  const link = () => void copy('Link', window.location.href);
  const file = () => {
    if (!table) return;
    download(`farthing-costs-${url.by.join('-').replaceAll(/[^\w-]+/g, '_') || 'all'}.csv`, csv(table));
    setSaid(`${table.rows.length} rows exported`);
  };
  useShortcut('y', link);
  useShortcut('x', file);
  return (
    <fieldset className={css['handOver']}>
      <legend className="sr-only">Copy and export</legend>
      <span className={css['said']} role="status">
        {said}
      </span>
      <button type="button" className={parts['button']} onClick={link}>
        Copy link
      </button>
      <button type="button" className={parts['button']} onClick={() => void copy('Command', command(url))}>
        Copy command
      </button>
      <button
        type="button"
        className={parts['button']}
        onClick={() => void copy('cURL', curl(url, window.location.origin))}
      >
        Copy cURL
      </button>
      <button type="button" className={parts['button']} onClick={file} disabled={!table}>
        Export CSV
      </button>
    </fieldset>
  );
}
