import { useId, useState } from 'react';
import { useWidth } from '../charts/use-width';
import { isZero } from '../text/decimal';
import { money, shortMoney, signedMoney } from '../text/money';
import { axis, type Bar, type Bridge } from './bridge';
import css from './bridge.module.css';
import { place } from './place';

const isTotal = (bar: Bar) => bar.key === 'before' || bar.key === 'after';
export const said = (bar: Bar, currency: string): string =>
  bar.value === null ? 'not known' : isTotal(bar) ? money(bar.value, currency) : signedMoney(bar.value, currency);

/** For a label beside a mark: three digits, and the sign. */
function short(bar: Bar, currency: string): string {
  if (bar.value === null) return 'not known';
  if (isZero(bar.value)) return isTotal(bar) ? money(bar.value, currency) : 'none';
  if (isTotal(bar) && Math.abs(Number(bar.value)) < 100_000) return money(bar.value, currency);
  const size = shortMoney(Math.abs(Number(bar.value)), currency);
  return bar.value.startsWith('-') ? `−${size}` : isTotal(bar) ? size : `+${size}`;
}

/** From before to after by its parts: columns, or rows where there is no room for columns. */
export function BridgeChart({ title, bridge, currency }: { title: string; bridge: Bridge; currency: string }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const id = useId().replaceAll(/[^\w-]/g, '');
  const { bars } = bridge;
  const scale = axis(bars);
  const { height, upright, marks, base } = place(bars, scale, width);
  const now = at ?? bars.length - 1;
  const move = (to: number) => setAt(Math.max(0, Math.min(bars.length - 1, to)));
  const shown = at === null ? undefined : bars[at];
  return (
    <>
      <div
        ref={box}
        className={css['plot']}
        onPointerMove={(e) => {
          const edge = e.currentTarget.getBoundingClientRect();
          const part = upright ? (e.clientX - edge.left) / width : (e.clientY - edge.top) / height;
          move(Math.floor(part * bars.length));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <svg className={css['marks']} width={width} height={height} aria-hidden="true">
          <defs>
            <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect className={css['hatch']} width="2" height="5" />
            </pattern>
          </defs>
          <path className={css['base']} d={base} />
          {bars.map((bar, i) => {
            const m = marks[i];
            if (!m) return null;
            const way = isTotal(bar) ? 'total' : bar.to === bar.from ? 'none' : bar.to < bar.from ? 'down' : 'up';
            return (
              <g key={bar.key} data-bar={bar.key}>
                {at === i && <rect className={css['cursor']} {...m.cell} rx={6} />}
                {m.link && <path className={css['link']} d={m.link} />}
                {bar.value !== null && <rect className={css['bar']} data-way={way} {...m.rect} />}
                {way === 'down' && <rect {...m.rect} fill={`url(#${id})`} />}
                {isTotal(bar) && scale.cut && <path className={css['torn']} d={m.torn} />}
                <text className={css['value']} {...m.value}>
                  {short(bar, currency)}
                </text>
                <text {...m.name}>{bar.label}</text>
              </g>
            );
          })}
        </svg>
        {/* a slider speaks its value by itself when the arrows move it */}
        <div
          className={css['keys']}
          role="slider"
          tabIndex={0}
          aria-label={`${title}: parts`}
          aria-orientation={upright ? 'horizontal' : 'vertical'}
          aria-valuemin={0}
          aria-valuemax={bars.length - 1}
          aria-valuenow={now}
          aria-valuetext={bars[now] ? speak(bars[now], bridge, currency) : 'no data'}
          onFocus={(e) => e.currentTarget.matches(':focus-visible') && move(at ?? 0)}
          onBlur={() => setAt(null)}
          onKeyDown={(e) => {
            const to = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[e.key];
            if (to !== undefined) move((at ?? 0) + to);
            else if (e.key === 'Home') move(0);
            else if (e.key === 'End') move(bars.length - 1);
            else if (e.key === 'Escape') return setAt(null);
            else return;
            e.preventDefault();
          }}
        />
      </div>
      <p className={css['detail']}>
        {shown ? (
          <>
            <b>{shown.label}</b> <span className="num">{said(shown, currency)}</span> · {shown.why}
          </>
        ) : (
          <>
            <i className={css['key']} data-way="up" /> more cost, + <i className={css['key']} data-way="down" /> less
            cost, −
            {scale.cut && ` · the axis begins at ${shortMoney(scale.low, currency)}, so that the parts can be seen`}
          </>
        )}
      </p>
    </>
  );
}

function speak(bar: Bar, { before, change }: Bridge, currency: string): string {
  const value = said(bar, currency);
  if (isTotal(bar) || bar.value === null || before === null || change === null || isZero(change))
    return `${bar.label}: ${value}, ${bar.why}`;
  return `${bar.label}: ${value}, ${bar.why}; with it ${shortMoney(bar.to, currency)}`;
}
