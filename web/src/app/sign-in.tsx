import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '../api/client';
import { session } from '../api/session';
import { signedOut } from '../api/signed-out';
import { Brand } from '../ui/icons';
import parts from '../ui/parts.module.css';
import css from './sign-in.module.css';

/** Stands in the page's place while the server wants to know who asks; the address stays, and is gone on with. */
export default function SignIn() {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<ApiError | null>(null);
  useEffect(() => {
    document.title = 'Sign in · Farthing';
    field.current?.focus();
  }, []);
  const submit = async () => {
    const token = field.current?.value.trim() ?? '';
    if (!token || busy) return;
    setBusy(true);
    try {
      await session.start(token);
      client.clear(); // what another one was shown is not this one's to see
      await client.fetchQuery({ queryKey: ['session'], queryFn: ({ signal }) => session.get(signal) });
      signedOut.set(false);
    } catch (error) {
      setWrong(error as ApiError);
      setBusy(false);
      field.current?.select();
    }
  };
  return (
    <main className={css['page']}>
      <form
        className={`${parts['card']} ${css['form']}`}
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <p className={css['brand']}>
          <Brand />
          <b>Farthing</b>
        </p>
        <h1>Sign in</h1>
        <p className={css['why']}>This server shows its figures to those who have a token. Who runs it makes one.</p>
        <label htmlFor={id}>Token</label>
        <input
          id={id}
          ref={field}
          className={parts['field']}
          type="password"
          autoComplete="current-password"
          spellCheck={false}
          required
          aria-invalid={wrong !== null}
          aria-describedby={`${id}w`}
        />
        <p id={`${id}w`} className={css['wrong']} role="alert">
          {wrong &&
            (wrong.status === 401
              ? 'This is no token that is valid here.'
              : `${wrong.message}${wrong.advice ? `: ${wrong.advice}` : ''}.`)}
        </p>
        <button type="submit" className={`${parts['button']} ${parts['primary']}`} disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p className={css['note']}>
          It stays in a cookie that no script can read, until you sign out or close the browser.
        </p>
      </form>
    </main>
  );
}
