import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAnnexB } from '../h264/annex-b.ts';
import { buildDecoderChild, silentLog, testUnits } from '../worker/test-media.fixture.ts';
import { createFfmpegEngine, isFfmpegPresent } from './ffmpeg-engine.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import { jpegSize } from './jpeg-size.ts';
import { createNodeAvEngine } from './node-av-engine.ts';
import { createQueuedFrameDecoder } from './queued-frame-decoder.ts';

const hasFfmpeg = await isFfmpegPresent();

function keyFrames(count: number): Buffer[] {
  const found: Buffer[] = [];
  for (const unit of testUnits(0)) {
    if (unit.isKeyFrame) found.push(toAnnexB(unit));
    if (found.length === count) break;
  }
  return found;
}

const engines = [
  { name: 'node-av', skip: false, create: async () => createNodeAvEngine({ childPath: await buildDecoderChild() }) },
  { name: 'ffmpeg (skipped where it is not in PATH)', skip: !hasFfmpeg, create: async () => createFfmpegEngine() },
];

for (const { name, skip, create } of engines) {
  describe.skipIf(skip)(`a frame decoder on ${name}`, () => {
    let decoder: FrameDecoder;
    beforeAll(async () => {
      decoder = createQueuedFrameDecoder({ engine: await create(), log: silentLog });
    });
    afterAll(() => decoder.close());

    test('gives no picture for bytes that are no key frame, and goes on', async () => {
      expect(await decoder.decode('a/main', Buffer.from('not video at all'))).toEqual({ kind: 'undecodable' });
      expect(await decoder.decode('a/main', Buffer.alloc(0))).toEqual({ kind: 'undecodable' });
      const cut = keyFrames(1)[0]!.subarray(0, 30);
      expect((await decoder.decode('a/main', cut)).kind).toBe('undecodable');
      expect((await decoder.decode('a/main', keyFrames(1)[0]!)).kind).toBe('picture');
    });

    test('turns a key frame into a JPEG of its native size', async () => {
      const outcome = await decoder.decode('a/main', keyFrames(1)[0]!);
      if (outcome.kind !== 'picture') throw new Error(outcome.kind);
      const { jpeg, width, height } = outcome.picture;
      expect({ width, height }).toEqual({ width: 320, height: 180 });
      expect(jpegSize(jpeg)).toEqual({ width: 320, height: 180 });
      expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9');
    });

    test('keeps the newest waiting key frame of a camera and counts the ones it replaced', async () => {
      const before = decoder.statistics();
      const [one, two, three] = keyFrames(3) as [Buffer, Buffer, Buffer];
      const outcomes = await Promise.all([one, two, three].map((unit) => decoder.decode('b/main', unit)));
      expect(outcomes.map(({ kind }) => kind)).toEqual(['picture', 'replaced', 'picture']);
      const after = decoder.statistics();
      expect(after.replaced - before.replaced).toBe(1);
      expect(after.decoded - before.decoded).toBe(2);
    });

    test('settles everything when it is closed', async () => {
      const closing = createQueuedFrameDecoder({ engine: await create(), log: silentLog });
      const waiting = ['a', 'b', 'c'].map((key) => closing.decode(key, keyFrames(1)[0]!));
      await closing.close();
      for (const { kind } of await Promise.all(waiting)) expect(['lost', 'picture']).toContain(kind);
      expect(await closing.decode('a', keyFrames(1)[0]!)).toEqual({ kind: 'lost' });
    });
  });
}
