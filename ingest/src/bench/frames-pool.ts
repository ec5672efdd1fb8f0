import { DecoderPool } from '../decode/decoder-pool.ts';
import { createNodeAvEngine } from '../decode/node-av-engine.ts';
import { planFrames } from '../frames/frame-plan.ts';
import type { BenchTranscoder } from './bench-transcoder.ts';

/** As ingest does it: the decoder pool with the difference gate, every picture wanted, so that each one is a JPEG. */
export function createPoolTranscoder(processes: number): BenchTranscoder {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const pool = new DecoderPool({ createEngine: () => createNodeAvEngine(), processes, log });
  const { gate } = planFrames('plate-gate', false);
  const states = new Map<string, Buffer | null>();
  return {
    width: processes + 1,
    async transcode(camera, frame) {
      const key = camera.slice(0, camera.lastIndexOf('/'));
      const question = { settings: gate?.settings ?? { level: 6, cells: 5 }, state: states.get(key) ?? null };
      const outcome = await pool.decode(camera, { ...frame, gate: { ...question, isWanted: true } });
      if (outcome.kind !== 'picture') throw new Error(`a key frame of the clip was ${outcome.kind}`);
      states.set(key, outcome.gateState);
      return outcome.picture.jpeg.length;
    },
  };
}
