import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';
import { GeometryCollector } from './geometry-collector.mjs';
import { reflections } from './stage.mjs';

const SOLID = new THREE.MeshLambertMaterial({ vertexColors: true });

/** A kerb island of yellow and black stones along z. */
export function createIsland({ x, z0, z1, width, height = 0.16 }) {
  const parts = new GeometryCollector();
  const step = 0.8;
  for (let z = z0, i = 0; z < z1; z += step, i++) {
    const color = i % 2 === 0 ? '#d8b321' : '#1d1e1f';
    for (const side of [-1, 1]) {
      parts.box(color, [0.14, height, step], [x + side * (width / 2 - 0.07), height / 2, z + step / 2]);
    }
  }
  parts.box('#a09d95', [width - 0.28, height - 0.01, z1 - z0], [x, height / 2, (z0 + z1) / 2]);
  return parts.mesh(SOLID);
}

/** A staffed booth, `w` x `d` metres, door side free. */
export function createBooth({ x, z, w = 1.6, d = 2.4 }) {
  const booth = new THREE.Group();
  const parts = new GeometryCollector();
  parts.box('#e4e5e2', [w, 1.05, d], [0, 0.68, 0]);
  parts.box('#2d6a9c', [w + 0.02, 0.16, d + 0.02], [0, 1.1, 0]);
  parts.box('#d9dbd8', [w, 0.28, d], [0, 2.36, 0]);
  parts.box('#2d5f86', [w + 0.7, 0.12, d + 0.8], [0, 2.58, 0]);
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) parts.box('#dfe1de', [0.1, 1.2, 0.1], [sx * (w / 2 - 0.05), 1.7, sz * (d / 2 - 0.05)]);
  }
  parts.box('#c9ccc8', [0.04, 1.06, d - 0.1], [0, 1.7, 0]);
  for (const sx of [-1, 1]) {
    for (const share of [-0.17, 0.17])
      parts.box('#dfe1de', [0.07, 1.1, 0.05], [sx * (w / 2 - 0.03), 1.7, share * d * 1.1]);
    parts.box('#f2f3ee', [0.02, 0.3, 0.62], [sx * (w / 2 + 0.01), 0.62, 0]);
  }
  booth.add(parts.mesh(SOLID));
  const material = new THREE.MeshLambertMaterial({ color: '#26343c', envMap: reflections.texture, reflectivity: 0.3 });
  const glass = new THREE.Mesh(new THREE.BoxGeometry(w - 0.06, 1.06, d - 0.06), material);
  glass.position.y = 1.71;
  glass.castShadow = true;
  booth.add(glass);
  booth.position.set(x, 0.12, z);
  return booth;
}

/**
 * A barrier: yellow post and an arm that turns up. `arm.rotation.z` is driven by `setOpen(0..1)`; `side` +1 reaches to
 * +x, -1 to -x.
 */
export function createBarrier({ x, z, reach, side, height = 0.98 }) {
  const barrier = new THREE.Group();
  const post = new GeometryCollector();
  post.box('#e0a51b', [0.34, 1.05, 0.34], [0, 0.52, 0]);
  post.box('#2b2d2f', [0.36, 0.08, 0.36], [0, 1.08, 0]);
  post.box('#2b2d2f', [0.2, 0.3, 0.02], [0, 0.7, 0.175]);
  barrier.add(post.mesh(SOLID));
  const arm = new THREE.Group();
  const parts = new GeometryCollector();
  const pieces = Math.round(reach / 0.45);
  for (let i = 0; i < pieces; i++) {
    const width = reach / pieces;
    parts.box(i % 2 === 0 ? '#f1f0ea' : '#cf2127', [width, 0.09, 0.045], [side * (i + 0.5) * width, 0, 0]);
  }
  arm.add(parts.mesh(SOLID));
  arm.position.set(0, height, 0.2);
  barrier.add(arm);
  barrier.position.set(x, 0, z);
  barrier.userData.arm = arm;
  barrier.userData.setOpen = (open) => {
    arm.rotation.z = side * open * 1.35;
  };
  return barrier;
}

/** A ticket machine on a post, its reader facing both lanes. */
export function createTicketPost({ x, z }) {
  const parts = new GeometryCollector();
  parts.box('#d9a41c', [0.2, 0.8, 0.2], [x, 0.55, z]);
  parts.box('#e9eae6', [0.26, 0.36, 0.26], [x, 1.1, z]);
  parts.box('#20262a', [0.18, 0.13, 0.02], [x, 1.16, z + 0.135]);
  parts.box('#2f8f5b', [0.06, 0.03, 0.02], [x, 1.02, z + 0.135]);
  parts.box('#2d5f86', [0.36, 0.04, 0.36], [x, 1.3, z]);
  return parts.mesh(SOLID);
}

/** A flat sign board with painted text lines, facing +z. */
export function createSign({ width, height, ground, ink, lines, position }) {
  const map = canvasTexture(Math.round(width * 220), Math.round(height * 220), (context) => {
    const { width: w, height: h } = context.canvas;
    context.fillStyle = ground;
    context.fillRect(0, 0, w, h);
    context.strokeStyle = ink;
    context.lineWidth = h * 0.03;
    context.strokeRect(h * 0.05, h * 0.05, w - h * 0.1, h - h * 0.1);
    context.fillStyle = ink;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    lines.forEach((line, i) => {
      context.font = `700 ${(h * 0.62) / lines.length}px "Roboto Condensed"`;
      context.fillText(line, w / 2, (h * (i + 0.55)) / lines.length, w * 0.88);
    });
  });
  const board = new THREE.Mesh(new THREE.BoxGeometry(width, height, 0.05), [
    ...Array.from({ length: 4 }, () => new THREE.MeshLambertMaterial({ color: '#70767a' })),
    new THREE.MeshLambertMaterial({ map }),
    new THREE.MeshLambertMaterial({ color: '#70767a' }),
  ]);
  board.position.set(...position);
  board.castShadow = true;
  return board;
}
