import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchEngine, endOf, pidsOf, stopAll } from './bench-engine.ts';

const LOOK_EVERY_MS = 100;
const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

/** What a program around fluent-ffmpeg runs to record: one ffmpeg a camera, packets copied into minute files. */
export function startCopyEngine(program: string, urls: readonly string[], dir: string): BenchEngine {
  const children = urls.map((url, index) => {
    const input = [...QUIET, '-rtsp_transport', 'tcp', '-i', url];
    const output = ['-c', 'copy', '-f', 'segment', '-segment_time', '60', '-segment_atclocktime', '1'];
    const file = path.join(dir, `${index}-%05d.mp4`);
    return spawn(program, [...input, ...output, '-reset_timestamps', '1', file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  return engineOf(children, async (signal) => {
    while (new Set((await readdir(dir)).map((name) => name.split('-')[0])).size < urls.length) {
      await delay(LOOK_EVERY_MS, undefined, { signal });
    }
  });
}

/**
 * What node-rtsp-stream runs to show a camera: one ffmpeg that encodes it anew as MPEG-1 for a pipe. MPEG-1 knows no
 * rate below 23.976 pictures a second; 24 is the cheapest whole one.
 */
export function startMpeg1Engine(program: string, urls: readonly string[]): BenchEngine {
  const children = urls.map((url) => {
    const input = [...QUIET, '-rtsp_transport', 'tcp', '-i', url];
    const output = ['-f', 'mpegts', '-codec:v', 'mpeg1video', '-an', '-r', '24', '-'];
    return spawn(program, [...input, ...output], { stdio: ['ignore', 'pipe', 'inherit'] });
  });
  const begun = children.map(async ({ stdout }) => {
    await once(stdout, 'data');
    stdout.resume();
  });
  return engineOf(children, () => Promise.all(begun));
}

function engineOf(children: readonly ChildProcess[], allBegun: (signal: AbortSignal) => Promise<unknown>): BenchEngine {
  const ends = children.map(endOf);
  const stopped = new AbortController();
  const died = Promise.race(ends).then((how) => {
    stopped.abort();
    throw new Error(`an ffmpeg ended (${how})`);
  });
  const working = Promise.race([allBegun(stopped.signal), died]).then(() => undefined);
  working.catch(() => undefined);
  died.catch(() => undefined);
  return {
    cameras: children.length,
    pids: pidsOf(children),
    working,
    stop: () => stopAll(children, Promise.all(ends)),
  };
}
