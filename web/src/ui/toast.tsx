import { store } from './store';
import css from './toast.module.css';

const said = store<{ readonly text: string; readonly n: number }>({ text: '', n: 0 });

/** A short word about what was just done; readers hear it, and it goes by itself. */
export const say = (text: string) => said.set({ text, n: said.get().n + 1 });

export function Toast() {
  const { text, n } = said.use();
  return (
    <div role="status" className={css['toast']}>
      {text && <p key={n}>{text}</p>}
    </div>
  );
}

export async function copyLink(): Promise<void> {
  const link = window.location.href;
  try {
    await navigator.clipboard.writeText(link);
    say('Link copied');
  } catch {
    say(link); // no clipboard without HTTPS beyond loopback: show it, to be taken by hand
  }
}
