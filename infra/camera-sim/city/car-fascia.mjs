import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';

const COLUMNS = 26;
const ROWS = 12;
const LIFT_M = 0.012;

/** A grid laid over the nose (`side` 1) or the tail (-1) of the body by casting rays along z. */
function drapedGrid(body, side, { halfWidth, low, high }) {
  const caster = new THREE.Raycaster();
  const positions = [];
  const uvs = [];
  const index = [];
  const hitAt = (x, y) => {
    caster.set(new THREE.Vector3(x, y, side * 20), new THREE.Vector3(0, 0, -side));
    return caster.intersectObject(body, false)[0];
  };
  for (let row = 0; row <= ROWS; row++) {
    for (let column = 0; column <= COLUMNS; column++) {
      const u = column / COLUMNS;
      const v = row / ROWS;
      const x = (u - 0.5) * 2 * halfWidth * side;
      const y = low + (high - low) * v;
      const hit = hitAt(x, y);
      positions.push(x, y, hit ? hit.point.z + side * LIFT_M : Number.NaN);
      uvs.push(u, v);
    }
  }
  const across = COLUMNS + 1;
  const whole = (...corners) => {
    const depths = corners.map((corner) => positions[corner * 3 + 2]);
    return depths.every(Number.isFinite) && Math.max(...depths) - Math.min(...depths) < 0.35;
  };
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const a = row * across + column;
      if (whole(a, a + 1, a + across, a + across + 1)) {
        index.push(a, a + 1, a + across, a + 1, a + across + 1, a + across);
      }
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute(
    'position',
    new THREE.Float32BufferAttribute(
      positions.map((p) => (Number.isNaN(p) ? 0 : p)),
      3,
    ),
  );
  geometry.setAttribute('uv', new THREE.Float32BufferAttribute(uvs, 2));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

function lamp(context, x, y, width, height, flip) {
  context.save();
  context.translate(x, y);
  if (flip) context.scale(-1, 1);
  context.fillStyle = '#101418';
  context.beginPath();
  context.moveTo(0, height * 0.12);
  context.lineTo(width, height * 0.34);
  context.lineTo(width * 0.94, height);
  context.lineTo(width * 0.1, height * 0.86);
  context.closePath();
  context.fill();
  const fill = context.createLinearGradient(0, 0, 0, height);
  fill.addColorStop(0, '#f4f7f8');
  fill.addColorStop(1, '#9fb0ba');
  context.fillStyle = fill;
  context.beginPath();
  context.moveTo(width * 0.05, height * 0.2);
  context.lineTo(width * 0.94, height * 0.4);
  context.lineTo(width * 0.88, height * 0.9);
  context.lineTo(width * 0.15, height * 0.78);
  context.closePath();
  context.fill();
  for (const center of [0.3, 0.62]) {
    context.fillStyle = '#46525a';
    context.beginPath();
    context.arc(width * center, height * 0.57, height * 0.25, 0, 7);
    context.fill();
    context.fillStyle = '#e8eef0';
    context.beginPath();
    context.arc(width * center, height * 0.57, height * 0.16, 0, 7);
    context.fill();
  }
  context.restore();
}

/** Painters of the nose: lamps, grille, lower intake, fog lamps. `style` 0..2 changes the grille. */
function paintFront(context, style) {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const grilleWidth = [0.42, 0.5, 0.36][style] * width;
  const grilleTop = height * 0.2;
  const grilleHeight = [0.2, 0.26, 0.15][style] * height;
  context.fillStyle = '#111417';
  context.beginPath();
  context.roundRect((width - grilleWidth) / 2, grilleTop, grilleWidth, grilleHeight, 16);
  context.fill();
  context.fillStyle = '#aeb6bb';
  const bars = [3, 5, 2][style];
  for (let i = 0; i < bars; i++) {
    const y = grilleTop + ((i + 0.5) / bars) * grilleHeight - 3;
    context.fillRect((width - grilleWidth) / 2 + 14, y, grilleWidth - 28, 5);
  }
  context.fillStyle = '#d9dee1';
  context.beginPath();
  context.ellipse(width / 2, grilleTop + grilleHeight / 2, 24, 19, 0, 0, 7);
  context.fill();
  context.fillStyle = '#5c666c';
  context.beginPath();
  context.ellipse(width / 2, grilleTop + grilleHeight / 2, 15, 11, 0, 0, 7);
  context.fill();
  lamp(context, width * 0.015, height * 0.13, width * 0.235, height * 0.27, false);
  lamp(context, width * 0.985, height * 0.13, width * 0.235, height * 0.27, true);
  context.fillStyle = '#14171a';
  context.beginPath();
  context.roundRect(width * 0.2, height * 0.73, width * 0.6, height * 0.2, 18);
  context.fill();
  for (const x of [0.11, 0.89]) {
    context.fillStyle = '#17191c';
    context.beginPath();
    context.arc(width * x, height * 0.78, height * 0.085, 0, 7);
    context.fill();
    context.fillStyle = '#dfe6e8';
    context.beginPath();
    context.arc(width * x, height * 0.78, height * 0.055, 0, 7);
    context.fill();
  }
  context.strokeStyle = 'rgba(0,0,0,.5)';
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(0, height * 0.5);
  context.lineTo(width, height * 0.5);
  context.stroke();
}

function paintRear(context) {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  for (const x of [0.02, 0.76]) {
    const fill = context.createLinearGradient(0, height * 0.14, 0, height * 0.42);
    fill.addColorStop(0, '#d3202a');
    fill.addColorStop(1, '#7d1016');
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(width * x, height * 0.14, width * 0.22, height * 0.26, 14);
    context.fill();
    context.fillStyle = '#e9d9d4';
    context.fillRect(width * (x + 0.04), height * 0.33, width * 0.14, height * 0.04);
  }
  context.fillStyle = '#cfd5d8';
  context.fillRect(width * 0.3, height * 0.2, width * 0.4, height * 0.035);
  context.fillStyle = '#15181b';
  context.beginPath();
  context.roundRect(width * 0.16, height * 0.78, width * 0.68, height * 0.17, 12);
  context.fill();
  context.strokeStyle = 'rgba(0,0,0,.5)';
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(0, height * 0.62);
  context.lineTo(width, height * 0.62);
  context.stroke();
}

/**
 * Nose and tail decals draped over the body.
 * @param {THREE.Mesh} body unplaced body mesh (identity transform)
 * @param {{ front: object, rear: object, style: number }} areas each area `{ halfWidth, low, high }`
 */
export function createFascias(body, { front, rear, style }) {
  body.updateMatrixWorld(true);
  return [
    [1, front, (context) => paintFront(context, style)],
    [-1, rear, paintRear],
  ].map(([side, area, paint]) => {
    const map = canvasTexture(768, 320, paint);
    const material = new THREE.MeshLambertMaterial({ map, transparent: true });
    const decal = new THREE.Mesh(drapedGrid(body, side, area), material);
    decal.receiveShadow = true;
    return decal;
  });
}
