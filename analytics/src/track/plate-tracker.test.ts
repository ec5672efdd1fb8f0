import { expect, test } from 'vitest';
import { frameAt, plateAt } from './observation.fixture.ts';
import type { FrameObservation, PlateObservation } from './observation.ts';
import { PlateTracker } from './plate-tracker.ts';

const START_MS = 1_700_000_000_000;

/** Runs the pictures and gives every track that ever was, in order of appearance. */
function run(frames: readonly FrameObservation[], tracker = new PlateTracker()) {
  const tracks = new Map<string, string>();
  for (const frame of frames) {
    for (const { track } of tracker.update(frame).seen) tracks.set(track.key, track.vote?.plate.text ?? '');
  }
  return [...tracks.values()];
}

const at = (second: number, ...plates: PlateObservation[]) => frameAt(START_MS + second * 1000, plates);

test('a similar plate that jumps back against the traffic is the next vehicle, not the same one', () => {
  const texts = run([
    at(0, plateAt('30A12345', 600, 200, { width: 70 })),
    at(1, plateAt('30A12345', 610, 330, { width: 90 })),
    at(2, plateAt('30A12345', 620, 500, { width: 115 })),
    at(3, plateAt('30A12346', 600, 210, { width: 70 })),
    at(4, plateAt('30A12346', 612, 340, { width: 90 })),
  ]);
  expect(texts).toEqual(['30A12345', '30A12346']);
});

test('after the traffic direction is learned a follower seen once is not merged into the vehicle before it', () => {
  const tracker = new PlateTracker();
  for (let index = 0; index < 8; index += 1) {
    const text = `51F1230${index}`;
    run([at(index * 20, plateAt(text, 600, 200)), at(index * 20 + 1, plateAt(text, 605, 400))], tracker);
  }
  const texts = run([at(200, plateAt('51F55551', 600, 450)), at(201, plateAt('51F55554', 600, 200))], tracker);
  expect(texts).toEqual(['51F55551', '51F55554']);
});

test('the same plate seen again after more than 8 s is a new passage', () => {
  const texts = run([
    at(0, plateAt('30A12345', 600, 200)),
    at(1, plateAt('30A12345', 600, 300)),
    at(9.5, plateAt('30A12345', 600, 200)),
  ]);
  expect(texts).toHaveLength(2);
});

test('the same plate within 8 s is one passage, also when pictures between were lost', () => {
  const texts = run([at(0, plateAt('30A12345', 600, 200)), at(7, plateAt('30A12345', 640, 600))]);
  expect(texts).toEqual(['30A12345']);
});

test('two vehicles side by side are two passages even when each is misread once', () => {
  const texts = run([
    at(0, plateAt('30A12345', 300, 200), plateAt('29B67890', 900, 180)),
    at(1, plateAt('30A72345', 290, 330), plateAt('29B67890', 915, 300)),
    at(2, plateAt('29B67898', 935, 450), plateAt('30A12345', 280, 480)),
  ]);
  expect(texts.sort()).toEqual(['29B67890', '30A12345']);
});

test('two equal texts in one picture are two vehicles', () => {
  const texts = run([at(0, plateAt('30A12345', 300, 200), plateAt('30A12345', 900, 200))]);
  expect(texts).toHaveLength(2);
});

test('different plates at one place one after the other do not merge', () => {
  const texts = run([
    at(0, plateAt('30A12345', 600, 400)),
    at(1, plateAt('30A12345', 600, 401)),
    at(4, plateAt('51G99871', 600, 400)),
    at(5, plateAt('51G99871', 601, 400)),
  ]);
  expect(texts).toEqual(['30A12345', '51G99871']);
});

test('misreads along the way belong to the vehicle and the vote is right', () => {
  const texts = run([
    at(0, plateAt('30A72345', 600, 200, { width: 70, confidence: 0.6 })),
    at(1, plateAt('30A12345', 612, 320, { width: 90 })),
    at(2, plateAt('38A12345', 626, 450, { width: 110, confidence: 0.8 })),
    at(3, plateAt('30A12345', 640, 590, { width: 130 })),
  ]);
  expect(texts).toEqual(['30A12345']);
});

test('a parked vehicle is one passage whose end grows, also over a time when it was hidden', () => {
  const tracker = new PlateTracker();
  const keys = new Set<string>();
  let lastSeenAtMs = 0;
  for (let second = 0; second < 300; second += 1) {
    const isHidden = second > 60 && second < 100;
    const plates = isHidden ? [] : [plateAt('30A12345', 600 + (second % 3), 400)];
    for (const { track } of tracker.update(at(second, ...plates)).seen) {
      keys.add(track.key);
      lastSeenAtMs = track.lastSeenAtMs;
    }
  }
  expect(keys.size).toBe(1);
  expect(lastSeenAtMs).toBe(START_MS + 299_000);
});

test('a vehicle that parked and left is new when it comes back after another stood in its place', () => {
  const parked = [0, 1, 2, 3].map((second) => at(second, plateAt('30A12345', 600, 400)));
  const other = [20, 21].map((second) => at(second, plateAt('51G99871', 602, 402)));
  const texts = run([...parked, ...other, at(40, plateAt('30A12345', 600, 400))]);
  expect(texts).toEqual(['30A12345', '51G99871', '30A12345']);
});

test('a picture that did not change keeps its vehicles without a new read', () => {
  const tracker = new PlateTracker();
  run([at(0, plateAt('30A12345', 600, 400))], tracker);
  for (let second = 1; second < 30; second += 1) tracker.unchanged(START_MS + second * 1000);
  expect(tracker.sweep(START_MS + 30_000)).toEqual([]);
  expect(tracker.sweep(START_MS + 40_000)).toHaveLength(1);
});

test('a motorbike plate with only a rider around it is a motorcycle; a car plate takes its car', () => {
  const tracker = new PlateTracker();
  const bikePlate = plateAt('59Z123456', 300, 400, { lines: 2, box: { x: 260, y: 370, width: 82, height: 60 } });
  const carPlate = plateAt('30A12345', 900, 400);
  const objects = [
    { box: { x: 220, y: 100, width: 160, height: 400 }, objectClass: 'person', score: 0.7 },
    { box: { x: 700, y: 100, width: 400, height: 380 }, objectClass: 'car', score: 0.8 },
  ] as const;
  const { seen } = tracker.update(frameAt(START_MS, [bikePlate, carPlate], objects));
  expect(seen.map((entry) => entry.track.objectClass)).toEqual(['motorcycle', 'car']);
});

test('a plate with no box around it has no class', () => {
  const tracker = new PlateTracker();
  const { seen } = tracker.update(frameAt(START_MS, [plateAt('30A12345', 600, 400)], []));
  expect(seen[0]?.track.objectClass).toBe('unknown');
});

test('the same pictures give the same keys', () => {
  const frames = [at(0, plateAt('30A12345', 300, 200), plateAt('29B67890', 900, 200))];
  const keys = () => new PlateTracker().update(frames[0]!).seen.map((entry) => entry.track.key);
  expect(keys()).toEqual(keys());
});

test('open tracks are bounded', () => {
  const tracker = new PlateTracker();
  const plates = Array.from({ length: 60 }, (_, index) =>
    plateAt(`${10 + (index % 80)}A${10000 + index * 1234}`, 50 + (index % 10) * 120, 50 + Math.floor(index / 10) * 100),
  );
  const { ended } = tracker.update(at(0, ...plates));
  expect(tracker.openTracks.length).toBe(32);
  expect(ended).toHaveLength(28);
});
