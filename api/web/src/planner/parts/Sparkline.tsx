// A small curve in a table row, with the 85 % line; gaps where too little is known.

import type { CurvePoint } from '../../shared/wire/planner/curve.ts';
import { TARGET } from '../rules/metrics.ts';

const [WIDTH, HEIGHT] = [96, 26];

export function Sparkline({ points, label }: { points: readonly CurvePoint[]; label: string }) {
  const y = (share: number) => (1 - share) * (HEIGHT - 2) + 1;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <line class="target" x1="0" x2={WIDTH} y1={y(TARGET)} y2={y(TARGET)} />
      <path d={pathOf(points, y)} />
    </svg>
  );
}

function pathOf(points: readonly CurvePoint[], y: (share: number) => number): string {
  const between = WIDTH / Math.max(1, points.length - 1);
  let isDrawing = false;
  let path = '';
  points.forEach(({ occupancy }, at) => {
    if (occupancy !== null) {
      const pen = isDrawing ? 'L' : 'M';
      path += `${pen}${(at * between).toFixed(1)} ${y(occupancy).toFixed(1)}`;
    }
    isDrawing = occupancy !== null;
  });
  return path;
}
