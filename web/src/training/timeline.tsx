import { scaleLinear } from 'd3-scale';
import { type ReactNode, useMemo, useState } from 'react';
import { useWidth } from '../charts/use-width';
import { shortBucket, time } from '../text/dates';
import { money, shortMoney } from '../text/money';
import { DAY, kindOf, lossesOf, type Mark, ticks, told } from './marks';
import css from './training.module.css';

const PAD = { top: 8, right: 12, bottom: 58, left: 56 };
const HEIGHT = 310;
/** Epochs have a lane of their own: they mostly end with a checkpoint. */
const lane = (kind: string) => (kind === 'epoch' ? 27 : 11);
const shapes: Readonly<Record<string, string>> = {
  checkpoint: 'M0-6L6 0L0 6L-6 0Z',
  interruption: 'M-5-5L5 5M5-5L-5 5',
  resume: 'M-4-6L6 0L-4 6Z',
  epoch: 'M-2-6h4v12h-4z',
  start: 'M-5-5h10v10h-10z',
  end: 'M-5-5h10v10h-10z',
  now: 'M0-6L6 5H-6Z',
};
const rare = new Set(['interruption', 'resume', 'start', 'end', 'now']);
const legend = ['checkpoint', 'epoch', 'interruption', 'resume'] as const;

const THIN = 'M-0.75-5h1.5v10h-1.5z';

export const Shape = ({ kind, dense = false }: { kind: string; dense?: boolean }) => (
  <path
    className={css['mark']}
    data-kind={kind}
    data-dense={dense}
    d={dense ? THIN : (shapes[kind] ?? shapes['epoch'])}
  />
);

interface Props {
  readonly marks: readonly Mark[];
  readonly currency: string;
}

/** What a run had cost by each time, what happened, and what its interruptions lost. */
export function Timeline({ marks, currency }: Props) {
  const seen = useMemo(() => marks.filter((m) => m.kind !== 'step'), [marks]);
  const present = legend.filter((kind) => marks.some((m) => m.kind === kind));
  const losses = useMemo(() => lossesOf(marks), [marks]);
  return (
    <figure aria-label="Cost over time">
      <figcaption className={css['summary']}>{told(marks, (v) => money(v, currency))}</figcaption>
      <Plot marks={marks} seen={seen} currency={currency} />
      <ul className={css['legend']}>
        {present.map((kind) => (
          <li key={kind}>
            <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
              <Shape kind={kind} />
            </svg>
            {kindOf(kind)}
          </li>
        ))}
        {losses.length > 0 && (
          <>
            <Area kind="lost">Work that was lost</Area>
            <Area kind="down">Until it went on</Area>
          </>
        )}
      </ul>
    </figure>
  );
}

const Area = ({ kind, children }: { kind: 'lost' | 'down'; children: ReactNode }) => (
  <li>
    <svg width="14" height="14" aria-hidden="true">
      <rect className={css[kind]} width="14" height="14" rx="3" stroke="var(--border-strong)" />
    </svg>
    {children}
  </li>
);

const say = (m: Mark | undefined, currency: string): string => {
  if (!m) return 'no event';
  const by = m.soFar === null ? '' : `, ${money(m.soFar, currency)} so far`;
  const lost = m.wasted === null || m.kind !== 'interruption' ? '' : `, ${money(m.wasted, currency)} lost`;
  return `${kindOf(m.kind)}${m.value === null ? '' : ` ${m.value}`}, ${time(m.time)}${by}${lost}${m.note ? `: ${m.note}` : ''}`;
};

function Plot({ marks, seen, currency }: Props & { seen: readonly Mark[] }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const losses = useMemo(() => lossesOf(marks), [marks]);
  const [from, to] = [marks[0]?.at ?? 0, marks.at(-1)?.at ?? 1];
  const x = scaleLinear()
    .domain([from, Math.max(to, from + 1)])
    .range([PAD.left, width - PAD.right]);
  const spaced = (label: number) => ticks(from, to, Math.max(2, Math.floor((width - PAD.left) / label)));
  const axis = spaced(90).step < DAY ? spaced(90) : spaced(56); // a day without its hour is shorter
  const most = Math.max(...marks.map((m) => Number(m.soFar ?? 0)), 0) || 1;
  const bottom = HEIGHT - PAD.bottom;
  const y = scaleLinear().domain([0, most]).nice(4).range([bottom, PAD.top]);
  const known = marks.filter((m) => m.soFar !== null);
  const line = known.map((m, i) => `${i ? 'L' : 'M'}${x(m.at).toFixed(1)} ${y(Number(m.soFar)).toFixed(1)}`).join('');
  // what there is much of is thin and lies below; what is rare lies on it
  const dense = seen.length * 8 > width;
  const drawn = [...seen].sort((a, b) => Number(rare.has(a.kind)) - Number(rare.has(b.kind)));
  const last = seen.length - 1;
  const now = Math.max(0, Math.min(at ?? last, last));
  const cursor = at === null ? undefined : seen[now];
  const move = (n: number) => setAt(Math.max(0, Math.min(last, n)));
  const band = (a: number, b: number, kind: 'lost' | 'down') => (
    <rect
      key={`${kind}${a}`}
      className={css[kind]}
      x={x(a)}
      y={PAD.top}
      width={Math.max(1, x(b) - x(a))}
      height={bottom - PAD.top}
    />
  );
  return (
    <>
      <div
        ref={box}
        className={css['plot']}
        onPointerMove={(e) => {
          const px = e.clientX - e.currentTarget.getBoundingClientRect().left;
          const near = seen.reduce(
            (best, m, i) => (Math.abs(x(m.at) - px) < Math.abs(x(seen[best]?.at ?? 0) - px) ? i : best),
            0,
          );
          setAt(near);
        }}
        onPointerLeave={() => setAt(null)}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {losses.map((l) => band(l.since, l.mark.at, 'lost'))}
          {losses.map((l) => l.resumed !== null && band(l.mark.at, l.resumed, 'down'))}
          {y.ticks(4).map((t) => (
            <g key={t} transform={`translate(0 ${y(t)})`}>
              <line x1={PAD.left} x2={width - PAD.right} stroke={t === 0 ? 'var(--border-strong)' : 'var(--grid)'} />
              <text x={PAD.left - 8} dy="0.32em" textAnchor="end">
                {shortMoney(t, currency)}
              </text>
            </g>
          ))}
          <path className={css['line']} d={line} />
          {cursor && (
            <line className={css['cursor']} x1={x(cursor.at)} x2={x(cursor.at)} y1={PAD.top} y2={bottom + 32} />
          )}
          {drawn.map((m, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two marks may be of one kind and time
            <g key={i} transform={`translate(${x(m.at)} ${bottom + lane(m.kind)})`}>
              <Shape kind={m.kind} dense={dense && !rare.has(m.kind)} />
            </g>
          ))}
          {axis.at.map((t) => (
            <text key={t} x={x(t)} y={HEIGHT - 6} textAnchor="middle">
              {shortBucket(new Date(t).toISOString(), axis.step < DAY ? 'hour' : 'day')}
            </text>
          ))}
        </svg>
        {/* a slider speaks its value by itself when the arrows move it */}
        <div
          className={css['keys']}
          role="slider"
          tabIndex={0}
          aria-label="Cost over time: event"
          aria-valuemin={0}
          aria-valuemax={Math.max(last, 0)}
          aria-valuenow={now}
          aria-valuetext={say(seen[now], currency)}
          onFocus={(e) => e.currentTarget.matches(':focus-visible') && move(now)}
          onBlur={() => setAt(null)}
          onKeyDown={(e) => {
            const steps: Record<string, number> = {
              ArrowLeft: now - 1,
              ArrowDown: now - 1,
              ArrowRight: now + 1,
              ArrowUp: now + 1,
              PageUp: now + 7,
              PageDown: now - 7,
              Home: 0,
              End: last,
            };
            const next = steps[e.key];
            if (next === undefined) return e.key === 'Escape' ? setAt(null) : undefined;
            e.preventDefault();
            move(next);
          }}
        />
      </div>
      <p className={css['said']} aria-hidden="true">
        {cursor ? say(cursor, currency) : ''}
      </p>
    </>
  );
}
