// Pins as pictures, drawn on demand from their name: "tone|text|word". No sprite, no font file.

import type { Tone } from '../../shared/truth/look.ts';
import { TONE_FILL } from './palette.ts';

export const PIXEL_RATIO = 2;
const HEIGHT = 22;
const TAIL = 6;
const EDGE = 2;
const CORNER = 7;
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export function pinId(tone: Tone, text: string, word = ''): string {
  return `${tone}|${text}|${word}`;
}

/** The picture for a name made by `pinId`; null for a name of somebody else. */
export function drawPin(id: string): ImageData | null {
  const [tone, text, word] = id.split('|') as [Tone, string?, string?];
  if (!(tone in TONE_FILL) || text === undefined) return null;
  const hollow = tone === 'stale' || tone === 'unknown';
  const pen = penFor(1, 1);
  const numberFont = `700 13px ${FONT}`;
  const wordFont = `500 11px ${FONT}`;
  const numberWidth = measure(pen, numberFont, text);
  const wordWidth = word ? measure(pen, wordFont, word) + 4 : 0;
  const width = Math.max(HEIGHT, numberWidth + wordWidth + 13);
  const canvas = penFor(width + 2 * EDGE, HEIGHT + TAIL + 2 * EDGE);
  outline(canvas, width);
  canvas.fillStyle = hollow ? '#ffffff' : TONE_FILL[tone];
  canvas.fill();
  canvas.strokeStyle = hollow ? TONE_FILL[tone] : '#ffffff';
  canvas.lineWidth = 1.5;
  canvas.setLineDash(hollow ? [3, 2] : []);
  canvas.stroke();
  canvas.fillStyle = hollow ? '#3f4852' : '#ffffff';
  canvas.textBaseline = 'middle';
  const start = EDGE + (width - numberWidth - wordWidth) / 2;
  canvas.font = numberFont;
  canvas.fillText(text, start, EDGE + HEIGHT / 2 + 0.5);
  canvas.font = wordFont;
  if (word) canvas.fillText(word, start + numberWidth + 4, EDGE + HEIGHT / 2 + 0.5);
  return pixels(canvas);
}

/** The mark of the destination: a ring with a heart, unlike any pin. */
export function drawDestination(): ImageData {
  const pen = penFor(30, 30);
  const ring = (radius: number, fill: string) => {
    pen.beginPath();
    pen.arc(15, 15, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
  };
  ring(14, '#ffffff');
  ring(12, '#0b5cab');
  ring(7, '#ffffff');
  ring(4, '#0b5cab');
  return pixels(pen);
}

function outline(pen: CanvasRenderingContext2D, width: number): void {
  const [left, right, top, foot] = [EDGE, EDGE + width, EDGE, EDGE + HEIGHT];
  const middle = (left + right) / 2;
  pen.beginPath();
  pen.moveTo(middle + 5, foot);
  pen.lineTo(middle, foot + TAIL);
  pen.lineTo(middle - 5, foot);
  pen.arcTo(left, foot, left, top, CORNER);
  pen.arcTo(left, top, right, top, CORNER);
  pen.arcTo(right, top, right, foot, CORNER);
  pen.arcTo(right, foot, middle, foot, CORNER);
  pen.closePath();
}

function measure(pen: CanvasRenderingContext2D, font: string, text: string): number {
  pen.font = font;
  return Math.ceil(pen.measureText(text).width);
}

function penFor(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * PIXEL_RATIO);
  canvas.height = Math.ceil(height * PIXEL_RATIO);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('No 2D canvas');
  pen.scale(PIXEL_RATIO, PIXEL_RATIO);
  return pen;
}

function pixels(pen: CanvasRenderingContext2D): ImageData {
  return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
}
