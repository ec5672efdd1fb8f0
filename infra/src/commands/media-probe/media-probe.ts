import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface MediaProbe {
  /** Presentation times of all video packets in file order, milliseconds. */
  readonly ptsMs: readonly number[];
  /** Size of the first picture that decoded, or null when none did. */
  readonly decoded: { readonly width: number; readonly height: number } | null;
  readonly error?: string;
}

/** Judges one fMP4 file (initialisation segment first) in a child process. Never rejects for bad media. */
export function probeMedia(media: Buffer, signal: AbortSignal): Promise<MediaProbe> {
  const childPath = fileURLToPath(new URL('./probe-child.js', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [childPath], { stdio: ['pipe', 'pipe', 'ignore'], signal });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', () => {
      const text = Buffer.concat(output).toString();
      resolve(text === '' ? { ptsMs: [], decoded: null, error: 'the probe crashed' } : JSON.parse(text));
    });
    child.stdin.end(media);
  });
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
