import type { ScaleBand, ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { memo, useId, useMemo } from 'react';
import { shortBucket } from '../text/dates';
import { shortMoney } from '../text/money';
import { type Chart, colorOf, isKnown, layers, type Shape } from './series';
import css from './time-chart.module.css';

export const PAD = { top: 8, right: 4, bottom: 24, left: 56 };

interface Props {
  readonly chart: Chart;
  readonly shape: Shape;
  readonly x: ScaleBand<number>;
  readonly y: ScaleLinear<number, number>;
  readonly width: number;
  readonly height: number;
}

function barPaths({ chart, x, y }: Props): readonly string[] {
  const w = x.bandwidth();
  return layers(chart).map((layer) => {
    let d = '';
    layer.forEach(([from, to], i) => {
      const top = y(to);
      const full = y(from) - top;
      const h = full > 2.5 ? full - 1 : full; // a line of the surface between two series: a second signal beside colour
      if (h > 0.2)
        d += `M${(x(i) ?? 0).toFixed(1)} ${top.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`;
    });
    return d;
  });
}

function linePaths({ chart, x, y }: Props): readonly string[] {
  const half = x.bandwidth() / 2;
  return chart.names.map(
    (_, s) =>
      line<number | null>()
        .defined((v) => v !== null)
        .x((_v, i) => (x(i) ?? 0) + half)
        .y((v) => y(v ?? 0))(chart.buckets.map((b) => b.values[s] ?? null)) ?? '',
  );
}

function areaPaths({ chart, x, y }: Props): readonly string[] {
  const half = x.bandwidth() / 2;
  return layers(chart).map(
    (layer) =>
      area<readonly [number, number]>()
        .defined((_v, i) => chart.buckets[i] !== undefined && isKnown(chart.buckets[i]))
        .x((_v, i) => (x(i) ?? 0) + half)
        .y0(([from]) => y(from))
        .y1(([, to]) => y(to))(layer) ?? '',
  );
}

const pathsOf = { bars: barPaths, area: areaPaths, lines: linePaths } as const;

/** One path a series, not one rectangle a value: 20 nodes for 1,800 marks. Drawn again only for new data or size. */
export const Marks = memo(function Marks(props: Props) {
  const { chart, shape, x, y, width, height } = props;
  const id = useId().replaceAll(/[^\w-]/g, '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: props is a new object each time, its parts are not
  const paths = useMemo(() => pathsOf[shape](props), [chart, shape, x, y]);
  const last = chart.buckets.length - 1;
  const every = Math.ceil(chart.buckets.length / Math.max(2, Math.floor((width - PAD.left) / 76)));
  return (
    <svg className={css['marks']} width={width} height={height} aria-hidden="true">
      <defs>
        <pattern id={`${id}h`} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1" height="4" fill="var(--surface)" fillOpacity="0.6" />
        </pattern>
      </defs>
      {y.ticks(4).map((t) => (
        <g key={t} transform={`translate(0 ${y(t)})`}>
          <line x1={PAD.left} x2={width - PAD.right} stroke={t === 0 ? 'var(--border-strong)' : 'var(--grid)'} />
          <text x={PAD.left - 8} dy="0.32em" textAnchor="end">
            {shortMoney(t, chart.currency)}
          </text>
        </g>
      ))}
      {paths.map((d, i) => {
        const name = chart.names[i] ?? '';
        return shape !== 'lines' ? (
          <path key={name} d={d} className={css[shape === 'area' ? 'area' : 'bar']} fill={colorOf(chart, i)} />
        ) : (
          <path
            key={name}
            d={d}
            className={css['line']}
            stroke={colorOf(chart, i)}
            strokeDasharray={i >= 12 ? '5 3' : 'none'}
          />
        );
      })}
      {shape !== 'lines' &&
        (shape === 'area' || x.bandwidth() >= 5) &&
        paths.map((d, i) => i >= 12 && <path key={chart.names[i]} d={d} fill={`url(#${id}h)`} />)}
      {chart.buckets.map(
        (b, i) =>
          !isKnown(b) && (
            <rect
              key={b.at}
              className={css['unknown']}
              x={x(i)}
              y={PAD.top}
              width={x.bandwidth()}
              height={height - PAD.top - PAD.bottom}
              rx={3}
            />
          ),
      )}
      {chart.buckets.map(
        (b, i) =>
          (last - i) % every === 0 && (
            <text
              key={b.at}
              x={(x(i) ?? 0) + x.bandwidth() / 2}
              y={height - 6}
              textAnchor={i === last && last > 0 ? 'end' : 'middle'}
              dx={i === last && last > 0 ? x.bandwidth() / 2 : 0}
            >
              {shortBucket(b.at, chart.unit)}
            </text>
          ),
      )}
    </svg>
  );
});
