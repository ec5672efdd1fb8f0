import * as THREE from 'three';
import { contactShadow } from './contact-shadow.mjs';
import { GeometryCollector } from './geometry-collector.mjs';

const CLOTH = new THREE.MeshLambertMaterial({ vertexColors: true });

/** Draws a head with hair, or a helmet (half-cover with peak and strap), facing +z. */
function addHead(parts, [x, y, z], { skin, hair = '#1a1512', helmet, mask }) {
  parts.limb(skin, [x, y - 0.16, z - 0.015], [x, y - 0.06, z], 0.055, 0.055);
  parts.ball(skin, [x, y, z], [0.085, 0.112, 0.1]);
  if (mask) parts.ball(mask, [x, y - 0.045, z + 0.018], [0.082, 0.062, 0.092]);
  if (!helmet) {
    parts.ball(hair, [x, y + 0.025, z - 0.02], [0.094, 0.107, 0.104]);
    return;
  }
  const shell = new THREE.SphereGeometry(1, 20, 12, 0, Math.PI * 2, 0, Math.PI * 0.58);
  parts.add(shell, helmet, new THREE.Matrix4().makeScale(0.128, 0.138, 0.15).setPosition(x, y + 0.03, z - 0.012));
  parts.ball(hair, [x, y - 0.02, z - 0.035], [0.088, 0.09, 0.08]);
  parts.box(helmet, [0.17, 0.014, 0.08], [x, y + 0.03, z + 0.15], [0.2, 0, 0]);
  parts.torus('#22211f', 0.129, 0.007, [x, y + 0.005, z - 0.012], [Math.PI / 2, 0, 0], 20);
}

/**
 * A rider in the saddle, merged into one mesh. Hip at the origin of the saddle `[0, seatY, seatZ]`, hands on the bar.
 * `stopped` puts the left foot on the ground; `passenger` keeps the hands on the thighs.
 */
export function createRider({
  shirt,
  trousers,
  skin = '#b98a68',
  helmet,
  mask,
  bag,
  seatY,
  seatZ,
  stopped,
  passenger,
}) {
  const parts = new GeometryCollector();
  const hip = seatY + 0.09;
  const lean = passenger ? 0.02 : 0.1;
  const shoulderY = hip + 0.47;
  const shoulderZ = seatZ + lean;
  parts.uprightTube(shirt, [
    [0, hip - 0.07, seatZ, 0.165, 0.13],
    [0, hip + 0.02, seatZ, 0.175, 0.135],
    [0, hip + 0.16, seatZ + lean * 0.3, 0.152, 0.115],
    [0, hip + 0.32, seatZ + lean * 0.75, 0.182, 0.128],
    [0, shoulderY - 0.03, shoulderZ, 0.2, 0.108],
    [0, shoulderY + 0.04, shoulderZ, 0.13, 0.085],
    [0, shoulderY + 0.075, shoulderZ, 0.062, 0.06],
  ]);
  parts.uprightTube(trousers, [
    [0, hip - 0.12, seatZ, 0.15, 0.12],
    [0, hip - 0.045, seatZ, 0.178, 0.14],
    [0, hip - 0.01, seatZ, 0.15, 0.12],
  ]);
  for (const side of [-1, 1]) {
    const shoulder = [side * 0.168, shoulderY - 0.035, shoulderZ];
    const hand = passenger ? [side * 0.15, hip + 0.08, seatZ + 0.26] : [side * 0.31, 1.03, 0.34];
    const elbow = [side * (passenger ? 0.27 : 0.32), shoulderY - 0.27, shoulderZ + (passenger ? 0.02 : 0.17)];
    parts.limb(shirt, shoulder, elbow, 0.06, 0.05);
    parts.limb(passenger ? skin : shirt, elbow, hand, 0.047, 0.036);
    parts.ball(skin, hand, [0.042, 0.04, 0.05]);
    const knee = passenger ? [side * 0.26, hip - 0.16, seatZ + 0.36] : [side * 0.22, hip - 0.13, seatZ + 0.44];
    let foot = passenger ? [side * 0.22, 0.36, seatZ + 0.2] : [side * 0.2, 0.3, seatZ + 0.4];
    const down = stopped && side === 1 && !passenger;
    if (down) {
      knee[0] = 0.31;
      knee[1] = hip - 0.3;
      knee[2] = seatZ + 0.3;
      foot = [0.37, 0.06, seatZ + 0.16];
    }
    parts.limb(trousers, [side * 0.095, hip - 0.02, seatZ + 0.03], knee, 0.092, 0.066);
    parts.limb(trousers, knee, [foot[0], foot[1] + 0.08, foot[2]], 0.063, 0.046);
    parts.box('#2b2523', [0.09, 0.07, 0.25], [foot[0], foot[1], foot[2] + 0.06]);
  }
  if (bag) {
    parts.ball(bag, [0, hip + 0.26, seatZ - 0.16 + lean * 0.5], [0.15, 0.21, 0.1]);
    parts.box(bag, [0.22, 0.12, 0.06], [0, hip + 0.17, seatZ - 0.24 + lean * 0.5]);
  }
  addHead(parts, [0, shoulderY + 0.22, shoulderZ + 0.03], { skin, helmet, mask });
  return parts.mesh(CLOTH);
}

/** One swinging limb: a group at the joint, its lower half a child that bends. */
function createLimb({ upper, lower, upperColor, lowerColor, radius, end }) {
  const joint = new THREE.Group();
  const top = new GeometryCollector();
  top.limb(upperColor, [0, 0, 0], [0, -upper, 0], radius, radius * 0.75, 8);
  joint.add(top.mesh(CLOTH));
  const bend = new THREE.Group();
  bend.position.y = -upper;
  const bottom = new GeometryCollector();
  bottom.limb(lowerColor, [0, 0, 0], [0, -lower, 0], radius * 0.74, radius * 0.52, 8);
  end(bottom, -lower);
  bend.add(bottom.mesh(CLOTH));
  joint.add(bend);
  return { joint, bend };
}

/**
 * A walking person, 1.66 m times `scale`, facing +z. `userData.setPhase(radians)` poses the walk; one full turn is two
 * steps (about 1.3 m).
 */
export function createWalker({ shirt, trousers, skin = '#b98a68', hair = '#1a1512', hat, bag, scale = 1 }) {
  const person = new THREE.Group();
  const parts = new GeometryCollector();
  parts.uprightTube(shirt, [
    [0, 0.82, 0, 0.15, 0.115],
    [0, 0.92, 0, 0.16, 0.12],
    [0, 1.06, 0, 0.142, 0.105],
    [0, 1.24, 0.01, 0.178, 0.12],
    [0, 1.36, 0, 0.19, 0.1],
    [0, 1.42, 0, 0.12, 0.08],
    [0, 1.455, 0, 0.06, 0.058],
  ]);
  addHead(parts, [0, 1.57, 0.02], { skin, hair });
  if (hat) parts.cylinder('#d8c48c', 0.01, 0.24, 0.16, [0, 1.7, 0.01], [0, 0, 0], 20);
  if (bag) parts.box(bag, [0.24, 0.34, 0.14], [0, 1.2, -0.17]);
  person.add(parts.mesh(CLOTH));
  const legs = [-1, 1].map((side) => {
    const limb = createLimb({
      upper: 0.42,
      lower: 0.4,
      upperColor: trousers,
      lowerColor: trousers,
      radius: 0.085,
      end: (bottom, y) => bottom.box('#26211f', [0.085, 0.07, 0.23], [0, y - 0.005, 0.055]),
    });
    limb.joint.position.set(side * 0.085, 0.86, 0);
    person.add(limb.joint);
    return limb;
  });
  const arms = [-1, 1].map((side) => {
    const limb = createLimb({
      upper: 0.28,
      lower: 0.25,
      upperColor: shirt,
      lowerColor: skin,
      radius: 0.055,
      end: (bottom, y) => bottom.ball(skin, [0, y - 0.03, 0], [0.036, 0.05, 0.036]),
    });
    limb.joint.position.set(side * 0.215, 1.35, 0);
    limb.joint.rotation.z = side * 0.08;
    person.add(limb.joint);
    return limb;
  });
  person.add(contactShadow(0.6, 0.6));
  person.scale.setScalar(scale);
  person.userData.setPhase = (phase) => {
    legs.forEach(({ joint, bend }, i) => {
      const swing = Math.sin(phase + i * Math.PI);
      joint.rotation.x = -swing * 0.45;
      bend.rotation.x = 0.12 + Math.max(0, Math.cos(phase + i * Math.PI)) * 0.75;
    });
    arms.forEach(({ joint, bend }, i) => {
      joint.rotation.x = Math.sin(phase + i * Math.PI) * 0.4;
      bend.rotation.x = -0.25;
    });
    person.children[0].position.y = Math.abs(Math.cos(phase)) * 0.02;
  };
  return person;
}
