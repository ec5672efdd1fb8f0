import type { CameraFeature } from '../../api/api.ts';

export type MapState = CameraFeature['properties']['state'];

/** A state has a colour and a shape, so that it is told apart without colours. */
export const STATE_COLOURS: Readonly<Record<MapState, string>> = {
  live: '#34d399',
  stale: '#fbbf24',
  offline: '#f87171',
  connecting: '#9fb3c8',
  disabled: '#64748b',
};

const SCALE = 2;
const INK = '#070b11';
const FONT = "600 %spx 'Inter Variable', system-ui, sans-serif";

function canvasOf(width: number, height: number): { context: CanvasRenderingContext2D; read: () => ImageData } | null {
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.scale(SCALE, SCALE);
  return { context, read: () => context.getImageData(0, 0, canvas.width, canvas.height) };
}

/** The shape of a state: disc, triangle, square with a cross, ring, bar. */
function drawState(context: CanvasRenderingContext2D, state: MapState, x: number, y: number, radius: number) {
  const colour = STATE_COLOURS[state];
  context.lineWidth = 2;
  context.strokeStyle = INK;
  context.fillStyle = colour;
  context.beginPath();
  if (state === 'stale') {
    context.moveTo(x, y - radius * 1.15);
    context.lineTo(x + radius * 1.1, y + radius * 0.85);
    context.lineTo(x - radius * 1.1, y + radius * 0.85);
    context.closePath();
  } else if (state === 'offline') context.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
  else if (state === 'disabled') context.rect(x - radius, y - radius * 0.35, radius * 2, radius * 0.7);
  else context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
  context.stroke();
  if (state === 'connecting') {
    context.fillStyle = INK;
    context.beginPath();
    context.arc(x, y, radius * 0.5, 0, Math.PI * 2);
    context.fill();
  }
  if (state === 'offline') {
    context.beginPath();
    const arm = radius * 0.45;
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.stroke();
  }
}

function stateImage(state: MapState): ImageData | null {
  const drawn = canvasOf(26, 26);
  if (drawn === null) return null;
  drawState(drawn.context, state, 13, 13, 8);
  return drawn.read();
}

/** A disc with the number of cameras; a red rim with a mark when some of them have no signal. */
function clusterImage(count: string, isSomeLost: boolean): ImageData | null {
  const size = 30 + count.length * 5;
  const drawn = canvasOf(size, size);
  if (drawn === null) return null;
  const { context } = drawn;
  const middle = size / 2;
  context.fillStyle = '#0d2f45';
  context.strokeStyle = isSomeLost ? STATE_COLOURS.offline : '#38b0f3';
  context.lineWidth = 2.5;
  context.setLineDash(isSomeLost ? [5, 3] : []);
  context.beginPath();
  context.arc(middle, middle, middle - 3, 0, Math.PI * 2);
  context.fill();
  context.stroke();
  context.fillStyle = '#e6edf5';
  context.font = FONT.replace('%s', '13');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(count, middle, middle + 0.5);
  return drawn.read();
}

function labelImage(text: string): ImageData | null {
  const measure = canvasOf(1, 1);
  if (measure === null) return null;
  const font = FONT.replace('%s', '12');
  measure.context.font = font;
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  const width = Math.ceil(measure.context.measureText(shown).width) + 10;
  const drawn = canvasOf(width, 18);
  if (drawn === null) return null;
  const { context } = drawn;
  context.fillStyle = 'rgba(7, 11, 17, 0.82)';
  context.fillRect(0, 0, width, 18);
  context.fillStyle = '#e6edf5';
  context.font = font;
  context.textBaseline = 'middle';
  context.fillText(shown, 5, 9.5);
  return drawn.read();
}

/**
 * The picture of an image name in the style: `state:live`, `cluster:12:1` (cameras, whether some have no signal),
 * `label:<text>`. Drawn here with the font of the page, so that no glyphs come from anywhere. Null for other names.
 */
export function mapImage(name: string): { data: ImageData; pixelRatio: number } | null {
  const [kind, ...rest] = name.split(':');
  const data =
    kind === 'state'
      ? stateImage(isMapState(rest[0]) ? rest[0] : 'disabled')
      : kind === 'cluster'
        ? clusterImage(rest[0] ?? '', rest[1] === '1')
        : kind === 'label'
          ? labelImage(rest.join(':'))
          : null;
  return data === null ? null : { data, pixelRatio: SCALE };
}

function isMapState(text: string | undefined): text is MapState {
  return text !== undefined && Object.hasOwn(STATE_COLOURS, text);
}
