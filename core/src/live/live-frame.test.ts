import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeDescription,
  encodePartHead,
  encodeState,
  encodeUnitHead,
  isKeyFrameMessage,
  type LiveDescription,
  readLiveFrame,
} from './live-frame.ts';
import { LiveFrameError, LiveFrameSplitter, MAX_LIVE_FRAME_BYTES } from './live-frame-splitter.ts';

const description: LiveDescription = {
  codec: 'avc1.64001f',
  audioCodec: null,
  width: 640,
  height: 360,
  videoCodec: 'h264',
  isReordered: false,
  initBytes: 3,
  parameterSets: ['Z2Q=', 'aO4='],
};

const join = (...pieces: Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]));

function split(bytes: Uint8Array, step: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const splitter = new LiveFrameSplitter((frame) => frames.push(frame));
  for (let at = 0; at < bytes.length; at += step) splitter.push(bytes.subarray(at, at + step));
  return frames;
}

test('any bytes are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 5 }), (bytes, type) => {
      readLiveFrame(bytes);
      readLiveFrame(Uint8Array.from([type, ...bytes]));
    }),
  );
});

test('a length that no frame has ends the reading', () => {
  const push = (length: number) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, length);
    new LiveFrameSplitter(() => undefined).push(bytes);
  };
  expect(() => push(0)).toThrow(LiveFrameError);
  expect(() => push(MAX_LIVE_FRAME_BYTES + 1)).toThrow(LiveFrameError);
});

test('a description whose initialisation segment is cut short is refused', () => {
  const frame = encodeDescription(description, Uint8Array.of(1, 2, 3));
  expect(readLiveFrame(frame.subarray(4, -1))).toBeNull();
});

test('what was written is read again, however the bytes arrive', () => {
  const part = {
    isKey: true,
    isDiscontinuity: true,
    startsAtMs: 1.5e12 + 0.25,
    decodeTime90k: 2 ** 40,
    duration90k: 18_000,
  };
  const unit = { isKey: false, atMs: 1.5e12, decodeTime90k: 7, compositionOffset90k: -3_000 };
  const data = Uint8Array.of(9, 8, 7);
  const bytes = join(
    encodeDescription(description, Uint8Array.of(1, 2, 3)),
    encodePartHead(part, 3),
    data,
    encodeUnitHead(unit, 3),
    data,
    encodeState({ state: 'waiting', dropped: 4 }),
  );
  for (const step of [1, 7, 64, 1000]) {
    const frames = split(bytes, step);
    expect(frames.map(readLiveFrame)).toEqual([
      { kind: 'description', description, init: Uint8Array.of(1, 2, 3) },
      { kind: 'part', ...part, data },
      { kind: 'unit', ...unit, data },
      { kind: 'state', state: 'waiting', dropped: 4 },
    ]);
    expect(frames.map(isKeyFrameMessage)).toEqual([false, true, false, false]);
  }
});
