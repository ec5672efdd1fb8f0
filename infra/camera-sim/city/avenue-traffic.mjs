import { PLAN } from './avenue-street.mjs';
import { createCar } from './car.mjs';
import { simulateLane } from './lane-simulation.mjs';
import { MOTORBIKE, randomMotorbike, setStopped } from './motorbike.mjs';
import { driveVehicle } from './vehicle-actor.mjs';

/** One signal cycle is one loop of the clip, so traffic that repeats every cycle meets itself at the loop point. */
export const CYCLE_S = 24;
const WARM_UP_CYCLES = 4;
const PHASES = { mainGreen: [0.2, 10.5], crossGreen: [13.5, 20.2] };

/** The lamp of the avenue or of the cross street at a moment of the cycle. */
export function lightAt(which, timeS) {
  const time = ((timeS % CYCLE_S) + CYCLE_S) % CYCLE_S;
  const [from, to] = which === 'main' ? PHASES.mainGreen : PHASES.crossGreen;
  if (time >= from && time < to) return 'green';
  return time >= to && time < to + 2 ? 'yellow' : 'red';
}

/**
 * Lanes: `place(position)` turns the lane position of the front into the world, `every` lists what drives in one cycle
 * as `[startS, kind]` in driving order.
 */
const away = (x) => (position) => ({ x, z: -position, heading: Math.PI });
const incoming = (x) => (position) => ({ x, z: position, heading: 0 });
const rightward = (z) => (position) => ({ x: position, z, heading: Math.PI / 2 });
const leftward = (z) => (position) => ({ x: -position, z, heading: -Math.PI / 2 });
const NEAR_STOP = -PLAN.stopLine.near;
const FAR_STOP = PLAN.stopLine.far;

const LANES = [
  {
    which: 'main',
    place: away(1.8),
    from: -30,
    end: 105,
    stop: NEAR_STOP,
    every: [
      [2, 'taxi'],
      [7.5, 'hatch'],
      [14, 'suv'],
      [18, 'sedan'],
    ],
  },
  {
    which: 'main',
    place: away(4.1),
    from: -16,
    end: 95,
    stop: NEAR_STOP,
    every: [
      [1, 'moto'],
      [5, 'moto'],
      [9, 'moto'],
      [14, 'moto'],
      [18, 'moto'],
    ],
  },
  {
    which: 'main',
    place: away(5.35),
    from: -16,
    end: 95,
    stop: NEAR_STOP,
    every: [
      [3, 'moto'],
      [8, 'moto'],
      [12, 'moto'],
      [16, 'moto'],
      [20, 'moto'],
    ],
  },
  {
    which: 'main',
    place: incoming(-1.8),
    from: -108,
    end: 14,
    stop: FAR_STOP,
    every: [
      [0, 'sedan'],
      [5, 'hatch'],
      [11, 'van'],
      [17, 'truck'],
    ],
  },
  {
    which: 'main',
    place: incoming(-4.1),
    from: -104,
    end: 10,
    stop: FAR_STOP,
    every: [
      [0, 'moto'],
      [4, 'moto'],
      [8, 'moto'],
      [13, 'moto'],
      [17, 'moto'],
    ],
  },
  {
    which: 'main',
    place: incoming(-5.35),
    from: -104,
    end: 10,
    stop: FAR_STOP,
    every: [
      [2, 'moto'],
      [6, 'moto'],
      [11, 'moto'],
      [15, 'moto'],
    ],
  },
  {
    which: 'cross',
    place: rightward(-27.9),
    from: -46,
    end: 48,
    stop: -PLAN.stopLine.crossX,
    every: [
      [3, 'bus'],
      [9, 'hatch'],
    ],
  },
  {
    which: 'cross',
    place: rightward(-25.6),
    from: -46,
    end: 48,
    stop: -PLAN.stopLine.crossX,
    every: [
      [2, 'moto'],
      [8, 'moto'],
      [14, 'moto'],
    ],
  },
  {
    which: 'cross',
    place: leftward(-30.2),
    from: -46,
    end: 48,
    stop: -PLAN.stopLine.crossX,
    every: [
      [6, 'taxi'],
      [12, 'sedan'],
    ],
  },
  {
    which: 'cross',
    place: leftward(-32.4),
    from: -46,
    end: 48,
    stop: -PLAN.stopLine.crossX,
    every: [
      [4, 'moto'],
      [10, 'moto'],
      [15, 'moto'],
    ],
  },
];

const PAINTS = ['#b9bec2', '#e6e7e6', '#22272c', '#7d1a20', '#1f3d6e', '#4a4f55', '#6b7a4e', '#8c8577'];

function busLivery(band, _polygon, shape) {
  const [first] = shape.stations[0];
  band('#1c8a4c', first, -first, 0, 2.6);
  band('#f0f1ee', first, -first, 2.6, 2.9);
  band('#e5b820', -first - 3.4, -first - 2.2, 0.8, 2.6);
}

function createVehicle(kind, random) {
  if (kind === 'moto') return randomMotorbike(random);
  if (kind === 'bus') return createCar({ type: 'bus', paint: '#dfe5e2', livery: busLivery, style: 2 });
  if (kind === 'taxi')
    return createCar({ type: 'sedan', paint: random.pick(['#e9eae8', '#1f9a8a']), taxi: true, style: 1 });
  const paint =
    kind === 'van' || kind === 'truck' ? random.pick(['#dfe1e1', '#2a5a94', '#b9bec2']) : random.pick(PAINTS);
  return createCar({ type: kind, paint, style: Math.floor(random.range(0, 3)) });
}

/**
 * Vehicle actors of the junction. Every lane is simulated over several equal cycles; once the queue repeats, one cycle
 * is shown, and each vehicle has as many identical bodies as it needs to be on stage twice.
 */
export function createTraffic(random) {
  const actors = [];
  for (const lane of LANES) {
    const bodies = lane.every.map(([, kind]) => createVehicle(kind, random));
    const speeds = lane.every.map(([, kind]) =>
      kind === 'moto' ? random.range(7.4, 8.6) : kind === 'bus' ? 7.2 : 8.2,
    );
    const plans = [];
    for (let cycle = 0; cycle < WARM_UP_CYCLES + 3; cycle++) {
      lane.every.forEach(([startS, kind], i) => {
        const { length } = bodies[i].userData;
        const plan = { length, from: lane.from, startS: startS + cycle * CYCLE_S, speed: speeds[i] };
        plans.push({ ...plan, acceleration: kind === 'moto' ? 2.3 : 1.7, gap: kind === 'moto' ? 0.9 : 1.5, index: i });
      });
    }
    const signal = { position: lane.stop - 0.3, isRed: (time) => lightAt(lane.which, time) !== 'green' };
    const motions = simulateLane(plans, { untilS: (WARM_UP_CYCLES + 2) * CYCLE_S, end: lane.end, signal });
    bodies.forEach((body, index) => {
      const mine = motions.filter((_, i) => plans[i].index === index);
      for (let copy = 0; copy < 3; copy++) {
        const object = copy === 0 ? body : body.clone();
        const nose = plans[index].length === MOTORBIKE.length ? MOTORBIKE.nose : object.userData.nose;
        actors.push(
          driveVehicle(object, (time) => {
            const state = mine.map((motion) => motion(time + WARM_UP_CYCLES * CYCLE_S)).filter(({ active }) => active)[
              copy
            ];
            if (!state) return null;
            setStopped(object, state.speed < 0.3);
            return { ...lane.place(state.position - nose), travelled: state.position };
          }),
        );
      }
    });
  }
  return actors;
}

/** How many different vehicles of each kind drive in one loop. */
export function countVehicles() {
  const counts = {};
  const classOf = { moto: 'motorcycle', bus: 'bus', truck: 'truck', van: 'van' };
  for (const [, kind] of LANES.flatMap((lane) => lane.every)) {
    const name = classOf[kind] ?? 'car';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
