import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStream } from '../fmp4/init-segment.ts';
import { PartBuilder } from '../fmp4/part-builder.ts';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import type { MediaPart } from './media-types.ts';
import { SlabPool } from './slab.ts';

const KB = 1024;

test('releasing more often than retaining is refused', () => {
  const slab = new SlabPool().take(1);
  slab.retain();
  slab.release();
  expect(() => slab.release()).toThrow('released more often');
});

test('memory is used again after its last holder let go, and not before', () => {
  const pool = new SlabPool();
  const first = pool.take(100 * KB);
  first.retain();
  first.retain();
  first.release();
  expect(pool.take(100 * KB).bytes).not.toBe(first.bytes);
  first.release();
  expect(pool.take(100 * KB).bytes).toBe(first.bytes);
  expect(pool.statistics()).toMatchObject({ fresh: 2, recycled: 1, freeBytes: 0 });
});

test('memory that somebody keeps is never used again', () => {
  const pool = new SlabPool();
  const slab = pool.take(100 * KB);
  slab.retain();
  slab.keep();
  slab.release();
  expect(pool.take(100 * KB).bytes).not.toBe(slab.bytes);
});

test('a slab of twice the size is taken rather than a new one', () => {
  const pool = new SlabPool();
  const large = pool.take(1_024 * KB);
  large.retain();
  large.release();
  expect(pool.take(200 * KB).bytes.length).toBe(256 * KB);
  expect(pool.take(400 * KB).bytes).toBe(large.bytes);
  expect(pool.statistics().freeBytes).toBe(0);
});

test('a slab holds at least what was asked for, also more than 1 MB, which is not kept', () => {
  const pool = new SlabPool();
  for (const bytes of [1, 64 * KB, 64 * KB + 1, 1_024 * KB, 1_024 * KB + 1, 9_000 * KB]) {
    const slab = pool.take(bytes);
    expect(slab.bytes.length).toBeGreaterThanOrEqual(bytes);
    slab.retain();
    slab.release();
  }
  expect(pool.statistics().freeBytes).toBe((64 + 128 + 1_024) * KB);
});

test('of more than 64 MB the size that was not asked for the longest goes', () => {
  const pool = new SlabPool();
  const give = (bytes: number, count: number): void => {
    const slabs = Array.from({ length: count }, () => pool.take(bytes));
    for (const slab of slabs) {
      slab.retain();
      slab.release();
    }
  };
  give(64 * KB, 64);
  give(1_024 * KB, 63);
  expect(pool.statistics()).toMatchObject({ freeBytes: 64 * 1_024 * KB, surplus: 48 });
  pool.take(64 * KB);
  give(256 * KB, 8);
  const { fresh } = pool.statistics();
  for (let i = 0; i < 15; i++) pool.take(64 * KB);
  expect(pool.statistics().fresh).toBe(fresh);
});

test('a part never changes while it is held, however others come and go', () => {
  const sets = new ParameterSets();
  sets.offer(SPS_320X180);
  sets.offer(PPS);
  const description = describeStream(sets.snapshot()!);
  const picture = fc.record({
    camera: fc.integer({ min: 0, max: 2 }),
    bytes: fc.integer({ min: 1, max: 90_000 }),
    isKeyFrame: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    isBuiltInPlace: fc.boolean(),
    heldFor: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 20, maxLength: 200 }), (pictures) => {
      const pool = new SlabPool();
      const held: { part: MediaPart; copy: Buffer; left: number }[] = [];
      let heldFor = 0;
      const onPart = (part: MediaPart): void => {
        part.memory?.retain();
        held.push({ part, copy: Buffer.from(part.data), left: heldFor });
      };
      const builders = [0, 1, 2].map(() => ({ builder: new PartBuilder(onPart, pool), at90k: 0 }));
      pictures.forEach((item, index) => {
        const camera = builders[item.camera];
        if (camera === undefined) return;
        heldFor = item.heldFor;
        const { space } = camera.builder;
        const isFirst = camera.at90k === 0;
        const isKeyFrame = isFirst || item.isKeyFrame;
        camera.at90k += 3_600;
        let avcc: Buffer = Buffer.alloc(item.bytes, index);
        if (item.isBuiltInPlace) {
          space.beginPicture(isKeyFrame, camera.at90k);
          space.append(avcc, 0, avcc.length);
          avcc = space.picture();
        }
        const times = { decodeTime90k: camera.at90k, compositionOffset90k: 0, atMs: camera.at90k / 90 };
        camera.builder.push(
          { description, avcc, isKeyFrame, discontinuity: isFirst ? 'start' : null, ...times },
          3_600,
        );
        for (const entry of held.splice(0)) {
          expect(entry.part.data.equals(entry.copy)).toBe(true);
          if (entry.left === 0) entry.part.memory?.release();
          else held.push({ ...entry, left: entry.left - 1 });
        }
      });
    }),
    { numRuns: 60 },
  );
});
