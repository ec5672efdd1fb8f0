import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type FaultOutcome, nothingExcused } from './fault.ts';
import type { FaultRig } from './fault-rig.ts';
import type { TimeSpan } from './time-spans.ts';

const BEFORE_MS = 5_000;
const AFTER_MS = 10_000;
const PATIENCE_MS = 90_000;

/** Breaks `cameras` by a fault script for `forMs`; what they did not send meanwhile is excused. */
async function breakCameras(
  rig: FaultRig,
  cameras: readonly string[],
  script: string,
  forMs: number,
): Promise<FaultOutcome> {
  const fromMs = Date.now();
  for (const id of cameras) rig.cameras.run(`${id}/main`, script);
  await delay(forMs, undefined, { signal: rig.options.signal });
  const healedAtMs = Date.now();
  await rig.recordedSince(cameras, healedAtMs + AFTER_MS, PATIENCE_MS);
  const againAtMs = await rig.recordingAgainAtMs(cameras, healedAtMs);
  const missing: readonly TimeSpan[] = [{ fromMs, toMs: healedAtMs }];
  return {
    cameras,
    window: { fromMs: fromMs - BEFORE_MS, toMs: healedAtMs + AFTER_MS },
    excused: forMs === 0 ? nothingExcused : () => missing,
    recoveryMs: Math.round(againAtMs - healedAtMs),
  };
}

const single = (rig: FaultRig): readonly string[] => rig.singles.slice(0, 1);

/** Cameras and lines that fail, one by one and all at once. */
export const CAMERA_FAULTS: readonly Fault<FaultRig>[] = [
  { name: 'camera-cut-5s', run: (rig) => breakCameras(rig, single(rig), 'cut 5s', 5_000) },
  { name: 'camera-frozen-12s', run: (rig) => breakCameras(rig, single(rig), 'freeze 12s', 12_000) },
  { name: 'packet-loss-5%', run: (rig) => breakCameras(rig, single(rig), 'loss 5% 15s', 15_000) },
  { name: 'timestamp-jump-forward', run: (rig) => breakCameras(rig, single(rig), 'jump +1h', 0) },
  { name: 'timestamp-jump-back', run: (rig) => breakCameras(rig, single(rig), 'jump -1h', 0) },
  { name: 'crowd-lost-10s', run: (rig) => breakCameras(rig, rig.crowd, 'cut 10s', 10_000) },
];
