import type { CameraId } from '@thapcanh/core/ids';
import { expect, test } from 'vitest';
import type { MediaPart } from '../media/media-types.ts';
import { BackfillFailure, type BackfillSource } from './edge-backfill.ts';
import type { Span } from './spans.ts';

export interface BackfillBed {
  readonly source: BackfillSource;
  readonly cameraId: CameraId;
  readonly unknownCamera: CameraId;
  /** One stretch of at least 10 s, a key frame a second, that the source holds. */
  readonly held: Span;
}

/** What `BackfillSource` promises; every implementation runs it. */
export function testBackfillSource(name: string, makeBed: () => BackfillBed): void {
  const never = new AbortController().signal;
  const all = async (parts: AsyncIterable<MediaPart>): Promise<MediaPart[]> => {
    const result: MediaPart[] = [];
    for await (const part of parts) result.push(part);
    return result;
  };

  test(`${name}: time that it does not have is a lasting failure`, async () => {
    const { source, unknownCamera, held } = makeBed();
    expect(await source.holdings(unknownCamera, held, never)).toEqual([]);
    const refused = await all(source.fetch(unknownCamera, held.fromMs, held.toMs, never)).catch((error) => error);
    expect(refused).toBeInstanceOf(BackfillFailure);
    expect(refused).toMatchObject({ isLasting: true });
  });

  test(`${name}: what it has is told inside the period`, async () => {
    const { source, cameraId, held } = makeBed();
    const period = { fromMs: held.fromMs + 2_000, toMs: held.toMs + 60_000 };
    expect(await source.holdings(cameraId, period, never)).toEqual([{ fromMs: period.fromMs, toMs: held.toMs }]);
  });

  test(`${name}: parts come in order from the key frame before the start and cover what was asked for`, async () => {
    const { source, cameraId, held } = makeBed();
    const [fromMs, toMs] = [held.fromMs + 2_300, held.fromMs + 6_100];
    const parts = await all(source.fetch(cameraId, fromMs, toMs, never));
    const [first] = parts;
    const last = parts.at(-1);
    expect(first?.startsWithKeyFrame).toBe(true);
    expect(first?.startsAtMs).toBeLessThanOrEqual(fromMs);
    expect(last && last.startsAtMs + last.durationMs).toBeGreaterThanOrEqual(toMs);
    expect(last?.startsAtMs).toBeLessThan(toMs);
    parts.slice(1).forEach((part, n) => {
      const before = parts[n];
      expect(part.startsAtMs).toBeGreaterThanOrEqual(before ? before.startsAtMs + before.durationMs - 1 : 0);
    });
  });

  test(`${name}: an aborted fetch rejects with the reason of the signal`, async () => {
    const { source, cameraId, held } = makeBed();
    const stop = new AbortController();
    const parts = source.fetch(cameraId, held.fromMs, held.toMs, stop.signal)[Symbol.asyncIterator]();
    await parts.next();
    stop.abort(new Error('enough'));
    await expect(parts.next()).rejects.toThrow('enough');
  });
}
