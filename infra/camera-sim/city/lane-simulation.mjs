/**
 * One-lane traffic by a safe-speed rule: every vehicle drives as fast as it may while it can still brake with
 * `BRAKE` to stop behind its leader or at the stop line. No overtaking, so no vehicle can enter another.
 * Positions are metres of the *front* along the lane, times are seconds.
 */
const STEP_S = 1 / 60;
const BRAKE = 2.1;
const HARDEST_BRAKE = 4.5;
const MIN_GAP = 1.3;

/**
 * @typedef {object} LaneVehicle
 * @property {number} length metres
 * @property {number} startS when it enters the lane, seconds (may be before 0)
 * @property {number} from lane position at which it enters
 * @property {number} speed free speed, m/s
 * @property {number} [acceleration] m/s2, default 1.9
 * @property {number} [stopAt] lane position of a stop it must make
 * @property {number} [dwellS] how long it stays stopped there
 * @property {number} [gap] metres kept behind the leader
 * @property {number} [holdAt] lane position where it waits while the leader has not passed `holdUntil`
 * @property {number} [holdUntil] lane position of the leader that lets it go on
 */

/**
 * Simulates the lane until `untilS` and returns, per vehicle, a function from time to `{ position, speed, active }`.
 * `signal` optionally holds a stop line: `{ position, isRed(timeS) }`.
 * @param {LaneVehicle[]} vehicles in driving order, the leader first
 */
export function simulateLane(vehicles, { untilS, end, signal }) {
  const states = vehicles.map((vehicle) => ({
    vehicle,
    position: vehicle.from,
    speed: vehicle.speed,
    dwelled: 0,
    served: vehicle.stopAt === undefined,
    entered: false,
    samples: [],
  }));
  const begin = Math.min(...vehicles.map((vehicle) => vehicle.startS));
  for (let time = begin; time <= untilS; time += STEP_S) {
    states.forEach((state, i) => {
      if (time < state.vehicle.startS) return;
      const leader = states[i - 1];
      const wanted = wantedSpeed(state, leader, signal, time);
      const { acceleration = 1.9 } = state.vehicle;
      const change = Math.min(acceleration * STEP_S, Math.max(-HARDEST_BRAKE * STEP_S, wanted - state.speed));
      state.speed = Math.max(0, state.speed + change);
      if (!state.served && state.vehicle.stopAt - state.position < 0.06) {
        state.speed = 0;
        state.dwelled += STEP_S;
        state.served = state.dwelled >= (state.vehicle.dwellS ?? 0);
      }
      state.position += state.speed * STEP_S;
      if (!state.entered) state.enteredS = time;
      state.entered = true;
      state.samples.push(state.position, state.speed);
    });
  }
  return states.map((state) => (time) => sampleAt(state, time, end));
}

/**
 * Position in a looping clip: a vehicle that enters before 0 is also seen at the end of the loop, one that is still
 * leaving at the end also at its start. Null when it is not on stage.
 */
export function loopedPosition(motion, time, durationS) {
  const state = [time, time - durationS, time + durationS].map(motion).find(({ active }) => active);
  return state ? state.position : null;
}

/** The moment (seconds) at which a vehicle leaves its stop at `stopAt`. */
export function departureTime(motion, stopAt, untilS) {
  let last = 0;
  for (let time = 0; time < untilS; time += 0.05) {
    const { active, position } = motion(time);
    if (active && Math.abs(position - stopAt) < 0.1) last = time;
  }
  return last;
}

function wantedSpeed(state, leader, signal, time) {
  const { vehicle, position } = state;
  let wanted = vehicle.speed;
  const brakeFor = (distance, floor = 0) => {
    wanted = Math.min(wanted, Math.sqrt(Math.max(0, 2 * BRAKE * distance + floor * floor)));
  };
  if (!state.served) brakeFor(vehicle.stopAt - position);
  if (leader?.entered) {
    const free = leader.position - leader.vehicle.length - position - (vehicle.gap ?? MIN_GAP);
    brakeFor(free, free > 0 ? leader.speed : leader.speed * 0.7);
    const { holdAt, holdUntil } = vehicle;
    if (holdAt !== undefined && leader.position < holdUntil && position <= holdAt + 0.1) brakeFor(holdAt - position);
  }
  if (signal) {
    const distance = signal.position - position;
    const canStop = (state.speed * state.speed) / (2 * HARDEST_BRAKE * 0.8) <= distance + 0.3;
    if (distance > -0.3 && canStop && signal.isRed(time)) brakeFor(Math.max(0, distance));
  }
  return wanted;
}

function sampleAt(state, time, end) {
  if (!state.entered || time < state.enteredS) return { active: false, position: 0, speed: 0 };
  const at = (time - state.enteredS) / STEP_S;
  const index = Math.floor(at);
  const last = state.samples.length / 2 - 1;
  if (index >= last) return { active: false, position: 0, speed: 0 };
  const mix = at - index;
  const position = state.samples[index * 2] * (1 - mix) + state.samples[index * 2 + 2] * mix;
  return { active: position < end, position, speed: state.samples[index * 2 + 1] };
}
