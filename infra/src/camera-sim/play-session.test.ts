import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { CameraState } from './camera-state.ts';
import { prepareClip } from './clip.ts';
import { ConnectionWriter, Pacer } from './connection-writer.ts';
import { parseFaultSwitches } from './fault-switches.ts';
import { parseMp4Video } from './mp4-video.ts';
import { InterleavedSink } from './packet-sink.ts';
import { PlaySession } from './play-session.ts';
import { TEST_PATTERN } from './rtsp-test-client.fixture.ts';
import { createCounters } from './simulator-counters.ts';
import { WireFrame } from './wire-frame.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function socketPair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const far = connect(typeof address === 'object' ? address!.port : 0, '127.0.0.1');
  const [near] = await once(server, 'connection');
  closing.push(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, far };
}

test('a client that does not read loses whole groups of pictures and resumes at a key frame', async () => {
  const video = parseMp4Video(readFileSync(TEST_PATTERN));
  const [key, delta] = [Buffer.alloc(2 ** 20, 0x65), Buffer.alloc(2 ** 20, 0x41)];
  const accessUnits = video.accessUnits.map((unit) => ({ ...unit, nals: [unit.isKey ? key : delta] }));
  const clip = prepareClip({ ...video, accessUnits });
  const { near, far } = await socketPair();
  const counters = createCounters();
  const maxBacklogBytes = 4 * 2 ** 20;
  const pacer = new Pacer();
  closing.push(() => pacer.close());
  const session = new PlaySession({
    track: clip,
    faults: parseFaultSwitches(new URLSearchParams()),
    state: new CameraState(),
    sink: new InterleavedSink(new ConnectionWriter(near, pacer), 0, 1),
    seed: 1,
    maxBacklogBytes,
    counters,
    onCut: () => {},
  });
  session.start(0, 0);
  for (let number = 0; number < 30; number += 1) session.send(new WireFrame(clip, number), 0);
  expect(near.writableLength).toBeLessThan(maxBacklogBytes + 3 * 2 ** 20);
  expect(counters.framesDropped).toBeGreaterThan(10);
  expect(counters.gopsDropped).toBeGreaterThanOrEqual(2);
  const sentBefore = counters.framesSent;
  far.resume();
  await once(near, 'drain');
  session.send(new WireFrame(clip, 35), 0);
  expect(counters.framesSent).toBe(sentBefore);
  session.send(new WireFrame(clip, 40), 0);
  session.send(new WireFrame(clip, 41), 0);
  expect(counters.framesSent).toBe(sentBefore + 2);
});
