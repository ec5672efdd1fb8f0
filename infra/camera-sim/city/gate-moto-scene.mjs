import * as THREE from 'three';
import { createBarrier, createIsland, createSign, createTicketPost } from './gate-furniture.mjs';
import {
  asphaltMaterial,
  concreteMaterial,
  groundPatch,
  markingLayer,
  pavementMaterial,
  wearMarkings,
} from './ground.mjs';
import { departureTime, loopedPosition, simulateLane } from './lane-simulation.mjs';
import { createMotorbike, MOTORBIKE, randomMotorbike, setStopped } from './motorbike.mjs';
import { createRandom } from './random.mjs';
import { createStage, createStreetCamera } from './stage.mjs';
import { driveVehicle } from './vehicle-actor.mjs';

const SEED = 20260313;
const LANE_X = 0.76;
const PLATE_STOP_M = 4.4;
const STOP = PLATE_STOP_M + MOTORBIKE.nose - MOTORBIKE.plateZ;
const BARRIER_Z = -(STOP + 0.45);

const PASSAGES = [
  {
    plate: ['59Z123456', '59-Z1 234.56', 'motorbike-old', 'white'],
    type: 'scooter',
    paint: '#a3151c',
    rider: { shirt: '#3f5f7d', trousers: '#262b33', helmet: '#e8e6df' },
  },
  {
    plate: ['29AA12345', '29-AA 123.45', 'motorbike', 'white'],
    type: 'underbone',
    paint: '#1c3f86',
    rider: { shirt: '#c9a24a', trousers: '#3a3f47', helmet: '#2c2e31', bag: '#2d3b33' },
  },
  {
    plate: ['75F107893', '75-F1 078.93', 'motorbike-old', 'yellow'],
    type: 'underbone',
    paint: '#23262a',
    rider: { shirt: '#2c8a57', trousers: '#1d1f22', helmet: '#2c9a5f' },
    cargo: '#2c8a57',
  },
  {
    plate: ['29MĐ112345', '29-MĐ1 123.45', 'motorbike-electric', 'white'],
    type: 'electric',
    paint: '#d9dadb',
    rider: { shirt: '#b95b72', trousers: '#4a5568', helmet: '#d77fa1' },
  },
  {
    plate: ['36B11274', '36-B1 1274', 'motorbike-old', 'white'],
    type: 'underbone',
    paint: '#7c4a1e',
    rider: { shirt: '#5d6a4a', trousers: '#54493c', helmet: '#c4232b' },
  },
  {
    plate: ['65B100247', '65-B1 002.47', 'motorbike-state', 'blue'],
    type: 'scooter',
    paint: '#e4e5e3',
    rider: { shirt: '#7f9bb0', trousers: '#2b3140', helmet: '#f0efe9' },
  },
  {
    plate: ['74KB66908', '74-KB 669.08', 'motorbike', 'white'],
    type: 'scooter',
    paint: '#20655a',
    rider: { shirt: '#d8d2c4', trousers: '#22262e', helmet: '#1f4f9e' },
    passenger: { shirt: '#a2485e', trousers: '#3a4657', helmet: '#e0a81e' },
  },
];

function createSurroundings(random) {
  const group = new THREE.Group();
  group.add(groundPatch([-14, -26, 14, 3], asphaltMaterial(random, '#858583'), { tile: 5 }));
  group.add(groundPatch([-14, -34, 14, -15.2], pavementMaterial(random), { y: 0.12, tile: 2.4 }));
  group.add(groundPatch([-1.5, -34, 1.5, -15.2], asphaltMaterial(random, '#858583'), { y: 0.125, tile: 5 }));
  const concrete = concreteMaterial(random);
  for (const side of [-1, 1]) {
    group.add(groundPatch([side * 1.78, -8.6, side * 9, 3], concrete, { y: 0.1, tile: 3 }));
    group.add(createIsland({ x: side * 1.66, z0: -8.6, z1: 1, width: 0.26, height: 0.15 }));
  }
  group.add(createIsland({ x: 0, z0: -7.8, z1: 1, width: 0.3, height: 0.15 }));
  group.add(createTicketPost({ x: 0, z: -6.15 }));
  group.add(
    createSign({
      width: 0.5,
      height: 0.5,
      ground: '#1f5fa8',
      ink: '#ffffff',
      lines: ['XE', 'MÁY'],
      position: [3.25, 0.75, -10.6],
    }),
  );
  const area = [-6, -15, 6, 0];
  group.add(
    markingLayer(area, 48, (context) => {
      context.fillStyle = 'rgba(25,25,25,.2)';
      for (const lane of [-LANE_X, LANE_X]) context.fillRect(lane - 0.1, -15, 0.2, 15);
      context.fillStyle = '#dddcd4';
      for (const lane of [-LANE_X, LANE_X]) {
        context.fillRect(lane - 0.55, BARRIER_Z + 0.16, 1.1, 0.14);
        context.beginPath();
        for (const [x, z] of [
          [0, -10.6],
          [0.22, -10],
          [0.07, -10],
          [0.07, -9.1],
          [-0.07, -9.1],
          [-0.07, -10],
          [-0.22, -10],
        ]) {
          context.lineTo(lane + x, z);
        }
        context.fill();
      }
      for (let x = -6; x < 6; x += 0.9) context.fillRect(x, -14.6, 0.45, 2.2);
      wearMarkings(context, random, area, 4000);
    }),
  );
  for (let i = 0; i < 9; i++) {
    const x = -5.2 + i * 1.3 + random.range(-0.1, 0.1);
    if (Math.abs(x) < 1.6) continue;
    const parked = randomMotorbike(random, { isParked: true });
    parked.position.set(x, 0.12, -17.2);
    parked.rotation.set(0, 2.7, 0);
    group.add(parked);
  }
  return group;
}

/**
 * The motorbike gate seen from behind: two narrow lanes, each rider stops before the barrier with the plate 4.4 m from
 * the camera, one at a time, and rides on.
 */
export function buildGateMoto(renderer) {
  const random = createRandom(SEED);
  const durationS = 25;
  const sun = [-4, 13, 9];
  const scene = createStage(renderer, { sun, center: [0, 0, -8], reach: 11 });
  scene.add(createSurroundings(random));
  const camera = createStreetCamera({ height: 2.3, pitchDeg: 16.7, fovDeg: 21.3 });
  const actors = [];
  for (const lane of [0, 1]) {
    const side = lane === 0 ? -1 : 1;
    const bikes = PASSAGES.filter((_, i) => i % 2 === lane).map((passage) => {
      const [canonical, display, kind, ground] = passage.plate;
      const plate = { plate: canonical, display, kind, ground, lines: 2, vehicle: 'motorcycle' };
      return createMotorbike({ ...passage, plate });
    });
    const plans = bikes.map((_, i) => ({
      length: MOTORBIKE.length,
      startS: lane * 2.6 - 2.2 + i * 2,
      from: -6 - i * 5,
      speed: 4.5,
      acceleration: 1.9,
      stopAt: STOP,
      dwellS: 2.1,
      holdAt: 1.2,
      holdUntil: STOP + 2,
    }));
    const motions = simulateLane(plans, { untilS: durationS + 8, end: 24 });
    bikes.forEach((object, i) => {
      const motion = motions[i];
      scene.add(object);
      actors.push(
        driveVehicle(object, (time) => {
          const position = loopedPosition(motion, time, durationS);
          if (position === null) return null;
          setStopped(object, Math.abs(position - STOP) < 0.35);
          return { x: side * LANE_X, z: MOTORBIKE.nose - position, heading: Math.PI, travelled: position };
        }),
      );
    });
    const barrier = createBarrier({ x: side * 1.66, z: BARRIER_Z, reach: 1.55, side: -side, height: 0.92 });
    scene.add(barrier);
    const departures = motions.map((motion) => departureTime(motion, STOP, durationS));
    const smooth = THREE.MathUtils.smoothstep;
    actors.push({
      object: barrier,
      update(time) {
        let open = 0;
        motions.forEach((motion, i) => {
          // the last rider leaves after the loop point, so the round before counts too
          for (const moment of [time, time + durationS]) {
            const { active, position } = motion(moment);
            if (!active) continue;
            const rising = smooth(moment, departures[i] - 1, departures[i] - 0.15);
            const tail = position - MOTORBIKE.length + BARRIER_Z;
            open = Math.max(open, Math.min(rising, 1 - smooth(tail, 0.2, 1.8)));
          }
        });
        barrier.userData.setOpen(open);
      },
    });
  }
  return { scene, camera, actors, durationS, fps: 12, seed: SEED, cameraName: 'Cổng Bắc – xe máy', sun };
}
