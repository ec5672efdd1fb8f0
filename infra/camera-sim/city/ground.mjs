import * as THREE from 'three';
import { blotches, canvasTexture, speckle } from './canvas-texture.mjs';

/** A flat rectangle on the ground, `y` metres up, from (x0, z0) to (x1, z1), uv in metres / tile. */
export function groundPatch([x0, z0, x1, z1], material, { y = 0, tile = 6 } = {}) {
  const width = Math.abs(x1 - x0);
  const depth = Math.abs(z1 - z0);
  const geometry = new THREE.PlaneGeometry(width, depth);
  const { uv } = geometry.attributes;
  if (tile) for (let i = 0; i < uv.count; i++) uv.setXY(i, (uv.getX(i) * width) / tile, (uv.getY(i) * depth) / tile);
  const mesh = new THREE.Mesh(geometry, material);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.set((x0 + x1) / 2, y, (z0 + z1) / 2);
  mesh.receiveShadow = true;
  return mesh;
}

/** Worn asphalt, one 6 m tile. */
export function asphaltMaterial(random, base = '#7d7d7b') {
  const map = canvasTexture(
    768,
    768,
    (context) => {
      const size = { width: 768, height: 768 };
      context.fillStyle = base;
      context.fillRect(0, 0, 768, 768);
      blotches(context, random, { ...size, count: 16, color: '#4d4d4c', radius: [60, 190], alpha: 0.22 });
      blotches(context, random, { ...size, count: 12, color: '#8b8a86', radius: [60, 160], alpha: 0.2 });
      const colors = ['#3f3f3f', '#57575a', '#85847f', '#a3a19a'];
      speckle(context, random, { ...size, count: 30000, colors, size: [1, 2.4], alpha: 0.45 });
    },
    { repeat: [1, 1], anisotropy: 8 },
  );
  return new THREE.MeshLambertMaterial({ map });
}

/** Light concrete slabs with joints, one 4 m tile. */
export function concreteMaterial(random, base = '#aaa9a4') {
  const map = canvasTexture(
    512,
    512,
    (context) => {
      const size = { width: 512, height: 512 };
      context.fillStyle = base;
      context.fillRect(0, 0, 512, 512);
      blotches(context, random, { ...size, count: 14, color: '#7d7a72', radius: [40, 130], alpha: 0.3 });
      speckle(context, random, { ...size, count: 9000, colors: ['#85827b', '#b6b3ab', '#6f6d67'], alpha: 0.4 });
      context.strokeStyle = 'rgba(60,58,54,.6)';
      context.lineWidth = 3;
      context.strokeRect(0, 0, 512, 512);
    },
    { repeat: [1, 1], anisotropy: 8 },
  );
  return new THREE.MeshLambertMaterial({ map });
}

/** Red and grey pavement tiles, one 2.4 m tile of 6 x 6. */
export function pavementMaterial(random) {
  const map = canvasTexture(
    384,
    384,
    (context) => {
      for (let row = 0; row < 6; row++) {
        for (let column = 0; column < 6; column++) {
          const shade = random.range(-8, 8);
          const red = (row + column) % 2 === 0;
          const [r, g, b] = red ? [150, 96, 84] : [158, 150, 142];
          context.fillStyle = `rgb(${r + shade}, ${g + shade}, ${b + shade})`;
          context.fillRect(column * 64 + 1, row * 64 + 1, 62, 62);
        }
      }
      speckle(context, random, { width: 384, height: 384, count: 5000, colors: ['#5c4a44', '#b9aea4'], alpha: 0.3 });
    },
    { repeat: [1, 1], anisotropy: 8 },
  );
  return new THREE.MeshLambertMaterial({ map });
}

/**
 * A transparent layer of markings and wear over a road: `paint(context, px)` draws with `px` = pixels per metre, the
 * canvas origin at (x0, z0) with z growing downwards.
 */
export function markingLayer([x0, z0, x1, z1], pixelsPerMetre, paint) {
  const width = Math.round((x1 - x0) * pixelsPerMetre);
  const height = Math.round((z1 - z0) * pixelsPerMetre);
  const map = canvasTexture(
    width,
    height,
    (context) => {
      context.scale(pixelsPerMetre, pixelsPerMetre);
      context.translate(-x0, -z0);
      paint(context);
    },
    { anisotropy: 8 },
  );
  const material = new THREE.MeshLambertMaterial({
    map,
    transparent: true,
    depthWrite: false,
    polygonOffset: true,
    polygonOffsetFactor: -2,
    polygonOffsetUnits: -2,
  });
  const layer = groundPatch([x0, z0, x1, z1], material, { y: 0.006, tile: 0 });
  layer.renderOrder = 1;
  return layer;
}

/** Wears painted lines: punches small holes into what is already drawn (metres). */
export function wearMarkings(context, random, [x0, z0, x1, z1], count) {
  context.save();
  context.globalCompositeOperation = 'destination-out';
  for (let i = 0; i < count; i++) {
    context.globalAlpha = random.range(0.2, 0.75);
    const edge = random.range(0.01, 0.05);
    context.fillRect(random.range(x0, x1), random.range(z0, z1), edge, edge * random.range(1, 3));
  }
  context.restore();
}

/** Dark tyre tracks along z, soft at the edges. */
export function tyreTrack(context, x, z0, z1, alpha = 0.16) {
  const fill = context.createLinearGradient(x - 0.35, 0, x + 0.35, 0);
  fill.addColorStop(0, 'rgba(20,20,20,0)');
  fill.addColorStop(0.5, `rgba(20,20,20,${alpha})`);
  fill.addColorStop(1, 'rgba(20,20,20,0)');
  context.fillStyle = fill;
  context.fillRect(x - 0.35, z0, 0.7, z1 - z0);
}
