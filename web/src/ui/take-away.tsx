import { useState } from 'react';
import type { SchemaTable } from '../api/api';
import { csv, download } from '../explore/csv';
import parts from './parts.module.css';
import css from './take-away.module.css';
import { useShortcut } from './use-shortcut';

/** Take it elsewhere: as a link, a command, a request, or a file of the rows that are shown. */
export function TakeAway({
  name,
  table,
  command,
  curl,
  workbook,
}: {
  name: string;
  table: SchemaTable | undefined;
  command: string;
  curl: string;
  /** Where the server gives these rows as a workbook of Excel. */
  workbook: string;
}) {
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
    download(`${name}.csv`, csv(table));
    setSaid(`${table.rows.length} rows exported`);
  };
  useShortcut('y', link);
  useShortcut('x', file);
  const button = (label: string, run: () => void, off = false) => (
    <button type="button" className={parts['button']} onClick={run} disabled={off}>
      {label}
    </button>
  );
  return (
    <fieldset className={css['all']}>
      <legend className="sr-only">Copy and export</legend>
      <span className={css['said']} role="status">
        {said}
      </span>
      {button('Copy link', link)}
      {button('Copy command', () => void copy('Command', command))}
      {button('Copy cURL', () => void copy('cURL', curl))}
      {button('Export CSV', file, !table)}
      {table ? (
        <a className={parts['button']} href={workbook} download>
          Export XLSX
        </a>
      ) : (
        button('Export XLSX', () => undefined, true)
      )}
    </fieldset>
  );
}
