import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { describe, expect, test } from 'vitest';
import { clip, describeCameraSession } from '../session/camera-session-conformance.fixture.ts';
import { startTestSession, until } from '../session/recording-sink.fixture.ts';

const isInstalled = spawnSync('ffmpeg', ['-version']).status === 0;

/** Command lines and environments of the children of this process that anybody, or we, can read. */
function childrenOfOurs(): { command: string; environment: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
        const read = (file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8');
        return isOurs ? [{ command: read('cmdline'), environment: read('environ') }] : [];
      } catch {
        return [];
      }
    });
}

describe.skipIf(!isInstalled)('with ffmpeg installed', () => {
  describeCameraSession({ source: 'ffmpeg', firstFrameMs: 8_000 });

  test('the account stands in no command line or environment, and the child is gone after close', async () => {
    const auth = { username: 'demo', password: "it's a 100 % secret" };
    const simulator = createRtspSimulator({ streams: [{ path: 'gate', file: clip('test-pattern'), auth }] });
    await simulator.start();
    const { session, parts } = startTestSession(simulator.url('gate'), { ...auth, source: 'ffmpeg' });
    await until('video', () => parts.length > 0);
    const children = childrenOfOurs().filter(({ command }) => command.startsWith('ffmpeg'));
    expect(children).toHaveLength(1);
    expect(JSON.stringify(children)).not.toMatch(/secret|demo/);
    await session.close();
    expect(childrenOfOurs().filter(({ command }) => command.startsWith('ffmpeg'))).toEqual([]);
    await simulator.close();
  });
});
