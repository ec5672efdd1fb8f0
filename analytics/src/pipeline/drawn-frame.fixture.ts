import sharp from 'sharp';

export interface DrawnPlate {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const FONT =
  "font-family='Roboto Condensed, Liberation Sans Narrow, DejaVu Sans Condensed, Arial Narrow, sans-serif' font-weight='bold'";

/** A plain gate view, 1280x720, with one-line plates on dark vehicle fronts. JPEG. */
export async function drawnFrame(plates: readonly DrawnPlate[]): Promise<Buffer> {
  const fronts = plates.map(({ text, x, y, width }) => {
    const height = width / 4.2;
    return `<rect x='${x - width}' y='${y - width * 1.3}' width='${width * 2}' height='${width * 1.7}' rx='20' fill='#2f3b46'/>
      <rect x='${x - width / 2}' y='${y - height / 2}' width='${width}' height='${height}' rx='4' fill='#f4f4f0' stroke='#222' stroke-width='2'/>
      <text x='${x}' y='${y + height * 0.33}' font-size='${height * 0.92}' textLength='${width * 0.88}' lengthAdjust='spacingAndGlyphs'
        text-anchor='middle' fill='#111' ${FONT}>${text}</text>`;
  });
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='1280' height='720'>
    <rect width='1280' height='720' fill='#8d939a'/><rect y='300' width='1280' height='420' fill='#6a6d70'/>${fronts.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten().jpeg({ quality: 90 }).toBuffer();
}

/** Whether this machine has any font: without one, text is drawn as nothing. */
export async function hasFont(): Promise<boolean> {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'><rect width='60' height='30' fill='#fff'/>
    <text x='5' y='25' font-size='24' fill='#000' ${FONT}>30A</text></svg>`;
  try {
    const { channels } = await sharp(Buffer.from(svg)).flatten().stats();
    return (channels[0]?.min ?? 255) < 128;
  } catch {
    return false;
  }
}
