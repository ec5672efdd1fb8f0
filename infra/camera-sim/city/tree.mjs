import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';
import { GeometryCollector } from './geometry-collector.mjs';

const BARK = new THREE.MeshLambertMaterial({ vertexColors: true });

/** A spray of leaves on a clear ground, used as an alpha-tested card. */
export function leafMaterial(random) {
  const map = canvasTexture(256, 256, (context) => {
    context.clearRect(0, 0, 256, 256);
    for (let i = 0; i < 190; i++) {
      const angle = random.range(0, Math.PI * 2);
      const reach = Math.sqrt(random.next()) * 108;
      context.save();
      context.translate(128 + Math.cos(angle) * reach, 128 + Math.sin(angle) * reach);
      context.rotate(random.range(0, Math.PI * 2));
      context.fillStyle = random.pick(['#4a6b2f', '#5a7f38', '#6d9245', '#3b5727', '#7fa24f']);
      context.beginPath();
      context.ellipse(0, 0, random.range(11, 18), random.range(5, 8), 0, 0, Math.PI * 2);
      context.fill();
      context.restore();
    }
  });
  return new THREE.MeshLambertMaterial({ map, alphaTest: 0.45, side: THREE.DoubleSide });
}

/**
 * A street tree: white-washed trunk, three boughs, a crown of leaf cards whose normals point away from the crown's
 * middle, so that it is shaded as one round mass.
 */
export function createTree(random, leaves, { height = 7, crown = 2.4, cards = 120 } = {}) {
  const tree = new THREE.Group();
  const wood = new GeometryCollector();
  const fork = height * 0.45;
  wood.cylinder('#e6e4dc', 0.15, 0.19, 1.1, [0, 0.55, 0]);
  wood.limb('#5d4a39', [0, 1.05, 0], [0, fork, 0], 0.14, 0.11);
  for (let i = 0; i < 4; i++) {
    const angle = (i / 4) * Math.PI * 2 + random.range(0, 1);
    const tip = [Math.cos(angle) * crown * 0.5, height - crown * 0.7, Math.sin(angle) * crown * 0.5];
    wood.limb('#5d4a39', [0, fork - 0.1, 0], tip, 0.09, 0.035);
  }
  tree.add(wood.mesh(BARK));

  const positions = [];
  const normals = [];
  const uvs = [];
  const index = [];
  const middle = new THREE.Vector3(0, height - crown, 0);
  for (let i = 0; i < cards; i++) {
    const direction = new THREE.Vector3(random.range(-1, 1), random.range(-0.75, 1), random.range(-1, 1)).normalize();
    const reach = crown * (0.45 + 0.5 * Math.cbrt(random.next()));
    const center = direction
      .clone()
      .multiplyScalar(reach)
      .multiply(new THREE.Vector3(1.1, 0.8, 1.1))
      .add(middle);
    const spin = new THREE.Quaternion().setFromEuler(
      new THREE.Euler(random.range(0, 6.3), random.range(0, 6.3), random.range(0, 6.3)),
    );
    const edge = random.range(0.42, 0.72) * crown * 0.5;
    const base = positions.length / 3;
    for (const [x, y] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ]) {
      const corner = new THREE.Vector3(x * edge, y * edge, 0).applyQuaternion(spin).add(center);
      positions.push(corner.x, corner.y, corner.z);
      normals.push(direction.x, direction.y, direction.z);
      uvs.push((x + 1) / 2, (y + 1) / 2);
    }
    index.push(base, base + 1, base + 2, base, base + 2, base + 3);
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new THREE.Float32BufferAttribute(normals, 3));
  geometry.setAttribute('uv', new THREE.Float32BufferAttribute(uvs, 2));
  geometry.setIndex(index);
  const foliage = new THREE.Mesh(geometry, leaves);
  foliage.castShadow = true;
  tree.add(foliage);
  return tree;
}
