import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';
import { reflections } from './stage.mjs';

const SLICES = 54;
/** Section parameter of the half body, sill to roof centre: 0-3 side, 4 belt, 4-7 side glass, 7-10 roof and screens. */
const SECTION_STEPS = 10;

/** Monotone cubic interpolation (Fritsch-Carlson) of each column of the stations at `z`. */
function stationAt(stations, z) {
  let i = 0;
  while (i < stations.length - 2 && stations[i + 1][0] < z) i++;
  const slope = (a, column) => (stations[a + 1][column] - stations[a][column]) / (stations[a + 1][0] - stations[a][0]);
  const tangent = (a, column) => {
    if (a === 0) return slope(0, column);
    if (a === stations.length - 1) return slope(a - 1, column);
    const before = slope(a - 1, column);
    const after = slope(a, column);
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  };
  const width = stations[i + 1][0] - stations[i][0];
  const t = (z - stations[i][0]) / width;
  return [1, 2, 3, 4, 5].map((column) => {
    const a = stations[i][column];
    const b = stations[i + 1][column];
    return (
      a * (2 * t ** 3 - 3 * t ** 2 + 1) +
      width * tangent(i, column) * (t ** 3 - 2 * t ** 2 + t) +
      b * (-2 * t ** 3 + 3 * t ** 2) +
      width * tangent(i + 1, column) * (t ** 3 - t ** 2)
    );
  });
}

/** The half section (x >= 0) as `[x, y]` points for section parameters 0..10. */
function halfSection([sill, belt, top, halfBelt, halfRoof]) {
  const height = belt - sill;
  const edge = top - 0.05;
  const mix = (a, b, t) => a + (b - a) * t;
  return [
    [halfBelt * 0.86, sill],
    [halfBelt * 0.965, sill + height * 0.08],
    [halfBelt, sill + height * 0.5],
    [halfBelt * 0.995, sill + height * 0.86],
    [halfBelt * 0.955, belt],
    [mix(halfBelt * 0.955, halfRoof, 0.34), mix(belt, edge, 0.34)],
    [mix(halfBelt * 0.955, halfRoof, 0.7), mix(belt, edge, 0.7)],
    [halfRoof, edge],
    [halfRoof * 0.93, top - 0.018],
    [halfRoof * 0.55, top],
    [0, top + 0.012],
  ];
}

/** Lofted body geometry; `u` runs along the car (rear 0, nose 1), `v` up the section (sill 0, roof centre 1). */
export function bodyGeometry(shape) {
  const { stations } = shape;
  const first = stations[0][0];
  const last = stations[stations.length - 1][0];
  const positions = [];
  const uvs = [];
  const index = [];
  const across = SECTION_STEPS * 2 + 1;
  for (let i = 0; i <= SLICES; i++) {
    // cosine spacing puts more slices where the nose and the tail are rounded
    const even = i / SLICES;
    const u = even * 0.55 + 0.45 * (0.5 - 0.5 * Math.cos(Math.PI * even));
    const z = first + (last - first) * u;
    const half = halfSection(stationAt(stations, z));
    for (let k = -SECTION_STEPS; k <= SECTION_STEPS; k++) {
      const [x, y] = half[SECTION_STEPS - Math.abs(k)];
      positions.push(k < 0 ? -x : x, y, z);
      uvs.push(u, (SECTION_STEPS - Math.abs(k)) / SECTION_STEPS);
    }
  }
  for (let i = 0; i < SLICES; i++) {
    for (let k = 0; k + 1 < across; k++) {
      const a = i * across + k;
      index.push(a, a + across, a + 1, a + 1, a + across, a + across + 1);
    }
  }
  for (const [slice, u] of [
    [0, 0],
    [SLICES, 1],
  ]) {
    const base = positions.length / 3;
    const start = slice * across;
    const middle = Math.floor(across / 2);
    positions.push(0, (positions[start * 3 + 1] + positions[(start + middle) * 3 + 1]) / 2, positions[start * 3 + 2]);
    uvs.push(u, 0.25);
    for (let k = 0; k < across; k++) {
      const p = (start + k) * 3;
      positions.push(positions[p], positions[p + 1], positions[p + 2]);
      uvs.push(u, 0.25);
    }
    for (let k = 0; k < across; k++) {
      const a = base + 1 + k;
      const b = base + 1 + ((k + 1) % across);
      if (u === 0) index.push(base, a, b);
      else index.push(base, b, a);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new THREE.Float32BufferAttribute(uvs, 2));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

/** Paints panes, pillars, door gaps, dust and an optional livery; `pass` is `color` or `gloss` (how much it mirrors). */
function paintBody(context, shape, { paint, livery, solidSides }, pass) {
  const { width, height } = context.canvas;
  const first = shape.stations[0][0];
  const last = shape.stations[shape.stations.length - 1][0];
  const px = (z) => ((z - first) / (last - first)) * width;
  const py = (section) => height - (section / SECTION_STEPS) * height;
  const isColor = pass === 'color';
  const surface = isColor ? paint : '#4c4c4c';
  const glass = isColor ? '#10161b' : '#7c7c7c';
  const rubber = isColor ? '#0c0d0f' : '#101010';
  const polygon = (fill, points) => {
    context.fillStyle = fill;
    context.beginPath();
    for (const [z, section] of points) context.lineTo(px(z), py(section));
    context.closePath();
    context.fill();
  };
  const band = (fill, z0, z1, s0, s1) =>
    polygon(fill, [
      [z0, s0],
      [z1, s0],
      [z1, s1],
      [z0, s1],
    ]);
  context.fillStyle = surface;
  context.fillRect(0, 0, width, height);
  if (isColor && livery) livery(band, polygon, shape);
  band(rubber, first, last, 0, 0.85);
  const [rear, front] = shape.side;
  if (!solidSides) {
    polygon(rubber, [
      [rear - 0.1, 4.1],
      [front + 0.22, 4.1],
      [front - 0.36, 7.05],
      [rear + 0.12, 7.05],
    ]);
    polygon(glass, [
      [rear, 4.35],
      [front + 0.08, 4.35],
      [front - 0.4, 6.75],
      [rear + 0.14, 6.75],
    ]);
    for (const [a, b] of shape.pillars) band(isColor ? '#0a0b0d' : rubber, a, b, 4.1, 7.1);
  }
  const [screenLow, screenHigh] = shape.windscreen;
  band(rubber, screenHigh - 0.02, screenLow + 0.04, 7.35, 10);
  band(glass, screenHigh + 0.03, screenLow - 0.02, 7.6, 10);
  const [rearLow, rearHigh] = shape.rearWindow;
  band(rubber, rearLow, rearHigh, 7.45, 10);
  band(glass, rearLow + 0.03, rearHigh - 0.03, 7.7, 10);
  if (!isColor) return;
  if (!solidSides) {
    context.strokeStyle = 'rgba(0,0,0,.55)';
    context.lineWidth = 2;
    for (const [a, b] of [...shape.pillars, [front + 0.02, front + 0.02], [rear + 0.1, rear + 0.1]]) {
      const x = px((a + b) / 2);
      context.beginPath();
      context.moveTo(x, py(4.1));
      context.lineTo(x, py(0.9));
      context.stroke();
    }
    context.fillStyle = 'rgba(15,15,15,.7)';
    for (const [a] of shape.pillars) context.fillRect(px(a - 0.2), py(3.5), px(first + 0.2), 5);
  }
  paintCabin(context, px, py, shape);
  const dust = context.createLinearGradient(0, py(0), 0, py(3));
  dust.addColorStop(0, 'rgba(120,108,90,.4)');
  dust.addColorStop(1, 'rgba(120,108,90,0)');
  context.fillStyle = dust;
  context.fillRect(0, py(3), width, py(0) - py(3));
}

/** Hints of a dashboard and seats behind the windscreen, dim as through tinted glass. */
function paintCabin(context, px, py, { windscreen: [low, high] }) {
  const at = (share) => px(low - (low - high) * share);
  context.fillStyle = '#2c3234';
  context.fillRect(Math.min(at(0.02), at(0.2)), py(10), Math.abs(at(0.2) - at(0.02)), py(7.75) - py(10));
  context.fillStyle = '#39403f';
  const seatTop = at(0.62);
  context.beginPath();
  context.roundRect(Math.min(seatTop, at(0.18)), py(9.3), Math.abs(at(0.18) - seatTop), py(8.3) - py(9.3), 6);
  context.fill();
}

/**
 * The painted body mesh.
 * @param {object} shape an entry of `CAR_SHAPES`
 * @param {{ paint: string, livery?: Function, solidSides?: boolean }} look
 */
export function createBody(shape, look) {
  const map = canvasTexture(1024, 512, (context) => paintBody(context, shape, look, 'color'));
  const specularMap = canvasTexture(512, 256, (context) => paintBody(context, shape, look, 'gloss'), { data: true });
  const material = new THREE.MeshLambertMaterial({
    map,
    specularMap,
    envMap: reflections.texture,
    combine: THREE.MixOperation,
    reflectivity: 0.42,
  });
  const mesh = new THREE.Mesh(bodyGeometry(shape), material);
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  return mesh;
}
