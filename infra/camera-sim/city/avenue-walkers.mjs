import { CYCLE_S } from './avenue-traffic.mjs';
import { createWalker } from './person.mjs';

const STRIDE_PER_METRE = (2 * Math.PI) / 1.3;
const DOOR_X = 11.3;
const KERB_X = 7.7;

/**
 * Ways through the scene. A way is a list of `[x, z]`; it begins and ends in a shop door or behind the camera, so that
 * nobody appears in the open. `crossAt` is when the walker leaves the kerb (point 1) for the zebra.
 */
const crossing = (z, side, crossAt, doorZ) => ({
  crossAt,
  points: [
    [side * DOOR_X, doorZ],
    [side * KERB_X, z],
    [-side * KERB_X, z],
    [-side * DOOR_X, doorZ + 1.2],
  ],
});
const WAYS = [
  crossing(-20.2, -1, 12.4, -18.4),
  crossing(-22.2, -1, 14.2, -12.4),
  crossing(-21.1, 1, 12.6, -17.6),
  crossing(-19.8, 1, 14.2, -11.6),
  crossing(-36.3, -1, 12.6, -39.8),
  crossing(-37.6, 1, 13.1, -41.6),
  {
    startS: 2,
    points: [
      [8.3, 3],
      [8.5, -11],
      [DOOR_X, -12.2],
    ],
  },
  {
    startS: 13,
    points: [
      [-DOOR_X, -10.4],
      [-8.6, -9],
      [-8.4, 3],
    ],
  },
  {
    startS: 5,
    points: [
      [-9.8, 3],
      [-9.9, -5.5],
      [-DOOR_X, -6.4],
    ],
  },
  {
    startS: 9,
    points: [
      [DOOR_X, -47],
      [8.4, -48],
      [8.5, -60],
      [DOOR_X, -61],
    ],
  },
  {
    startS: 1,
    points: [
      [-DOOR_X, -58],
      [-8.4, -57],
      [-8.2, -44],
      [-DOOR_X, -43],
    ],
  },
  {
    startS: 16,
    points: [
      [DOOR_X, -56],
      [8.2, -55],
      [8.3, -44],
      [DOOR_X, -43],
    ],
  },
];
const WAIT_S = 2.2;
const SHIRTS = ['#b5483f', '#2f5f8a', '#d9cfb8', '#4d7a4f', '#c9922f', '#6a4a7c', '#e6e4df', '#2c3238'];
const TROUSERS = ['#22262e', '#3a4657', '#5a4d3f', '#6f7478'];

function randomWalker(random) {
  return createWalker({
    shirt: random.pick(SHIRTS),
    trousers: random.pick(TROUSERS),
    skin: random.pick(['#b98a68', '#c79a78', '#a87a58']),
    hat: random.next() < 0.22,
    ...(random.next() < 0.4 ? { bag: random.pick(['#33414f', '#7a3b32', '#4f5a3c']) } : {}),
    scale: random.range(0.94, 1.05),
  });
}

/** Where on the way `walked` metres lead: position, heading, or null past the end. */
function along(points, walked) {
  let rest = walked;
  for (let i = 0; i + 1 < points.length; i++) {
    const [x0, z0] = points[i];
    const [x1, z1] = points[i + 1];
    const length = Math.hypot(x1 - x0, z1 - z0);
    if (rest <= length) {
      const share = rest / length;
      return { x: x0 + (x1 - x0) * share, z: z0 + (z1 - z0) * share, heading: Math.atan2(x1 - x0, z1 - z0) };
    }
    rest -= length;
  }
  return null;
}

/** People on the zebras while the avenue has red, and people on the pavements, all repeating with the signal cycle. */
export function createWalkers(random) {
  return WAYS.map(({ points, crossAt, startS }) => {
    const object = randomWalker(random);
    const speed = crossAt === undefined ? random.range(1.15, 1.35) : random.range(1.55, 1.7);
    const toKerb = Math.hypot(points[1][0] - points[0][0], points[1][1] - points[0][1]);
    const begins = startS ?? crossAt - WAIT_S - toKerb / speed;
    return {
      object,
      update(time) {
        const elapsed = (((time - begins) % CYCLE_S) + CYCLE_S) % CYCLE_S;
        const free = elapsed * speed;
        const waited = crossAt === undefined ? free : Math.max(Math.min(free, toKerb), (elapsed - WAIT_S) * speed);
        const place = along(points, waited);
        object.visible = place !== null;
        if (!place) return;
        const isOnRoad = Math.abs(place.x) < 7;
        object.position.set(place.x, isOnRoad ? 0 : 0.15, place.z);
        object.rotation.y = place.heading;
        object.userData.setPhase(waited === toKerb ? 0 : waited * STRIDE_PER_METRE);
      },
    };
  });
}
