import * as THREE from 'three';
import { createCar } from './car.mjs';
import { createHouseRow } from './facade.mjs';
import { createBarrier, createBooth, createIsland } from './gate-furniture.mjs';
import { asphaltMaterial, concreteMaterial, groundPatch, markingLayer, tyreTrack, wearMarkings } from './ground.mjs';
import { loopedPosition, simulateLane } from './lane-simulation.mjs';
import { createRandom } from './random.mjs';
import { createStage, createStreetCamera } from './stage.mjs';
import { createTree, leafMaterial } from './tree.mjs';
import { driveVehicle } from './vehicle-actor.mjs';

const SEED = 20260312;
const LANE_X = 1.6;
const BARRIER_Z = -11.9;
const HOLD_Z = -13.4;

/** Canonical plate, how it is printed, and the vehicle that carries it; lane 0 is left of the island. */
const PASSAGES = [
  { lane: 0, type: 'sedan', paint: '#7c1a1f', plate: ['30A12345', '30A-123.45', 'car', 'white', 1], style: 0 },
  {
    lane: 1,
    type: 'van',
    paint: '#d8dadb',
    plate: ['51B67890', '51B-678.90', 'car-commercial', 'yellow', 1],
    style: 1,
  },
  { lane: 0, type: 'suv', paint: '#23282d', plate: ['80A00123', '80A-001.23', 'car-state', 'blue', 1], style: 1 },
  { lane: 1, type: 'hatch', paint: '#c9cdd0', plate: ['75A26438', '75A-264.38', 'car', 'white', 2], style: 2 },
  { lane: 0, type: 'truck', paint: '#2a5a94', plate: ['29H48652', '29H-486.52', 'car', 'white', 2], style: 2 },
  { lane: 1, type: 'suv', paint: '#4a5236', plate: ['QH1234', 'QH-12-34', 'military', 'red', 1], style: 0 },
  {
    lane: 0,
    type: 'sedan',
    paint: '#e4e6e6',
    plate: ['43E07719', '43E-077.19', 'car-commercial', 'yellow', 2],
    taxi: true,
    style: 2,
  },
  { lane: 1, type: 'sedan', paint: '#31495f', plate: ['65K33599', '65K-335.99', 'car', 'white', 1], style: 1 },
  { lane: 0, type: 'hatch', paint: '#a8342a', plate: ['60L95271', '60L-952.71', 'car', 'white', 1], style: 0 },
];

function createSurroundings(random) {
  const group = new THREE.Group();
  group.add(groundPatch([-40, -120, 40, 4], asphaltMaterial(random)));
  const concrete = concreteMaterial(random);
  for (const side of [-1, 1]) {
    group.add(groundPatch([side * 7.4, -90, side * 22, 4], concrete, { y: 0.1, tile: 4 }));
    group.add(createIsland({ x: side * 3.95, z0: -20, z1: 0, width: 1.5 }));
    group.add(createBooth({ x: side * 4.1, z: -9.2, w: 1.2 }));
    group.add(createIsland({ x: side * 7.3, z0: -70, z1: 0, width: 0.3, height: 0.18 }));
  }
  group.add(createIsland({ x: 0, z0: -19, z1: -3.2, width: 0.5 }));
  const area = [-7, -46, 7, 0];
  group.add(
    markingLayer(area, 34, (context) => {
      for (const lane of [-LANE_X, LANE_X]) {
        for (const wheel of [-0.78, 0.78]) tyreTrack(context, lane + wheel, -46, 0);
      }
      context.fillStyle = 'rgba(10,10,10,.3)';
      for (const [x, z, r] of [
        [-1.4, -5.8, 0.3],
        [1.75, -6.4, 0.22],
        [1.3, -14, 0.3],
      ]) {
        context.beginPath();
        context.ellipse(x, z, r, r * 1.5, 0.3, 0, 7);
        context.fill();
      }
      context.fillStyle = '#dddcd4';
      for (const side of [-1, 1]) {
        context.fillRect(side * LANE_X - 1.15, -4.1, 2.3, 0.3);
        context.fillRect(side * LANE_X - 1.15, -13, 2.3, 0.22);
        for (let z = -46; z < -20; z += 3) context.fillRect(side * 3.3 - 0.07, z, 0.14, 1.6);
      }
      for (let z = -46; z < -20; z += 3) context.fillRect(-0.07, z, 0.14, 1.6);
      wearMarkings(context, random, area, 5000);
    }),
  );
  group.add(createHouseRow(random, { from: [-15, 0, -20], turn: Math.PI / 2, length: 60 }));
  group.add(createHouseRow(random, { from: [15, 0, -80], turn: -Math.PI / 2, length: 62 }));
  group.add(createHouseRow(random, { from: [-30, 0, -84], turn: 0, length: 60, low: 9, high: 14 }));
  const leaves = leafMaterial(random);
  for (const side of [-1, 1]) {
    for (let z = -22; z > -76; z -= 9) {
      const tree = createTree(random, leaves, { height: random.range(6, 7.6), crown: 2.3, cards: 110 });
      tree.position.set(side * 9.6, 0, z);
      tree.rotation.y = random.range(0, 6);
      group.add(tree);
    }
  }
  return group;
}

/**
 * The city gateway seen from the front: two lanes, each vehicle waits behind the barrier, stops at the booth about 5 m
 * from the camera and leaves under it. One or two plates are readable at a time.
 */
export function buildGateCar(renderer) {
  const random = createRandom(SEED);
  const durationS = 31;
  const scene = createStage(renderer, { sun: [-5, 13, 10], center: [0, 0, -12], reach: 15 });
  scene.add(createSurroundings(random));
  const camera = createStreetCamera({ height: 2.65, pitchDeg: 13.5, fovDeg: 33 });
  const actors = [];
  for (const lane of [0, 1]) {
    const side = lane === 0 ? -1 : 1;
    const cars = PASSAGES.filter((passage) => passage.lane === lane).map((passage) => {
      const [canonical, display, kind, ground, lines] = passage.plate;
      const vehicle = passage.type === 'van' || passage.type === 'truck' ? passage.type : 'car';
      const plate = { plate: canonical, display, kind, ground, lines, vehicle };
      return { passage, object: createCar({ ...passage, plate }) };
    });
    const plans = cars.map(({ passage, object }, i) => ({
      length: object.userData.length,
      startS: lane * 1.9 - 3.4 + i * 2.4,
      from: -48 - i * 4,
      speed: 9,
      acceleration: 2.4,
      stopAt: passage.plate[4] === 2 ? -4.75 : -5.25,
      dwellS: passage.plate[4] === 2 ? 2.1 : 1.6,
      holdAt: HOLD_Z,
      holdUntil: -4.4,
    }));
    const motions = simulateLane(plans, { untilS: durationS + 4, end: 9 });
    cars.forEach(({ object }, i) => {
      const motion = motions[i];
      scene.add(object);
      actors.push(
        driveVehicle(object, (time) => {
          const position = loopedPosition(motion, time, durationS);
          if (position === null) return null;
          return { x: side * LANE_X, z: position - object.userData.nose, heading: 0, travelled: position };
        }),
      );
    });
    const barrier = createBarrier({ x: side * 3.35, z: BARRIER_Z, reach: 2.9, side: -side });
    scene.add(barrier);
    const smooth = THREE.MathUtils.smoothstep;
    actors.push({
      object: barrier,
      update(time) {
        let open = 0;
        motions.forEach((motion, i) => {
          const position = loopedPosition(motion, time, durationS);
          if (position === null) return;
          const tail = position - plans[i].length;
          open = Math.max(open, Math.min(smooth(position, HOLD_Z + 0.05, HOLD_Z + 0.9), 1 - smooth(tail, -11.2, -9.6)));
        });
        barrier.userData.setOpen(open);
      },
    });
  }
  return { scene, camera, actors, durationS, fps: 12, seed: SEED, cameraName: 'Cổng Bắc – ô tô', sun: [-5, 13, 10] };
}
