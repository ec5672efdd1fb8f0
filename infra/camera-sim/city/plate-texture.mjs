import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';

/** Outer sizes in millimetres after QCVN 08:2024/BCA: car long, car short, motorbike. */
export const PLATE_SIZES_MM = {
  long: { width: 520, height: 110 },
  short: { width: 330, height: 165 },
  motorbike: { width: 190, height: 140 },
};

const GROUNDS = {
  white: { ground: '#e9eae6', ink: '#15171a' },
  yellow: { ground: '#f0b91c', ink: '#15171a' },
  blue: { ground: '#1450a8', ink: '#f2f4f4' },
  red: { ground: '#b3151b', ink: '#f4f2ee' },
};

/** Glyph cell, gap and dash sizes in millimetres per plate format. */
const LETTERING_MM = {
  long: { cell: [40, 80], gap: 9, dash: [15, 10], dot: 9 },
  short: { cell: [40, 64], gap: 9, dash: [14, 9], dot: 9 },
  motorbike: { cell: [25.5, 54], gap: 4.5, dash: [9, 7], dot: 6.5 },
};

/**
 * The lines printed on a plate: one line as displayed, or the split that two-line plates use
 * (`30A-123.45` gives `30A` over `123.45`, `29-AA 123.45` gives `29-AA` over `123.45`).
 */
export function plateLines(display, lines) {
  if (lines === 1) return [display];
  if (display.includes(' ')) return display.split(' ');
  const dash = display.indexOf('-');
  return [display.slice(0, dash), display.slice(dash + 1)];
}

/** `long`, `short` or `motorbike`, from the vehicle and the number of lines. */
export function plateFormat({ vehicle, lines }) {
  if (vehicle === 'motorcycle') return 'motorbike';
  return lines === 1 ? 'long' : 'short';
}

/**
 * The "1" of Vietnamese plates has a long slanted flag and no foot; no free font draws it, so it is a polygon in the
 * unit cell (x right, y down).
 */
const ONE = [
  [0.5, 0],
  [0.76, 0],
  [0.76, 1],
  [0.5, 1],
  [0.5, 0.27],
  [0.13, 0.43],
  [0.13, 0.22],
];

/** Draws one character stretched to fill the cell (millimetres already scaled to px). */
function drawGlyph(context, character, x, y, width, height) {
  if (character === '1') {
    context.beginPath();
    for (const [px, py] of ONE) context.lineTo(x + px * width, y + py * height);
    context.closePath();
    context.fill();
    return;
  }
  const base = character === 'Đ' ? 'D' : character;
  context.font = '700 200px "Roboto Condensed"';
  const metrics = context.measureText(base);
  const left = -metrics.actualBoundingBoxLeft;
  const inkWidth = metrics.actualBoundingBoxRight - left;
  const inkHeight = metrics.actualBoundingBoxAscent + metrics.actualBoundingBoxDescent;
  context.save();
  context.translate(x, y);
  context.scale(width / inkWidth, height / inkHeight);
  context.fillText(base, -left, metrics.actualBoundingBoxAscent);
  context.restore();
  if (character === 'Đ') context.fillRect(x - width * 0.12, y + height * 0.44, width * 0.52, height * 0.11);
}

/** Draws one centred line of characters, dashes and dots around the vertical centre `centerY` (px). */
function drawLine(context, text, lettering, scale, centerX, centerY) {
  const { cell, gap, dash, dot } = lettering;
  const widthOf = (character) => (character === '-' ? dash[0] : character === '.' ? dot : cell[0]);
  const total = [...text].reduce((sum, character) => sum + widthOf(character) + gap, -gap);
  let x = centerX - (total * scale) / 2;
  for (const character of text) {
    const width = widthOf(character) * scale;
    const height = cell[1] * scale;
    if (character === '-') {
      context.fillRect(x, centerY - (dash[1] * scale) / 2, width, dash[1] * scale);
    } else if (character === '.') {
      context.fillRect(x, centerY - (dot * scale) / 2, width, dot * scale);
    } else {
      drawGlyph(context, character, x, centerY - height / 2, width, height);
    }
    x += width + gap * scale;
  }
}

/** Paints the whole plate face: ground, rounded border, characters, two screws. */
export function paintPlate(context, { display, ground, lines, vehicle }, scale) {
  const format = plateFormat({ vehicle, lines });
  const size = PLATE_SIZES_MM[format];
  const lettering = LETTERING_MM[format];
  const colors = GROUNDS[ground];
  const width = size.width * scale;
  const height = size.height * scale;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = colors.ink;
  context.lineWidth = 2.2 * scale;
  context.beginPath();
  context.roundRect(3.2 * scale, 3.2 * scale, width - 6.4 * scale, height - 6.4 * scale, 7 * scale);
  context.stroke();
  context.fillStyle = colors.ink;
  const rows = plateLines(display, lines);
  rows.forEach((row, i) => {
    const centerY = lines === 1 ? height / 2 : height * (i === 0 ? 0.275 : 0.725);
    drawLine(context, row, lettering, scale, width / 2, centerY);
  });
}

/**
 * A flat plate mesh in metres, facing +z, with a dark carrier behind it. `mesh.userData.plate` keeps the definition and
 * the size so that the ground truth can project its corners.
 */
export function createPlate(plate) {
  const format = plateFormat(plate);
  const size = PLATE_SIZES_MM[format];
  const scale = format === 'motorbike' ? 3 : 2;
  const map = canvasTexture(size.width * scale, size.height * scale, (context) => paintPlate(context, plate, scale), {
    anisotropy: 8,
  });
  const width = size.width / 1000;
  const height = size.height / 1000;
  const face = new THREE.Mesh(
    new THREE.PlaneGeometry(width, height),
    new THREE.MeshLambertMaterial({ map, emissive: '#ffffff', emissiveMap: map, emissiveIntensity: 0.12 }),
  );
  face.receiveShadow = true;
  face.userData.plate = { ...plate, width, height };
  const carrier = new THREE.Mesh(
    new THREE.BoxGeometry(width + 0.024, height + 0.024, 0.016),
    new THREE.MeshLambertMaterial({ color: '#16181a' }),
  );
  carrier.position.z = -0.0105;
  face.add(carrier);
  return face;
}
