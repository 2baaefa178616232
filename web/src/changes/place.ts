import type { Bar } from './bridge';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Label {
  readonly x: number;
  readonly y: number;
  readonly textAnchor: 'start' | 'middle' | 'end';
}
export interface Mark {
  readonly rect: Box;
  /** All the room of the bar, for the cursor. */
  readonly cell: Box;
  /** From the end of the bar before it. */
  readonly link: string | null;
  /** Where a bar that doesn't begin at zero is torn. */
  readonly torn: string;
  readonly value: Label;
  readonly name: Label;
}

const COLUMNS_FROM = 640;
const ROW = 34;

/** Where everything of the bridge stands. Along is the way of the money, across the way of the bars. */
export function place(bars: readonly Bar[], { low, high }: { low: number; high: number }, width: number) {
  const upright = width >= COLUMNS_FROM;
  const height = upright ? 320 : bars.length * ROW + 4;
  const [start, end] = upright ? [height - 34, 28] : [74, width - 78];
  const room = (upright ? width : bars.length * ROW) / bars.length;
  const thick = upright ? Math.min(room * 0.62, 84) : 18;
  const along = (v: number) => start + ((Math.max(v, low) - low) / (high - low)) * (end - start);
  const point = (a: number, c: number) =>
    upright ? `${c.toFixed(1)} ${a.toFixed(1)}` : `${a.toFixed(1)} ${c.toFixed(1)}`;
  const marks = bars.map((bar, i): Mark => {
    const from = along(bar.key === 'before' || bar.key === 'after' ? Math.max(low, Math.min(0, bar.to)) : bar.from);
    const to = along(bar.to);
    const first = Math.min(from, to);
    const long = Math.max(1.5, Math.abs(to - from));
    const edge = i * room + (room - thick) / 2;
    const middle = (i + 0.5) * room;
    const before = bars[i - 1];
    const level = before && along(before.to);
    const tear = start + (upright ? -14 : 14);
    return {
      rect: upright
        ? { x: edge, y: first, width: thick, height: long }
        : { x: first, y: edge, width: long, height: thick },
      cell: upright
        ? { x: i * room + 2, y: 2, width: room - 4, height: height - 4 }
        : { x: 0, y: i * room + 1, width, height: room - 2 },
      link: level === undefined ? null : `M${point(level, edge - (room - thick))}L${point(level, edge + thick)}`,
      torn: `M${point(tear + 4, edge - 2)}L${point(tear - 4, edge + thick + 2)}`,
      value: upright
        ? { x: middle, y: first - 7, textAnchor: 'middle' }
        : { x: width - 4, y: middle + 4, textAnchor: 'end' },
      name: upright
        ? { x: middle, y: height - 12, textAnchor: 'middle' }
        : { x: 6, y: middle + 4, textAnchor: 'start' },
    };
  });
  const base = upright ? `M0 ${along(Math.max(0, low))}H${width}` : `M${along(Math.max(0, low))} 0V${height}`;
  return { upright, height, marks, base };
}
