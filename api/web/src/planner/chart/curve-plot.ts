// Draws a curve with uPlot: occupancy, the share that is known behind it, and the 85 % line. Times
// are told in the city's zone, whatever zone this device is in. Returns how to take it down.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../../shared/wire/planner/curve.ts';
import { language } from '../../shared/words/language.ts';
import { TARGET } from '../rules/metrics.ts';
import { say, shareText } from '../words.ts';

const HEIGHT_PX = 210;
const DAY_S = 86_400;
const FONT = '12px system-ui, "PingFang SC", "Microsoft YaHei", sans-serif';

export function drawCurve(holder: HTMLElement, { points, zone }: Curve): () => void {
  const colour = coloursOf(holder);
  const axis = { stroke: colour.faint, font: FONT, grid: { stroke: colour.line, width: 1 } };
  const share = (_: uPlot, value: number | null) => shareText(value ?? null, 1);
  const plot = new uPlot(
    {
      width: holder.clientWidth,
      height: HEIGHT_PX,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
      scales: { y: { range: [0, 1] } },
      axes: [
        { ...axis, values: (_, at, __, ___, step) => at.map((seconds) => tickText(seconds, step, zone)) },
        { ...axis, size: 58, values: (_, at) => at.map((value) => shareText(value)) },
      ],
      series: [
        { value: (_, seconds) => (seconds === null ? '–' : momentText(seconds, zone)), label: say('curve_time') },
        {
          label: say('curve_coverage'), value: share, stroke: colour.faint, width: 1,
          points: { show: false },
        },
        {
          label: say('curve_occupancy'), value: share, stroke: colour.accent, width: 2,
          spanGaps: false, points: { show: points.length < 40 },
        },
      ],
      cursor: { y: false, drag: { x: false, y: false } },
      hooks: { draw: [(drawn) => drawTarget(drawn, colour.full)] },
    },
    [
      points.map((point) => point.from.utcMs / 1000),
      points.map((point) => point.coverage),
      points.map((point) => point.occupancy),
    ],
    holder,
  );
  const watch = new ResizeObserver(() => {
    plot.setSize({ width: holder.clientWidth, height: HEIGHT_PX });
  });
  watch.observe(holder);
  return () => {
    watch.disconnect();
    plot.destroy();
  };
}

function drawTarget({ ctx: pen, bbox, valToPos }: uPlot, colour: string): void {
  const y = Math.round(valToPos(TARGET, 'y', true));
  pen.save();
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.5 * devicePixelRatio;
  pen.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  pen.beginPath();
  pen.moveTo(bbox.left, y);
  pen.lineTo(bbox.left + bbox.width, y);
  pen.stroke();
  pen.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  pen.textAlign = 'right';
  pen.textBaseline = 'bottom';
  pen.fillText(say('curve_target'), bbox.left + bbox.width - 4, y - 3);
  pen.restore();
}

function coloursOf(holder: HTMLElement) {
  const style = getComputedStyle(holder);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { accent: of('accent'), faint: of('faint'), line: of('line'), full: of('target') };
}

/** Hours within a day, days beyond. */
function tickText(seconds: number, step: number, zone: string): string {
  const isHour = step < DAY_S;
  return formatted(seconds, zone, isHour
    ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    : { month: 'numeric', day: 'numeric' });
}

function momentText(seconds: number, zone: string): string {
  return formatted(seconds, zone, {
    weekday: 'short', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit',
    hourCycle: 'h23',
  });
}

function formatted(seconds: number, zone: string, how: Intl.DateTimeFormatOptions): string {
  const locale = language.peek() === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { ...how, timeZone: zone }).format(seconds * 1000);
}
