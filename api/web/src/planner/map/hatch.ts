// The pattern of cells of which too little is known: grey lines, told apart from every colour.

const SIZE = 16;
export const HATCH = 'hatch';
export const HATCH_PIXEL_RATIO = 2;

export function drawHatch(): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = 'rgb(128 136 146 / 22%)';
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = 'rgb(90 98 108 / 85%)';
  pen.lineWidth = 2.5;
  for (const shift of [-SIZE, 0, SIZE]) {
    pen.beginPath();
    pen.moveTo(shift, SIZE);
    pen.lineTo(shift + SIZE, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, SIZE, SIZE);
}
