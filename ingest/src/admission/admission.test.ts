import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionState } from '../media/media-types.ts';
import { DEFAULT_SESSION_TIMING } from '../session/camera-session-options.ts';
import { retryDelayMs } from '../session/retry-delay.ts';
import { Admission } from './admission.ts';
import type { SiteGate } from './site-admission.ts';
import { siteKeyOf } from './site-key.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The same numbers at every run. */
function seeded(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

const stateOf = (phase: SessionState['phase'], code: CameraFaultCode | null = null): SessionState => ({
  phase,
  fault: code === null ? null : { code, params: {} },
  failedAttempts: 0,
  nextAttemptAtMs: null,
});
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const timing = { ...DEFAULT_SESSION_TIMING, retryMaxMs: 5_000 };

/** A line with cameras behind it, and sessions that behave as ours do. */
class City {
  isUp = true;
  readonly random = seeded();
  readonly admission = new Admission({
    clock: { nowMs: Date.now, monotonicMs: () => Date.now() },
    random: this.random,
  });
  readonly live = new Set<number>();
  connecting = 0;
  mostConnecting = 0;
  attempts = 0;
  #cut: (() => void)[] = [];

  addStreams(count: number, isDead = false): void {
    for (let n = 0; n < count; n++) {
      const gate = this.admission.gate({ site: 'ngã tư', mainUrl: 'rtsp://10.0.0.1/1' });
      void this.#session(gate, this.live.size + this.#sessions++, isDead);
    }
  }

  #sessions = 0;

  cut(): void {
    this.isUp = false;
    for (const cut of this.#cut.splice(0)) cut();
  }

  async #session(gate: SiteGate, id: number, isDead: boolean): Promise<void> {
    const { signal } = new AbortController();
    let hasWorked = false;
    for (let failedAttempts = 1; ; failedAttempts++) {
      gate.note(stateOf('connecting'));
      const over = await gate.enter(signal);
      const isLive = await this.#connect(isDead);
      over();
      if (isLive) {
        hasWorked = true;
        gate.note(stateOf('live'));
        this.live.add(id);
        await new Promise<void>((resolve) => this.#cut.push(resolve));
        this.live.delete(id);
        failedAttempts = 0;
      }
      const code = isLive ? 'TC_CAMERA_CONNECTION_LOST' : 'TC_CAMERA_UNREACHABLE';
      gate.note(stateOf('waiting', code));
      await sleep(
        retryDelayMs({ code, failedAttempts: failedAttempts + 1, hadPictures: isLive, hasWorked }, timing, this.random),
      );
    }
  }

  async #connect(isDead: boolean): Promise<boolean> {
    this.attempts += 1;
    this.connecting += 1;
    this.mostConnecting = Math.max(this.mostConnecting, this.connecting);
    // A host that is off answers nothing; half of them have a switch that says so at once.
    if (isDead || !this.isUp) await sleep(this.random() < 0.5 ? 3 : 5_000);
    else await sleep(200 + this.random() * 1_000);
    this.connecting -= 1;
    return !isDead && this.isUp;
  }
}

async function untilLive(city: City, count: number): Promise<number> {
  const fromMs = Date.now();
  while (city.live.size < count) {
    await vi.advanceTimersByTimeAsync(20);
    if (Date.now() - fromMs > 120_000) throw new Error(`only ${city.live.size} of ${count}`);
  }
  return Date.now() - fromMs;
}

test('at a start everybody connects at once', async () => {
  const city = new City();
  city.addStreams(400);
  expect(await untilLive(city, 400)).toBeLessThan(1_300);
  expect(city.admission.statistics()).toEqual({ waiting: 0, limitedSites: 0 });
});

test.each([0, 3_000, 40_000, 300_000])(
  '200 cameras lost together for %i ms are back within 15 s, never more than 67 connecting at a time',
  async (awayMs) => {
    const city = new City();
    city.addStreams(400);
    await untilLive(city, 400);
    city.cut();
    await vi.advanceTimersByTimeAsync(awayMs);
    city.mostConnecting = city.connecting;
    city.isUp = true;
    expect(await untilLive(city, 400)).toBeLessThan(15_000);
    expect(city.mostConnecting).toBeLessThanOrEqual(Math.max(67, awayMs === 0 ? 400 : 67));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(city.admission.statistics()).toEqual({ waiting: 0, limitedSites: 0 });
  },
);

test('1,000 cameras of one site are back within a minute', async () => {
  const city = new City();
  city.addStreams(1_000);
  await untilLive(city, 1_000);
  city.cut();
  await vi.advanceTimersByTimeAsync(20_000);
  city.isUp = true;
  expect(await untilLive(city, 1_000)).toBeLessThan(60_000);
});

test('while a line is down only a few probe, ever more slowly', async () => {
  const city = new City();
  city.addStreams(400);
  await untilLive(city, 400);
  city.cut();
  await vi.advanceTimersByTimeAsync(10_000);
  const before = city.attempts;
  await vi.advanceTimersByTimeAsync(60_000);
  expect((city.attempts - before) / 60).toBeLessThan(20);
  expect(city.attempts - before).toBeGreaterThan(60);
  expect(city.connecting).toBeLessThanOrEqual(8);
});

test('cameras that are dead for long keep nobody waiting', async () => {
  const city = new City();
  city.addStreams(100);
  city.addStreams(100, true);
  await vi.advanceTimersByTimeAsync(700_000);
  expect(city.live.size).toBe(100);
  const late = city.admission.gate({ site: 'ngã tư', mainUrl: 'rtsp://10.0.0.1/1' });
  let isIn = false;
  void late.enter(new AbortController().signal).then(() => {
    isIn = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(isIn).toBe(true);
});

test('who is told to stop, or leaves, stands in line no longer', async () => {
  const admission = new Admission({ clock: { nowMs: Date.now, monotonicMs: () => Date.now() }, random: () => 0.5 });
  const heldBack: number[] = [];
  const gates = Array.from({ length: 20 }, (_, n) =>
    admission.gate({ site: '', mainUrl: 'rtsp://10.0.0.1/1' }, () => heldBack.push(n)),
  );
  for (const gate of gates) gate.note(stateOf('waiting', 'TC_CAMERA_UNREACHABLE'));
  const stop = new AbortController();
  const entering = gates.map((gate) => gate.enter(stop.signal).catch((error: unknown) => error));
  await vi.advanceTimersByTimeAsync(0);
  expect(admission.statistics()).toEqual({ waiting: 16, limitedSites: 1 });
  expect(gates.filter((gate) => gate.isWaiting)).toHaveLength(16);
  expect(heldBack).toEqual([]);
  gates[0]?.note(stateOf('live'));
  expect(heldBack).toEqual(Array.from({ length: 15 }, (_, n) => n + 5));
  gates[1]?.note(stateOf('live'));
  expect(heldBack).toHaveLength(15);
  gates[19]?.leave();
  expect(await entering[19]).toBeInstanceOf(Function);
  stop.abort();
  expect(await entering[18]).toMatchObject({ name: 'AbortError' });
  expect(admission.statistics().waiting).toBe(0);
  for (const gate of gates) gate.leave();
  expect(admission.statistics().limitedSites).toBe(0);
});

test.each([
  ['rtsp://10.1.2.3:554/a', 'net:10.1.2'],
  ['rtsps://[2001:db8::1:2]:322/a', 'net:2001:db8:0:0'],
  ['rtsp://[fe80:1:2:3:4:5:6:7]/a', 'net:fe80:1:2:3'],
  ['rtsp://Cam-7.local/a', 'host:cam-7.local'],
  ['nonsense', 'host:'],
])('cameras at %s without a site belong to %s', (mainUrl, key) => {
  expect(siteKeyOf({ site: '', mainUrl })).toBe(key);
  expect(siteKeyOf({ site: 'A', mainUrl })).toBe('site:A');
});
