import { scaleBand, scaleLinear } from 'd3-scale';
import { useId, useMemo, useState } from 'react';
import { longBucket } from '../text/dates';
import { money, shortMoney } from '../text/money';
import { Marks, PAD } from './marks';
import { type Chart, colorOf, domain, isKnown, type Shape, summary, total } from './series';
import css from './time-chart.module.css';
import { Twin } from './twin';
import { useWidth } from './use-width';

interface Props {
  readonly title: string;
  readonly chart: Chart;
  readonly height?: number;
  readonly shape?: Shape;
  readonly asTable?: boolean;
}

/** Cost over time by group: bars or lines, or the same figures as a table; one sentence says what is to be seen. */
export function TimeChart({ title, chart, height = 280, shape = 'bars', asTable = false }: Props) {
  const id = useId();
  const sentence = useMemo(
    () =>
      summary(
        chart,
        (exact) => money(exact, chart.currency),
        (n) => shortMoney(n, chart.currency),
        (at) => longBucket(at, chart.unit),
      ),
    [chart],
  );
  return (
    <figure className={css['figure']} aria-labelledby={`${id}t`} aria-describedby={`${id}s`}>
      <figcaption>
        <span id={`${id}t`} className="sr-only">
          {title}
        </span>
        <span id={`${id}s`} className={css['summary']}>
          {sentence}
        </span>
      </figcaption>
      {asTable ? (
        <Twin title={title} chart={chart} />
      ) : (
        <Plot title={title} chart={chart} height={height} shape={shape} />
      )}
      <ul className={css['legend']} hidden={asTable}>
        {chart.names.map((name, i) => (
          <li key={name}>
            <i className={css['key']} style={{ background: colorOf(chart, i) }} />
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Plot({ title, chart, height, shape }: Required<Omit<Props, 'asTable'>>) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const last = chart.buckets.length - 1;
  const x = useMemo(
    () =>
      scaleBand<number>()
        .domain(chart.buckets.map((_, i) => i))
        .range([PAD.left, width - PAD.right])
        .paddingInner(chart.buckets.length > 60 ? 0.16 : 0.24)
        .paddingOuter(0.1),
    [chart, width],
  );
  const y = useMemo(
    () =>
      scaleLinear()
        .domain(domain(chart, shape))
        .nice(4)
        .range([height - PAD.bottom, PAD.top]),
    [chart, height, shape],
  );
  const move = (to: number) => setAt(Math.max(0, Math.min(last, to)));
  const now = Math.min(at ?? last, last);
  const shown = at !== null && chart.buckets[now] !== undefined;

  return (
    <div
      ref={box}
      className={css['plot']}
      onPointerMove={(e) => {
        const px = e.clientX - e.currentTarget.getBoundingClientRect().left - PAD.left;
        move(Math.floor((px / (width - PAD.left - PAD.right)) * chart.buckets.length));
      }}
      onPointerLeave={() => setAt(null)}
    >
      <Marks chart={chart} shape={shape} x={x} y={y} width={width} height={height} />
      {shown && (
        <svg className={css['over']} width={width} height={height} aria-hidden="true">
          <rect
            className={css['cursor']}
            x={(x(now) ?? 0) - 2}
            y={PAD.top}
            width={x.bandwidth() + 4}
            height={height - PAD.top - PAD.bottom}
            rx={3}
          />
        </svg>
      )}
      {/* a slider speaks its value by itself when the arrows move it */}
      <div
        className={css['keys']}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: ${chart.unit}`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(last, 0)}
        aria-valuenow={Math.max(now, 0)}
        aria-valuetext={speak(chart, now)}
        onFocus={(e) => e.currentTarget.matches(':focus-visible') && move(now)}
        onBlur={() => setAt(null)}
        onKeyDown={(e) => {
          const step: Record<string, number> = {
            ArrowLeft: now - 1,
            ArrowDown: now - 1,
            ArrowRight: now + 1,
            ArrowUp: now + 1,
            PageUp: now + 7,
            PageDown: now - 7,
            Home: 0,
            End: last,
          };
          const to = step[e.key];
          if (to !== undefined) {
            e.preventDefault();
            move(to);
          } else if (e.key === 'Escape') setAt(null);
        }}
      />
      {shown && <Tip chart={chart} at={now} left={(x(now) ?? 0) + x.bandwidth() / 2} width={width} />}
    </div>
  );
}

function speak(chart: Chart, at: number): string {
  const b = chart.buckets[at];
  if (!b) return 'no data';
  const name = longBucket(b.at, chart.unit);
  if (!isKnown(b)) return `${name}: no data yet`;
  const top = chart.names
    .map((label, i) => ({ label, value: b.values[i] ?? 0 }))
    .sort((p, q) => q.value - p.value)
    .slice(0, 3);
  const say = (n: number) => shortMoney(n, chart.currency);
  return `${name}: ${chart.apart ? '' : `${say(total(b))}. `}${top.map((t) => `${t.label} ${say(t.value)}`).join(', ')}`;
}

function Tip({ chart, at, left, width }: { chart: Chart; at: number; left: number; width: number }) {
  const b = chart.buckets[at];
  if (!b) return null;
  const rows = chart.names
    .map((name, i) => ({ name, i, value: b.values[i] ?? null }))
    .filter((r) => r.value !== 0)
    .sort((p, q) => (q.value ?? 0) - (p.value ?? 0))
    .slice(0, 10);
  const onRight = left < width / 2;
  return (
    <div className={css['tip']} style={onRight ? { left: left + 14 } : { right: width - left + 14 }} aria-hidden="true">
      <p className={css['tipHead']}>
        <span>{longBucket(b.at, chart.unit)}</span>
        <b className="num">{!isKnown(b) ? 'no data yet' : chart.apart ? '' : shortMoney(total(b), chart.currency)}</b>
      </p>
      {isKnown(b) &&
        rows.map((r) => (
          <p key={r.name}>
            <i className={css['key']} style={{ background: colorOf(chart, r.i) }} />
            <span>{r.name}</span>
            <span className="num">{r.value === null ? 'unknown' : shortMoney(r.value, chart.currency)}</span>
          </p>
        ))}
    </div>
  );
}
