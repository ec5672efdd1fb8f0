import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { slice } from '../h264/rtp-packets.fixture.ts';
import { TONE_RATE } from '../media/clips.fixture.ts';
import type { MediaPart } from '../media/media-types.ts';
import { TestCamera, toneTrack, videoTrack } from './stream-receiver.fixture.ts';

const STEP = 3_600;
const FRAME_MS = 40;
const UNIT_MS = 64;
const video = videoTrack('H264', [SPS_320X180, PPS]);

interface Sound {
  readonly start: number;
  readonly duration: number;
}

/** The audio run of a part: where it starts and how long it lasts, in seconds. */
function soundOf(part: MediaPart): Sound | null {
  const { data } = part;
  const traf = data.indexOf('traf', data.indexOf('traf') + 4);
  if (traf < 0 || traf > data.indexOf('mdat')) return null;
  const tfdt = data.indexOf('tfdt', traf);
  const trun = data.indexOf('trun', traf);
  const count = data.readUInt32BE(trun + 8);
  let duration = 0;
  for (let n = 0; n < count; n++) duration += data.readUInt32BE(trun + 16 + n * 8);
  return { start: Number(data.readBigUInt64BE(tfdt + 8)) / TONE_RATE, duration: duration / TONE_RATE };
}

interface Play {
  readonly seconds: number;
  /** Sound comes this much later than the pictures it belongs to. */
  readonly delayMs?: number;
  /** Its clock runs this much faster. */
  readonly drift?: number;
  readonly hasSound?: (atMs: number) => boolean;
  readonly beforePicture?: (n: number) => void;
}

/** 25 pictures a second, a key frame a second, a unit of sound each 64 ms. */
function play(
  camera: TestCamera,
  { seconds, delayMs = 0, drift = 1, hasSound = () => true, beforePicture }: Play,
): void {
  const startMs = camera.nowMs;
  let unit = 0;
  for (let n = 0; n < seconds * 25; n++) {
    beforePicture?.(n);
    const soundAtMs = (): number => (unit + 1) * UNIT_MS * (1 / drift) + delayMs;
    for (; soundAtMs() <= n * FRAME_MS; unit++) {
      camera.nowMs = startMs + soundAtMs();
      if (hasSound(soundAtMs())) camera.sendAudio([Buffer.alloc(200, unit)], 5_000 + unit * 1_024);
      else camera.losePacket('audio');
    }
    camera.nowMs = startMs + n * FRAME_MS;
    camera.sendVideo('H264', [slice(n % 25 === 0, 500)], 77_000 + n * STEP);
  }
}

function createSut(droppedAudio: string | null = null) {
  const camera = new TestCamera();
  camera.receiver.onAnnounce({ video, audio: droppedAudio === null ? toneTrack : null, droppedAudio });
  return camera;
}

test('sound of another codec is not recorded, and the figures say so', () => {
  const camera = createSut('PCMA');
  play(camera, { seconds: 3 });
  expect(camera.meter.snapshot().audio).toBe('dropped:PCMA');
  expect(camera.parts.every((part) => part.description.audio === null && soundOf(part) === null)).toBe(true);
});

test('an AAC track that cannot be read is dropped like another codec', () => {
  const camera = new TestCamera();
  const audio = { ...toneTrack, format: new Map([...toneTrack.format, ['config', 'ffff']]) };
  camera.receiver.onAnnounce({ video, audio, droppedAudio: null });
  play(camera, { seconds: 2 });
  expect(camera.meter.snapshot().audio).toBe('dropped:MPEG4-GENERIC');
});

test('announced sound that does not come leaves the description, and comes back with the first unit', () => {
  const camera = createSut();
  play(camera, { seconds: 12, hasSound: (atMs) => atMs > 7_000 });
  const described = camera.parts
    .filter((part) => part.discontinuity !== null)
    .map((part) => part.description.audio !== null);
  expect(described).toEqual([true, false, true]);
  expect(camera.meter.snapshot().audio).toBe('aac');
});

test('sound adjoins from part to part beside the pictures, also from a clock that is off by a per cent', () => {
  for (const drift of [1, 0.99, 1.01]) {
    const camera = createSut();
    play(camera, { seconds: 60, drift });
    let end: number | null = null;
    for (const part of camera.parts) {
      const sound = soundOf(part);
      if (sound === null) continue;
      if (end !== null) expect(sound.start).toBeCloseTo(end, 6);
      end = sound.start + sound.duration;
      expect(Math.abs(sound.start - part.decodeTime90k / 90_000)).toBeLessThan(0.5);
    }
    expect(end).toBeGreaterThan(59);
  }
});

test('sender reports of both tracks put late sound where it belongs, however wrong the camera clock is', () => {
  const camera = createSut();
  const cameraMs = Date.UTC(1999, 4, 1);
  const beforePicture = (n: number): void => {
    if (n % 125 !== 0) return;
    camera.report('video', cameraMs + n * FRAME_MS, 77_000 + n * STEP);
    camera.report('audio', cameraMs + n * FRAME_MS, 5_000 + Math.round((n * FRAME_MS * TONE_RATE) / 1_000));
  };
  play(camera, { seconds: 20, delayMs: 700, beforePicture });
  const last = camera.parts.findLast((part) => soundOf(part) !== null);
  // It came 700 ms late: it lies in a part of later pictures, at its own time.
  const behind = (last?.decodeTime90k ?? 0) / 90_000 - (soundOf(last!)?.start ?? 0);
  expect(behind).toBeGreaterThan(0.4);
  expect(behind).toBeLessThan(1);
  expect(camera.meter.snapshot().cameraClockOffsetMs).toBeNull();
});

test('sound without pictures is bounded and thrown away', () => {
  const camera = createSut();
  for (let n = 0; n < 2_000; n++) camera.sendAudio([Buffer.alloc(1_000, 1)], n * 1_024);
  play(camera, { seconds: 2 });
  camera.nowMs += 40;
  for (let n = 0; n < 2_000; n++) camera.sendAudio([Buffer.alloc(1_000, 1)], n * 1_024);
  camera.receiver.breakRun();
  expect(Math.max(...camera.parts.map((part) => part.data.length))).toBeLessThan(700_000);
});

test('sound whose pictures stay away for more than half a minute is dropped and counted', () => {
  const camera = createSut();
  play(camera, { seconds: 2 });
  expect(camera.meter.snapshot().droppedAudioUnits).toBe(0);
  for (let unit = 40; unit < 640; unit++) {
    camera.nowMs += UNIT_MS;
    camera.sendAudio([Buffer.alloc(200, unit)], 5_000 + unit * 1_024);
  }
  expect(camera.meter.snapshot().droppedAudioUnits).toBeGreaterThan(50);
});

test('sound goes on after a connection that had none', () => {
  const camera = createSut();
  play(camera, { seconds: 2 });
  camera.receiver.onAnnounce({ video, audio: null, droppedAudio: null });
  camera.receiver.onAnnounce({ video, audio: toneTrack, droppedAudio: null });
  const before = camera.parts.length;
  play(camera, { seconds: 3 });
  const after = camera.parts.slice(before);
  expect(after[0]?.description).toBe(camera.parts[0]?.description);
  expect(after.filter((part) => soundOf(part) !== null).length).toBeGreaterThan(8);
});

test('no packets whatsoever on either track throw, and sound never goes back', () => {
  const action = fc.record({
    kind: fc.constantFrom('picture', 'picture', 'sound', 'sound', 'junk', 'report', 'loss', 'break'),
    bytes: fc.uint8Array({ maxLength: 90 }),
    timestamp: fc.oneof(
      fc.nat(60).map((n) => n * STEP),
      fc.nat(0xffff_ffff),
    ),
    elapsedMs: fc.oneof(fc.constant(FRAME_MS), fc.nat(6_000)),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const camera = createSut();
      for (const [n, { kind, bytes, timestamp, elapsedMs }] of actions.entries()) {
        camera.nowMs += elapsedMs;
        const junk = Buffer.from(bytes);
        if (kind === 'picture') camera.sendVideo('H264', [slice(n % 3 === 0, 100)], timestamp);
        else if (kind === 'sound') camera.sendAudio([junk, junk], timestamp);
        else if (kind === 'report') camera.report(n % 2 === 0 ? 'video' : 'audio', timestamp * 300, timestamp);
        else if (kind === 'loss') camera.losePacket(n % 2 === 0 ? 'video' : 'audio');
        else if (kind === 'break') camera.receiver.breakRun();
        else {
          camera.receiver.onRtp('audio', junk, 0, junk.length);
          camera.receiver.onRtcp('audio', junk, 0, junk.length);
        }
      }
      camera.receiver.breakRun();
      let end = 0;
      for (const part of camera.parts) {
        const sound = soundOf(part);
        if (sound === null) continue;
        expect(sound.start).toBeGreaterThanOrEqual(end - 1e-6);
        end = sound.start + sound.duration;
      }
    }),
    { numRuns: 300 },
  );
});
