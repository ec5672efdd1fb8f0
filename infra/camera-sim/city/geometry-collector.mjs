import * as THREE from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';

const UP = new THREE.Vector3(0, 1, 0);

/**
 * Collects small coloured solids and merges them into one vertex-coloured mesh: one draw call per material, whatever
 * the number of parts. All lengths are metres.
 */
export class GeometryCollector {
  #parts = [];

  /** Adds any indexed geometry with one flat colour, moved by `matrix`. */
  add(geometry, color, matrix) {
    const part = geometry.clone();
    if (matrix) part.applyMatrix4(matrix);
    for (const name of Object.keys(part.attributes)) {
      if (name !== 'position' && name !== 'normal') part.deleteAttribute(name);
    }
    const tint = new THREE.Color(color);
    const count = part.attributes.position.count;
    const colors = new Float32Array(count * 3);
    for (let i = 0; i < count; i++) tint.toArray(colors, i * 3);
    part.setAttribute('color', new THREE.BufferAttribute(colors, 3));
    this.#parts.push(part);
    return this;
  }

  box(color, [width, height, depth], position, rotation = [0, 0, 0]) {
    return this.add(new THREE.BoxGeometry(width, height, depth), color, placement(position, rotation));
  }

  cylinder(color, radiusTop, radiusBottom, height, position, rotation = [0, 0, 0], segments = 14) {
    const shape = new THREE.CylinderGeometry(radiusTop, radiusBottom, height, segments);
    return this.add(shape, color, placement(position, rotation));
  }

  ball(color, position, [rx, ry, rz], rotation = [0, 0, 0], segments = 14) {
    const shape = new THREE.SphereGeometry(1, segments, Math.ceil(segments * 0.7));
    shape.scale(rx, ry, rz);
    return this.add(shape, color, placement(position, rotation));
  }

  torus(color, radius, tube, position, rotation = [0, 0, 0], segments = 28) {
    return this.add(new THREE.TorusGeometry(radius, tube, 8, segments), color, placement(position, rotation));
  }

  /** A tapered round bar from `from` to `to` with ball ends: limbs, forks, posts. */
  limb(color, from, to, radiusFrom, radiusTo = radiusFrom, segments = 10) {
    const a = new THREE.Vector3(...from);
    const b = new THREE.Vector3(...to);
    const axis = b.clone().sub(a);
    const shape = new THREE.CylinderGeometry(radiusTo, radiusFrom, axis.length(), segments, 1, true);
    const turn = new THREE.Quaternion().setFromUnitVectors(UP, axis.clone().normalize());
    const middle = a.clone().add(b).multiplyScalar(0.5);
    this.add(shape, color, new THREE.Matrix4().compose(middle, turn, new THREE.Vector3(1, 1, 1)));
    this.ball(color, from, [radiusFrom, radiusFrom, radiusFrom], [0, 0, 0], segments);
    return this.ball(color, to, [radiusTo, radiusTo, radiusTo], [0, 0, 0], segments);
  }

  /** A closed tube through elliptic rings `[x, y, z, halfWidth, halfHeight]`, the ellipses standing in the xy plane. */
  ellipticTube(color, rings, segments = 16) {
    return this.add(
      loftGeometry(
        rings.map(([x, y, z, halfWidth, halfHeight]) =>
          Array.from({ length: segments }, (_, i) => {
            const angle = (i / segments) * Math.PI * 2;
            return [x + Math.cos(angle) * halfWidth, y + Math.sin(angle) * halfHeight, z];
          }),
        ),
      ),
      color,
    );
  }

  /** A closed tube through elliptic rings `[x, y, z, halfWidth, halfDepth]`, the ellipses lying flat: torsos. */
  uprightTube(color, rings, segments = 16) {
    return this.add(
      loftGeometry(
        rings.map(([x, y, z, halfWidth, halfDepth]) =>
          Array.from({ length: segments }, (_, i) => {
            const angle = (-i / segments) * Math.PI * 2;
            return [x + Math.cos(angle) * halfWidth, y, z + Math.sin(angle) * halfDepth];
          }),
        ),
      ),
      color,
    );
  }

  /** The merged geometry; the collector may be thrown away afterwards. */
  geometry() {
    return mergeGeometries(this.#parts);
  }

  /** The merged mesh, casting and receiving shadows. */
  mesh(material) {
    const mesh = new THREE.Mesh(this.geometry(), material);
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    return mesh;
  }
}

/** Skins closed rings of equal length (each `[x, y, z][]`), with flat caps at both ends. */
export function loftGeometry(rings) {
  const points = [];
  const index = [];
  const segments = rings[0].length;
  for (const ring of rings) for (const point of ring) points.push(...point);
  for (let r = 0; r + 1 < rings.length; r++) {
    for (let i = 0; i < segments; i++) {
      const a = r * segments + i;
      const b = r * segments + ((i + 1) % segments);
      index.push(a, b, a + segments, b, b + segments, a + segments);
    }
  }
  for (const [ring, first] of [
    [rings[0], true],
    [rings[rings.length - 1], false],
  ]) {
    const base = points.length / 3;
    const center = [0, 1, 2].map((k) => ring.reduce((sum, point) => sum + point[k], 0) / segments);
    points.push(...center);
    for (const point of ring) points.push(...point);
    for (let i = 0; i < segments; i++) {
      const a = base + 1 + i;
      const b = base + 1 + ((i + 1) % segments);
      if (first) index.push(base, b, a);
      else index.push(base, a, b);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(points, 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

/** A matrix from a position and Euler angles (radians, XYZ). */
export function placement(position, rotation = [0, 0, 0], scale = [1, 1, 1]) {
  return new THREE.Matrix4().compose(
    new THREE.Vector3(...position),
    new THREE.Quaternion().setFromEuler(new THREE.Euler(...rotation)),
    new THREE.Vector3(...scale),
  );
}
