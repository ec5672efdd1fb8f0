import * as THREE from 'three';
import { createBody } from './car-body.mjs';
import { createFascias } from './car-fascia.mjs';
import { CAR_SHAPES } from './car-shapes.mjs';
import { contactShadow } from './contact-shadow.mjs';
import { GeometryCollector } from './geometry-collector.mjs';
import { createPlate } from './plate-texture.mjs';
import { wheelGeometry } from './wheels.mjs';

const FASCIAS = {
  sedan: { front: { halfWidth: 0.83, low: 0.26, high: 0.84 }, rear: { halfWidth: 0.82, low: 0.36, high: 0.99 } },
  hatch: { front: { halfWidth: 0.77, low: 0.27, high: 0.83 }, rear: { halfWidth: 0.77, low: 0.34, high: 1.05 } },
  suv: { front: { halfWidth: 0.87, low: 0.36, high: 1.03 }, rear: { halfWidth: 0.86, low: 0.42, high: 1.24 } },
  van: { front: { halfWidth: 0.91, low: 0.38, high: 1.1 }, rear: { halfWidth: 0.9, low: 0.42, high: 1.3 } },
  truckCab: { front: { halfWidth: 0.93, low: 0.5, high: 1.12 }, rear: { halfWidth: 0.5, low: 0.6, high: 0.9 } },
  bus: { front: { halfWidth: 1.16, low: 0.4, high: 1.2 }, rear: { halfWidth: 1.14, low: 0.5, high: 1.5 } },
};

const SOLID = new THREE.MeshLambertMaterial({ vertexColors: true });

/**
 * A road vehicle standing on y = 0 with its nose to +z and its middle at the origin.
 * `userData`: `length`, `nose` (z of the foremost point), `wheelRadius`; its children named `wheel` turn while driving.
 *
 * @param {object} options
 * @param {'sedan'|'hatch'|'suv'|'van'|'truck'|'bus'} options.type
 * @param {string} options.paint CSS colour of the body
 * @param {object} [options.plate] plate definition, fitted front and (unless `rearPlate` is false) rear
 * @param {boolean} [options.taxi] roof sign
 * @param {number} [options.style] 0..2, nose variant
 */
export function createCar({ type, paint, plate, rearPlate = true, taxi = false, style = 0, livery, boxPaint }) {
  const isTruck = type === 'truck';
  const shape = CAR_SHAPES[isTruck ? 'truckCab' : type];
  const vehicle = new THREE.Group();
  const shell = new THREE.Group();
  vehicle.add(shell);
  const body = createBody(shape, { paint, livery, solidSides: false });
  shell.add(body, ...createFascias(body, { ...FASCIAS[isTruck ? 'truckCab' : type], style }));
  const cabOffset = isTruck ? 2.15 : 0;
  shell.position.z = cabOffset;
  const length = isTruck ? 6 : shape.length;
  const nose = shape.stations[shape.stations.length - 1][0] + cabOffset;
  const tail = isTruck ? -3 : shape.stations[0][0];

  const trim = new GeometryCollector();
  if (isTruck) addCargoBox(trim, boxPaint ?? '#d9dcdc');
  addMirrors(trim, type, shape, paint, cabOffset);
  addUnderbody(trim, shape, length, cabOffset, isTruck);
  if (taxi) {
    trim.box('#f3f4f2', [0.5, 0.13, 0.16], [0, 1.53, 0.05]);
    trim.box('#0c7a3d', [0.42, 0.07, 0.165], [0, 1.53, 0.05]);
  }
  vehicle.add(trim.mesh(SOLID));

  const { radius, z } = shape.wheels;
  const tyreWidth = isTruck || type === 'bus' ? 0.26 : 0.2;
  const geometry = wheelGeometry(radius, tyreWidth);
  const widest = Math.max(...shape.stations.map((station) => station[4]));
  for (const at of z) {
    for (const side of [-1, 1]) {
      const wheel = new THREE.Mesh(geometry, SOLID);
      wheel.position.set(side * (widest + 0.014 - tyreWidth / 2), radius, at + cabOffset);
      wheel.name = 'wheel';
      wheel.castShadow = true;
      vehicle.add(wheel);
    }
  }
  if (plate) {
    const front = createPlate(plate);
    front.position.set(0, shape.frontPlateY, nose + 0.035);
    vehicle.add(front);
    if (rearPlate) {
      const rear = createPlate(plate);
      rear.userData = {};
      rear.position.set(0, shape.rearPlateY, tail - 0.035);
      rear.rotation.y = Math.PI;
      vehicle.add(rear);
    }
  }
  vehicle.add(contactShadow(widest * 2 + 0.5, length + 0.6));
  vehicle.userData = { length, nose, wheelRadius: radius };
  return vehicle;
}

function addCargoBox(trim, paint) {
  trim.box(paint, [2.06, 2.02, 4.2], [0, 1.86, -0.85]);
  trim.box('#8d9397', [2.1, 0.1, 4.26], [0, 0.86, -0.85]);
  for (let i = 0; i < 12; i++) {
    for (const side of [-1, 1]) trim.box('#c3c7c8', [0.02, 1.9, 0.05], [side * 1.035, 1.86, -2.75 + i * 0.345]);
  }
  for (const x of [-0.92, -0.02, 0.02, 0.92]) trim.box('#9aa0a3', [0.05, 1.94, 0.03], [x, 1.86, -2.96]);
  trim.box('#2a2d30', [1.9, 0.14, 0.1], [0, 0.52, -2.96]);
  for (const side of [-1, 1]) trim.box('#b0161d', [0.3, 0.12, 0.05], [side * 0.8, 0.66, -2.98]);
}

function addMirrors(trim, type, shape, paint, cabOffset) {
  const [, , belt, , halfBelt] = shape.stations.find((station) => station[0] >= shape.side[1] - 0.4);
  const tall = type === 'truck' || type === 'bus' || type === 'van';
  const z = shape.side[1] + (type === 'truck' ? -0.2 : tall ? 0.12 : -0.12) + cabOffset;
  for (const side of [-1, 1]) {
    if (tall) {
      trim.limb(
        '#17191b',
        [side * halfBelt * 0.97, belt + 0.5, z],
        [side * (halfBelt + 0.16), belt + 0.42, z + 0.06],
        0.016,
      );
      trim.box('#17191b', [0.1, 0.34, 0.08], [side * (halfBelt + 0.17), belt + 0.3, z + 0.06]);
    } else {
      trim.ball(paint, [side * (halfBelt + 0.09), belt + 0.09, z], [0.11, 0.075, 0.065]);
      trim.limb('#17191b', [side * halfBelt * 0.93, belt + 0.04, z], [side * (halfBelt + 0.05), belt + 0.07, z], 0.022);
    }
  }
}

function addUnderbody(trim, shape, length, cabOffset, isTruck) {
  const { radius, z } = shape.wheels;
  const half = Math.max(...shape.stations.map((station) => station[4]));
  trim.box('#0b0c0d', [half * 1.7, 0.26, length - 0.5], [0, radius + 0.02, 0]);
  if (isTruck) trim.box('#17191b', [0.8, 0.3, 4.6], [0, 0.6, -0.6]);
  for (const at of z) {
    if (isTruck && at < 0) continue;
    for (const side of [-1, 1]) {
      const x = side * (half - 0.081);
      trim.cylinder(
        '#08090a',
        radius * 1.16,
        radius * 1.16,
        0.17,
        [x, radius * 1.04, at + cabOffset],
        [0, 0, Math.PI / 2],
        26,
      );
    }
  }
  if (!isTruck) return;
  for (const side of [-1, 1]) trim.box('#1b1d1f', [0.3, 0.02, 0.9], [side * 0.84, radius * 2 + 0.1, z[0] + cabOffset]);
}
