import * as THREE from 'three';
import { GeometryCollector } from './geometry-collector.mjs';

/** A wheel with its axle along x: tyre, rim dish and five spokes. */
export function wheelGeometry(radius, width) {
  const parts = new GeometryCollector();
  const half = width / 2;
  const profile = [
    [radius * 0.62, -half],
    [radius * 0.93, -half],
    [radius, -half * 0.6],
    [radius, half * 0.6],
    [radius * 0.93, half],
    [radius * 0.62, half],
  ].map(([r, y]) => new THREE.Vector2(r, y));
  const turn = new THREE.Matrix4().makeRotationZ(Math.PI / 2);
  parts.add(new THREE.LatheGeometry(profile, 26), '#141516', turn);
  for (const side of [-1, 1]) {
    parts.cylinder('#202326', radius * 0.63, radius * 0.63, 0.012, [side * half * 0.5, 0, 0], [0, 0, Math.PI / 2], 22);
    parts.torus('#b9c0c4', radius * 0.6, radius * 0.045, [side * half * 0.93, 0, 0], [0, Math.PI / 2, 0], 22);
    parts.cylinder('#a9b0b5', radius * 0.14, radius * 0.14, 0.03, [side * half * 0.8, 0, 0], [0, 0, Math.PI / 2]);
    for (let i = 0; i < 5; i++) {
      const angle = (i / 5) * Math.PI * 2;
      const reach = radius * 0.33;
      parts.box(
        '#aab1b6',
        [0.03, radius * 0.56, radius * 0.13],
        [side * half * 0.75, Math.cos(angle) * reach, Math.sin(angle) * reach],
        [angle, 0, 0],
      );
    }
  }
  return parts.geometry();
}
