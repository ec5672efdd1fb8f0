import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PtzDriver, type PtzOrder } from './ptz-driver.ts';

const RIGHT = { pan: 1, tilt: 0, zoom: 0 };
const UP = { pan: 0, tilt: 1, zoom: 0 };
const STILL = { pan: 0, tilt: 0, zoom: 0 };

let sent: PtzOrder[];
let answers: { obey(): void; refuse(): void }[];
let driver: PtzDriver;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  answers = [];
  driver = new PtzDriver((order) => {
    sent.push(order);
    return new Promise((resolve, reject) => answers.push({ obey: resolve, refuse: () => reject(new Error('no')) }));
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const kinds = () => sent.map((order) => (order.kind === 'stop' ? 'stop' : order.vector));
const settle = () => vi.advanceTimersByTimeAsync(0);

test('a refused order is not given again while the key stays down', async () => {
  driver.steer(RIGHT);
  answers[0]?.refuse();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(kinds()).toEqual([RIGHT]);
  driver.steer(STILL);
  expect(kinds()).toEqual([RIGHT]);
});

test('holding renews the order, and letting go stops', async () => {
  driver.steer(RIGHT);
  answers[0]?.obey();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kinds()).toEqual([RIGHT, RIGHT]);
  driver.steer(STILL);
  answers[1]?.obey();
  await settle();
  expect(kinds()).toEqual([RIGHT, RIGHT, 'stop']);
});

test('on a slow camera only the newest wish follows', async () => {
  driver.steer(RIGHT);
  driver.steer(STILL);
  driver.steer(RIGHT);
  driver.steer(UP);
  expect(kinds()).toEqual([RIGHT]);
  answers[0]?.obey();
  await settle();
  expect(kinds()).toEqual([RIGHT, UP]);
});

test('closing while an order is on its way stops after it', async () => {
  driver.steer(RIGHT);
  driver.close();
  answers[0]?.obey();
  await settle();
  answers[1]?.obey();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(kinds()).toEqual([RIGHT, 'stop']);
});

test('nothing is sent when nothing turns', () => {
  driver.close();
  driver.steer(STILL);
  expect(sent).toEqual([]);
});
