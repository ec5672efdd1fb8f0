import * as THREE from 'three';
import { GeometryCollector } from './geometry-collector.mjs';

const SOLID = new THREE.MeshLambertMaterial({ vertexColors: true });

/** Concrete poles along z with seven sagging cables between them. */
export function createPoleRow({ x, zs }) {
  const parts = new GeometryCollector();
  for (const z of zs) {
    parts.limb('#9a978f', [x, 0, z], [x, 8.6, z], 0.16, 0.11, 12);
    parts.box('#6d6a63', [1.5, 0.1, 0.1], [x, 8.1, z]);
    parts.box('#3b3f42', [0.34, 0.5, 0.26], [x, 5.6, z + 0.2]);
  }
  for (let i = 0; i + 1 < zs.length; i++) {
    for (let cable = 0; cable < 7; cable++) {
      const offset = -0.7 + cable * 0.23;
      const height = 8.1 - (cable % 3) * 0.32;
      const steps = 6;
      for (let k = 0; k < steps; k++) {
        const at = (share) => [
          x + offset,
          height - Math.sin(share * Math.PI) * (0.5 + (cable % 2) * 0.3),
          zs[i] + (zs[i + 1] - zs[i]) * share,
        ];
        parts.limb('#1a1b1c', at(k / steps), at((k + 1) / steps), 0.016, 0.016, 4);
      }
    }
  }
  return parts.mesh(SOLID);
}

/**
 * A signal post whose heads look to +z (`heading` 0) or turned by `heading`. `userData.setLight('red'|'yellow'|'green')`
 * also notes the lamp in `userData.look`, which tells the part renderer that the picture changed.
 */
export function createSignal({ x, z, heading, armReach = 0 }) {
  const signal = new THREE.Group();
  const parts = new GeometryCollector();
  parts.limb('#4b5054', [0, 0, 0], [0, armReach ? 5.4 : 3.6, 0], 0.09, 0.07, 10);
  if (armReach) parts.limb('#4b5054', [0, 5.3, 0], [armReach, 5.5, 0], 0.06, 0.045, 8);
  const heads = [[0, 3, 0.12], ...(armReach ? [[armReach, 5.3, 0.1]] : [])];
  for (const [hx, hy, hz] of heads) parts.box('#17191b', [0.36, 1.02, 0.22], [hx, hy, hz]);
  signal.add(parts.mesh(SOLID));
  const lamps = { red: [0.32, '#ff3b30'], yellow: [0, '#ffcc33'], green: [-0.32, '#2ee6a0'] };
  const glowing = {};
  for (const [name, [dy, color]] of Object.entries(lamps)) {
    const material = new THREE.MeshBasicMaterial({ color });
    glowing[name] = { material, on: new THREE.Color(color), off: new THREE.Color(color).multiplyScalar(0.07) };
    for (const [hx, hy, hz] of heads) {
      const lamp = new THREE.Mesh(new THREE.CircleGeometry(0.125, 20), material);
      lamp.position.set(hx, hy + dy, hz + 0.12);
      lamp.name = name;
      signal.add(lamp);
    }
  }
  signal.position.set(x, 0.12, z);
  signal.rotation.y = heading;
  signal.userData.setLight = (shown) => {
    for (const [name, { material, on, off }] of Object.entries(glowing)) material.color.copy(name === shown ? on : off);
    signal.userData.look = shown;
  };
  return signal;
}

/** A kerb of 1 m stones along z. */
export function createKerb({ x, z0, z1 }) {
  const parts = new GeometryCollector();
  for (let z = z0, i = 0; z < z1 - 0.01; z += 1, i++) {
    parts.box(
      i % 2 ? '#b3afa6' : '#a5a198',
      [0.26, 0.16, Math.min(1, z1 - z) - 0.02],
      [x, 0.08, z + Math.min(1, z1 - z) / 2],
    );
  }
  return parts.mesh(SOLID);
}
