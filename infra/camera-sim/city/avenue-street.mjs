import * as THREE from 'three';
import { createHouseRow } from './facade.mjs';
import { asphaltMaterial, groundPatch, markingLayer, pavementMaterial, tyreTrack, wearMarkings } from './ground.mjs';
import { randomMotorbike } from './motorbike.mjs';
import { createKerb, createPoleRow } from './street-furniture.mjs';
import { createTree, leafMaterial } from './tree.mjs';

/** Street plan, metres: the avenue runs along z (half width), the cross street along x between two z. */
export const PLAN = {
  halfRoad: 7,
  cross: { near: -24, far: -34 },
  zebra: { near: [-22.6, -19.4], far: [-38.2, -35.4] },
  stopLine: { near: -18.2, far: -39.6, crossX: 9.2 },
};

const ROAD_NEAR = 2;
const ROAD_FAR = -130;

function paintMarkings(context, random) {
  const { halfRoad, cross, zebra, stopLine } = PLAN;
  for (const x of [1.05, 2.65, -1.05, -2.65, 4, 5.1, -4, -5.1]) {
    tyreTrack(context, x, -70, ROAD_NEAR, 0.13);
  }
  for (let i = 0; i < 14; i++) {
    context.fillStyle = `rgba(15,15,15,${random.range(0.08, 0.22)})`;
    context.beginPath();
    context.ellipse(random.range(-6, 6), random.range(-60, 0), random.range(0.1, 0.5), random.range(0.2, 1.2), 0, 0, 7);
    context.fill();
  }
  context.fillStyle = 'rgba(40,40,42,.5)';
  context.fillRect(2.9, -14.5, 2.1, 3.4);
  context.fillRect(-5.6, -49, 2.4, 5);
  context.fillStyle = '#dddbd2';
  const sections = [
    [stopLine.near, ROAD_NEAR],
    [-70, stopLine.far],
  ];
  for (const [from, to] of sections) {
    for (const side of [-1, 1]) {
      context.fillRect(side * (halfRoad - 0.45) - 0.07, from, 0.14, to - from);
      context.fillRect(side * 0.13 - 0.06, from, 0.12, to - from);
      for (let z = from; z < to - 1; z += 5) context.fillRect(side * 3.45 - 0.06, z, 0.12, 2.4);
    }
  }
  context.fillRect(0.35, stopLine.near, halfRoad - 0.9, 0.42);
  context.fillRect(-halfRoad + 0.55, stopLine.far - 0.42, halfRoad - 0.9, 0.42);
  for (const [from, to] of Object.values(zebra)) {
    for (let x = -halfRoad + 0.5; x < halfRoad - 0.4; x += 0.95) context.fillRect(x, from, 0.48, to - from);
  }
  const crossFar = stopLine.crossX + 0.4;
  context.fillRect(-crossFar, (cross.near + cross.far) / 2, 0.4, (cross.near - cross.far) / 2);
  context.fillRect(stopLine.crossX, cross.far, 0.4, (cross.near - cross.far) / 2);
  wearMarkings(context, random, [-halfRoad, -60, halfRoad, ROAD_NEAR], 9000);
}

/** Everything of the avenue that never moves. */
export function createAvenueStreet(random) {
  const group = new THREE.Group();
  const { halfRoad, cross } = PLAN;
  const asphalt = asphaltMaterial(random, '#757573');
  group.add(groundPatch([-halfRoad, ROAD_FAR, halfRoad, ROAD_NEAR], asphalt));
  group.add(
    groundPatch([-60, cross.far, -halfRoad, cross.near], asphalt),
    groundPatch([halfRoad, cross.far, 60, cross.near], asphalt),
  );
  group.add(markingLayer([-10, -70, 10, ROAD_NEAR], 26, (context) => paintMarkings(context, random)));
  const pavement = pavementMaterial(random);
  for (const side of [-1, 1]) {
    const edges = [side * halfRoad, side * 60].sort((a, b) => a - b);
    group.add(groundPatch([edges[0], cross.near, edges[1], ROAD_NEAR], pavement, { y: 0.15, tile: 2.4 }));
    group.add(groundPatch([edges[0], ROAD_FAR, edges[1], cross.far], pavement, { y: 0.15, tile: 2.4 }));
    group.add(createKerb({ x: side * (halfRoad + 0.13), z0: cross.near, z1: ROAD_NEAR }));
    group.add(createKerb({ x: side * (halfRoad + 0.13), z0: -90, z1: cross.far }));
    for (const z of [cross.near, cross.far]) {
      const kerb = createKerb({ x: 0, z0: 0, z1: 24 });
      kerb.rotation.y = (side * Math.PI) / 2;
      kerb.position.set(side * halfRoad, 0, z);
      group.add(kerb);
    }
  }
  const front = halfRoad + 4;
  group.add(createHouseRow(random, { from: [-front, 0, 2], turn: Math.PI / 2, length: 21, low: 9, high: 15 }));
  group.add(
    createHouseRow(random, { from: [-front, 0, cross.far - 3.6], turn: Math.PI / 2, length: 62, low: 8, high: 16 }),
  );
  group.add(
    createHouseRow(random, { from: [front, 0, cross.near + 3.4], turn: -Math.PI / 2, length: 22, low: 9, high: 15 }),
  );
  group.add(createHouseRow(random, { from: [front, 0, -100], turn: -Math.PI / 2, length: 59, low: 8, high: 16 }));
  for (const side of [-1, 1]) {
    const from = side < 0 ? -front - 24 : front;
    group.add(createHouseRow(random, { from: [from, 0, cross.far - 3.6], turn: 0, length: 22, low: 8, high: 14 }));
  }
  group.add(createHouseRow(random, { from: [-26, 0, -118], turn: 0, length: 52, low: 10, high: 17 }));
  group.add(createPoleRow({ x: halfRoad + 1.1, zs: [4, -42, -66, -90] }));
  const leaves = leafMaterial(random);
  for (const side of [-1, 1]) {
    for (const z of [-15.5, -43, -51, -59, -68, -78, -90]) {
      const tree = createTree(random, leaves, {
        height: random.range(5.6, 7),
        crown: random.range(1.8, 2.3),
        cards: 90,
      });
      tree.position.set(side * (halfRoad + 1.5), 0.1, z + random.range(-0.6, 0.6));
      tree.rotation.y = random.range(0, 6);
      group.add(tree);
    }
    for (let z = -11; z > -70; z -= 1.05) {
      if ((z < -17.5 && z > -45) || random.next() < 0.45) continue;
      const parked = randomMotorbike(random, { isParked: true });
      parked.position.set(side * (halfRoad + 2.7), 0.15, z);
      parked.rotation.y = side * (Math.PI / 2 + random.range(-0.25, 0.1));
      group.add(parked);
    }
  }
  return group;
}
