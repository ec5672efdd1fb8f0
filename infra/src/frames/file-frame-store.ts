import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';
import { Counter, type Registry } from 'prom-client';
import { systemErrorCode } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { FRAME_RING_SIZE, type FrameStore } from './frame-store.ts';

/** A decoded picture is a JPEG of one camera; anything larger is a fault of the decoder. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const FILE_NAME = /^(main|sub)-(\d{1,15})-(\d{1,5})x(\d{1,5})\.jpg$/;
const NEWEST_ATTEMPTS = 5;

/**
 * Frames as files `<dir>/<cameraId>/<stream>-<capturedAtMs>-<width>x<height>.jpg`, written beside their place and
 * renamed. One process writes a camera at a time; any number read.
 */
export function createFrameStore(dir: string, options: { metrics?: Registry } = {}): FrameStore {
  const rings = new Map<string, string[]>();
  const replaced = options.metrics
    ? new Counter({
        name: 'tc_frames_replaced_total',
        help: 'Frames dropped from the frame store because a newer one took their place',
        registers: [options.metrics],
      })
    : null;
  let draftNumber = 0;

  const ringOf = async (cameraDir: string, stream: StreamName): Promise<string[]> => {
    const key = `${cameraDir}/${stream}`;
    let ring = rings.get(key);
    if (ring === undefined) {
      await makeDirectory(cameraDir);
      ring = (await listFrames(cameraDir)).filter((frame) => frame.stream === stream).map((frame) => frame.name);
      rings.set(key, ring);
    }
    return ring;
  };

  return {
    async put(ref, jpeg) {
      if (jpeg.length > MAX_FRAME_BYTES) throw new RangeError(`frame of ${jpeg.length} bytes is refused`);
      const cameraDir = path.join(dir, ref.cameraId);
      const ring = await ringOf(cameraDir, ref.stream);
      const name = fileName(ref);
      const draft = path.join(cameraDir, `${process.pid}-${draftNumber++}.draft`);
      try {
        await writeFile(draft, jpeg, { mode: 0o600 });
        await rename(draft, path.join(cameraDir, name));
      } catch (error) {
        // The directory may have been removed with its camera; the next frame makes it again.
        rings.delete(`${cameraDir}/${ref.stream}`);
        await rm(draft, { force: true });
        throw error;
      }
      ring.push(name);
      while (ring.length > FRAME_RING_SIZE) {
        const oldest = ring.shift();
        if (oldest === undefined || oldest === name) continue;
        await rm(path.join(cameraDir, oldest), { force: true });
        replaced?.inc();
      }
    },
    get: (ref) => readOrNull(path.join(dir, ref.cameraId, fileName(ref))),
    async newest(cameraId) {
      const cameraDir = path.join(dir, cameraId);
      // A frame may be replaced between the listing and the read.
      for (let attempt = 0; attempt < NEWEST_ATTEMPTS; attempt++) {
        const last = (await listFrames(cameraDir)).at(-1);
        if (last === undefined) return null;
        const jpeg = await readOrNull(path.join(cameraDir, last.name));
        const { stream, capturedAtMs, width, height } = last;
        if (jpeg) return { ref: { cameraId, stream, capturedAtMs, width, height }, jpeg };
      }
      return null;
    },
    async removeCamera(cameraId: CameraId) {
      const cameraDir = path.join(dir, cameraId);
      for (const stream of ['main', 'sub']) rings.delete(`${cameraDir}/${stream}`);
      await rm(cameraDir, { recursive: true, force: true });
    },
    async close() {
      rings.clear();
    },
  };
}

function fileName(ref: FrameRef): string {
  return `${ref.stream}-${Math.round(ref.capturedAtMs)}-${ref.width}x${ref.height}.jpg`;
}

interface StoredFrame {
  readonly name: string;
  readonly stream: StreamName;
  readonly capturedAtMs: number;
  readonly width: number;
  readonly height: number;
}

/** Oldest first. */
async function listFrames(cameraDir: string): Promise<StoredFrame[]> {
  let names: string[];
  try {
    names = await readdir(cameraDir);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const [, stream, capturedAtMs, width, height] = FILE_NAME.exec(name) ?? [];
      if (stream !== 'main' && stream !== 'sub') return [];
      return [
        { name, stream, capturedAtMs: Number(capturedAtMs), width: Number(width), height: Number(height) } as const,
      ];
    })
    .sort((a, b) => a.capturedAtMs - b.capturedAtMs);
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
