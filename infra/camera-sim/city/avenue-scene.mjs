import { createAvenueStreet, PLAN } from './avenue-street.mjs';
import { CYCLE_S, countVehicles, createTraffic, lightAt } from './avenue-traffic.mjs';
import { createWalkers } from './avenue-walkers.mjs';
import { createRandom } from './random.mjs';
import { createStage, createStreetCamera } from './stage.mjs';
import { createSignal } from './street-furniture.mjs';

const SEED = 20260314;

/**
 * A signalled junction from 6 m up: mixed traffic on the avenue, cross traffic and people on the zebras while the avenue
 * has red. The clip is one signal cycle, so it loops without a seam.
 */
export function buildAvenue(renderer) {
  const random = createRandom(SEED);
  const sun = [-9, 20, 11];
  const scene = createStage(renderer, { sun, center: [0, 0, -30], reach: 34, fog: [50, 210] });
  scene.add(createAvenueStreet(random));
  const camera = createStreetCamera({ height: 6, pitchDeg: 14.5, fovDeg: 40, x: 4.2, yawDeg: 8 });
  const { halfRoad, cross } = PLAN;
  const signals = [
    ['main', createSignal({ x: -halfRoad - 0.7, z: PLAN.stopLine.far + 0.2, heading: Math.PI })],
    ['main', createSignal({ x: halfRoad + 0.7, z: PLAN.zebra.far[0] - 0.4, heading: 0, armReach: -3.6 })],
    ['cross', createSignal({ x: -halfRoad - 1, z: cross.near + 0.7, heading: -Math.PI / 2 })],
    ['cross', createSignal({ x: halfRoad + 1, z: cross.far - 0.7, heading: Math.PI / 2 })],
  ];
  const lamps = signals.map(([which, object]) => ({
    object,
    update: (time) => object.userData.setLight(lightAt(which, time)),
  }));
  const walkers = createWalkers(random);
  const actors = [...createTraffic(random), ...walkers, ...lamps];
  for (const { object } of actors) scene.add(object);
  const counts = { ...countVehicles(), person: walkers.length };
  return { scene, camera, actors, counts, durationS: CYCLE_S, fps: 12, seed: SEED, cameraName: 'Ngã tư Trần Phú', sun };
}
