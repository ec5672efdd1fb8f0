import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface MediaProbe {
  /** Presentation times of all video packets in file order, milliseconds. */
  readonly ptsMs: readonly number[];
  /** Size of the first picture that decoded, or null when none did. */
  readonly decoded: { readonly width: number; readonly height: number } | null;
  readonly error?: string;
}

const run = promisify(execFile);

/** Judges one fMP4 file (initialisation segment first) in a child process. Rejects only when the probe itself fails. */
export async function probeMedia(media: Buffer, signal: AbortSignal): Promise<MediaProbe> {
  // The built program, also where this file itself is run from its source.
  const childPath = fileURLToPath(new URL('../../../dist/commands/media-probe/probe-child.js', import.meta.url));
  const dir = await mkdtemp(join(tmpdir(), 'thapcanh-probe-'));
  try {
    const file = join(dir, 'media.mp4');
    await writeFile(file, media);
    const { stdout } = await run(process.execPath, [childPath, file], { signal, maxBuffer: 16 * 1024 * 1024 });
    return JSON.parse(stdout);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Time missing between consecutive pictures beyond one frame interval, summed. `frameMs` is the median interval. */
export function missingTime(ptsMs: readonly number[]): { lostMs: number; frameMs: number } {
  const ordered = [...ptsMs].sort((a, b) => a - b);
  const steps = ordered.slice(1).map((pts, index) => pts - (ordered[index] ?? pts));
  const frameMs = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  // A gap of one frame is a step of two intervals; rounding of 90 kHz ticks stays far below the half frame allowed here.
  const lostMs = steps.reduce((sum, step) => sum + (step > frameMs * 2.5 ? step - frameMs : 0), 0);
  return { lostMs: Math.round(lostMs), frameMs };
}
