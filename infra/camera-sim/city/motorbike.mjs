import * as THREE from 'three';
import { contactShadow } from './contact-shadow.mjs';
import { GeometryCollector } from './geometry-collector.mjs';
import { createRider } from './person.mjs';
import { createPlate } from './plate-texture.mjs';

const SOLID = new THREE.MeshLambertMaterial({ vertexColors: true });
const REAR_AXLE_Z = -0.6;
const FRONT_AXLE_Z = 0.64;
const WHEEL_RADIUS = 0.28;
const PLATE_TILT = THREE.MathUtils.degToRad(18);

/** Metres from the plate (the rearmost part) to the front tyre's foremost point. */
export const MOTORBIKE = { length: 1.95, nose: 0.95, plateZ: -0.985, plateY: 0.6 };

let wheelShape;

function motorbikeWheel() {
  if (wheelShape) return wheelShape;
  const parts = new GeometryCollector();
  parts.torus('#161616', WHEEL_RADIUS - 0.05, 0.05, [0, 0, 0], [0, Math.PI / 2, 0], 30);
  parts.torus('#8e9498', WHEEL_RADIUS - 0.1, 0.014, [0, 0, 0], [0, Math.PI / 2, 0], 26);
  parts.cylinder('#3b3e41', 0.055, 0.055, 0.11, [0, 0, 0], [0, 0, Math.PI / 2]);
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * Math.PI * 2;
    const at = [0, Math.cos(angle) * 0.1, Math.sin(angle) * 0.1];
    parts.box('#767c80', [0.022, 0.18, 0.02], at, [angle, 0, 0]);
  }
  wheelShape = parts.geometry();
  return wheelShape;
}

/** Fork, front fender, leg shield, handlebar with mirrors: what stands before the rider's knees. */
function addFront(parts, paint, accent) {
  for (const side of [-1, 1]) {
    parts.limb('#55595c', [side * 0.08, WHEEL_RADIUS, FRONT_AXLE_Z], [side * 0.07, 0.72, 0.47], 0.022, 0.024);
    parts.limb('#232527', [side * 0.05, 1.0, 0.4], [side * 0.34, 1.04, 0.33], 0.014, 0.014);
    parts.limb('#121212', [side * 0.25, 1.03, 0.345], [side * 0.35, 1.04, 0.325], 0.021, 0.021);
    parts.limb('#232527', [side * 0.24, 1.04, 0.36], [side * 0.32, 1.2, 0.4], 0.008, 0.008);
    parts.ball('#1a1b1c', [side * 0.33, 1.23, 0.4], [0.068, 0.045, 0.018]);
    parts.ball('#9fb0b8', [side * 0.33, 1.23, 0.389], [0.058, 0.037, 0.012]);
    parts.ball('#e38b1b', [side * 0.17, 0.86, 0.53], [0.05, 0.035, 0.03]);
  }
  parts.ellipticTube(paint, [
    [0, 0.52, 0.42, 0.08, 0.04],
    [0, 0.6, 0.6, 0.075, 0.03],
    [0, 0.56, 0.82, 0.06, 0.025],
    [0, 0.46, 0.93, 0.03, 0.015],
  ]);
  parts.uprightTube(paint, [
    [0, 0.3, 0.27, 0.13, 0.07],
    [0, 0.42, 0.33, 0.22, 0.06],
    [0, 0.64, 0.41, 0.24, 0.07],
    [0, 0.82, 0.45, 0.17, 0.09],
    [0, 0.98, 0.42, 0.15, 0.1],
    [0, 1.07, 0.4, 0.1, 0.07],
  ]);
  parts.uprightTube(accent, [
    [0, 0.36, 0.25, 0.19, 0.03],
    [0, 0.62, 0.34, 0.2, 0.04],
    [0, 0.84, 0.36, 0.13, 0.05],
  ]);
  parts.ball('#dfe6e8', [0, 0.9, 0.54], [0.095, 0.065, 0.04]);
}

/** Seat, tail, lamps, fenders, exhaust: what a camera behind the motorbike sees. */
function addRear(parts, paint, { isScooter, isElectric }) {
  const width = isScooter ? 0.19 : 0.14;
  parts.ellipticTube(paint, [
    [0, 0.8, -0.93, 0.05, 0.035],
    [0, 0.76, -0.86, 0.12, 0.08],
    [0, 0.68, -0.66, width, 0.11],
    [0, 0.6, -0.34, width, 0.14],
    [0, 0.5, -0.08, width * 0.85, 0.13],
    [0, 0.38, 0.12, 0.12, 0.08],
  ]);
  parts.ellipticTube('#191919', [
    [0, 0.86, -0.8, 0.07, 0.02],
    [0, 0.86, -0.66, 0.135, 0.045],
    [0, 0.82, -0.36, 0.15, 0.05],
    [0, 0.78, -0.06, 0.13, 0.045],
    [0, 0.75, 0.06, 0.06, 0.02],
  ]);
  parts.box('#1b1c1d', [0.26, 0.05, 0.5], [0, 0.31, 0.16]);
  parts.ball('#c3161f', [0, 0.795, -0.925], [0.095, 0.042, 0.035]);
  parts.box('#f0dcd6', [0.09, 0.014, 0.02], [0, 0.785, -0.955]);
  for (const side of [-1, 1]) {
    parts.ball('#e08a1e', [side * 0.145, 0.765, -0.885], [0.05, 0.026, 0.035]);
    parts.limb('#aeb4b8', [side * 0.1, 0.9, -0.56], [side * 0.1, 0.905, -0.86], 0.014, 0.014);
    parts.limb('#4d5154', [side * 0.12, 0.62, -0.5], [side * 0.11, WHEEL_RADIUS, REAR_AXLE_Z], 0.03, 0.026);
  }
  parts.limb('#aeb4b8', [-0.1, 0.905, -0.86], [0.1, 0.905, -0.86], 0.014, 0.014);
  parts.ellipticTube('#1c1d1f', [
    [0, 0.585, -0.52, 0.075, 0.02],
    [0, 0.6, -0.74, 0.08, 0.025],
    [0, 0.68, -0.9, 0.09, 0.04],
  ]);
  parts.box('#1c1d1f', [0.11, 0.36, 0.012], [0, 0.53, -0.955], [PLATE_TILT, 0, 0]);
  parts.box('#a81820', [0.06, 0.035, 0.012], [0, 0.475, -0.985], [PLATE_TILT, 0, 0]);
  parts.box('#2b2d2f', [0.24, 0.22, 0.4], [0, 0.34, -0.12]);
  parts.limb('#3d4043', [0.11, 0.3, -0.15], [0.1, WHEEL_RADIUS, REAR_AXLE_Z], 0.045, 0.04);
  if (isElectric) {
    parts.box('#2f8f5b', [0.2, 0.05, 0.3], [0, 0.5, -0.2]);
    return;
  }
  parts.limb('#2d2f31', [-0.15, 0.26, 0], [-0.18, 0.3, -0.4], 0.022, 0.03);
  parts.limb('#3a3c3e', [-0.185, 0.3, -0.4], [-0.2, 0.37, -0.9], 0.055, 0.06);
  parts.cylinder('#b6bcbf', 0.05, 0.05, 0.02, [-0.201, 0.375, -0.955], [Math.PI / 2 + 0.12, 0, 0]);
  parts.cylinder('#0d0d0d', 0.022, 0.022, 0.024, [-0.201, 0.376, -0.958], [Math.PI / 2 + 0.12, 0, 0]);
  parts.box('#9aa0a3', [0.02, 0.06, 0.34], [-0.25, 0.35, -0.62], [0.14, 0, 0]);
}

/**
 * A motorbike with its rider(s), nose to +z, middle near the origin, standing on y = 0.
 *
 * @param {object} options
 * @param {string} options.paint CSS colour
 * @param {'scooter'|'underbone'|'electric'} options.type
 * @param {object} [options.rider] looks for `createRider`; without it the motorbike is parked
 * @param {object} [options.passenger]
 * @param {object} [options.plate]
 */
export function createMotorbike({ paint, type = 'underbone', rider, passenger, plate, accent = '#2a2c2e', cargo }) {
  const motorbike = new THREE.Group();
  const parts = new GeometryCollector();
  addFront(parts, paint, accent);
  addRear(parts, paint, { isScooter: type !== 'underbone', isElectric: type === 'electric' });
  if (cargo) parts.box(cargo, [0.46, 0.42, 0.42], [0, 1.1, -0.68]);
  motorbike.add(parts.mesh(SOLID));
  for (const z of [REAR_AXLE_Z, FRONT_AXLE_Z]) {
    const wheel = new THREE.Mesh(motorbikeWheel(), SOLID);
    wheel.position.set(0, WHEEL_RADIUS, z);
    wheel.castShadow = true;
    wheel.name = 'wheel';
    motorbike.add(wheel);
  }
  const seat = { seatY: 0.84, seatZ: -0.2 };
  if (rider) {
    for (const stopped of [false, true]) {
      const pose = createRider({ ...rider, ...seat, stopped });
      pose.name = stopped ? 'pose-stopped' : 'pose-riding';
      motorbike.add(pose);
    }
  }
  if (passenger) motorbike.add(createRider({ ...passenger, seatY: 0.88, seatZ: -0.56, passenger: true }));
  if (plate) {
    const face = createPlate(plate);
    face.position.set(0, MOTORBIKE.plateY, MOTORBIKE.plateZ);
    face.rotation.set(-PLATE_TILT, Math.PI, 0, 'YXZ');
    motorbike.add(face);
  }
  motorbike.add(contactShadow(0.75, 2.2));
  setStopped(motorbike, false);
  motorbike.userData = { ...MOTORBIKE, wheelRadius: WHEEL_RADIUS };
  return motorbike;
}

/** Swaps the riding pose for the one with a foot on the ground. */
export function setStopped(motorbike, stopped) {
  for (const child of motorbike.children) {
    if (child.name === 'pose-stopped') child.visible = stopped;
    if (child.name === 'pose-riding') child.visible = !stopped;
  }
}

const PAINTS = ['#a3151c', '#1c3f86', '#23262a', '#d9dadb', '#20655a', '#7d2a52', '#c9892a', '#4b5258'];
const SHIRTS = ['#35526e', '#9b3a3f', '#d8d2c4', '#4d6a48', '#c58a35', '#5c4a72', '#2f3338', '#c7788a', '#3d7f92'];
const TROUSERS = ['#22262e', '#3a4657', '#54493c', '#1c1c1e', '#5d6369'];
const HELMETS = ['#c4232b', '#e8e6df', '#1f4f9e', '#e0a81e', '#2a2c2f', '#3f7d4d', '#d77fa1'];
const SKINS = ['#b98a68', '#c79a78', '#a87a58'];

/** Random clothes and paint for a street scene. */
export function randomPerson(random) {
  return {
    shirt: random.pick(SHIRTS),
    trousers: random.pick(TROUSERS),
    skin: random.pick(SKINS),
    helmet: random.pick(HELMETS),
    mask: random.next() < 0.4 ? random.pick(['#9fc3d8', '#e4e6e6', '#2f3336']) : undefined,
  };
}

/** A random motorbike with one rider, sometimes with a passenger; or a parked one without. */
export function randomMotorbike(random, { passengerShare = 0.22, isParked = false } = {}) {
  return createMotorbike({
    paint: random.pick(PAINTS),
    type: random.pick(['underbone', 'scooter', 'scooter']),
    ...(isParked ? {} : { rider: randomPerson(random) }),
    ...(!isParked && random.next() < passengerShare ? { passenger: randomPerson(random) } : {}),
  });
}
