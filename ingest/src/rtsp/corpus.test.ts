import { systemClock } from '@thapcanh/core/time/clock';
import { expect, test } from 'vitest';
import { directSockets } from '../sockets/direct-sockets.ts';
import type { Announcement, TrackKind } from './announcement.ts';
import { CameraFailure } from './camera-failure.ts';
import { startReplay } from './corpus/replay-server.fixture.ts';
import { readCorpus, type Transcript } from './corpus/transcript.fixture.ts';
import { playRtsp } from './rtsp-client.ts';
import type { RtspPlayback } from './rtsp-client-options.ts';
import { parseRtspUrl } from './rtsp-url.ts';

const corpus = readCorpus();

async function play(transcript: Transcript) {
  const server = await startReplay(transcript);
  const [username = '', password = ''] = (transcript.facts.get('account') ?? '').split(':');
  const announcements: Announcement[] = [];
  const packets: { track: TrackKind; sequence: number }[] = [];
  const wanted = Number(/packets=(\d+)/.exec(transcript.facts.get('expect') ?? '')?.[1] ?? 0);
  let onEnough = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    onEnough = resolve;
  });
  let playback: RtspPlayback | null = null;
  let outcome: string;
  try {
    playback = await playRtsp({
      target: parseRtspUrl(`rtsp://127.0.0.1:${server.port}${transcript.facts.get('url')}`),
      credentials: username === '' ? null : { username, password },
      transport: 'auto',
      habits: { prefersUdp: false, breaksOnAudio: false },
      clock: systemClock,
      connectMs: 2_000,
      responseMs: 2_000,
      signal: AbortSignal.timeout(10_000),
      sockets: directSockets,
      consumer: {
        onAnnounce: (announcement) => announcements.push(announcement),
        onRtp: (track, bytes, start) => {
          packets.push({ track, sequence: bytes.readUInt16BE(start + 2) });
          if (packets.length === wanted) onEnough();
        },
        onRtcp: () => undefined,
      },
    });
    await Promise.race([enough, playback.closed]);
    const { transport, hasUsedBasic } = playback.facts();
    const [{ video, audio, droppedAudio }] = announcements as [Announcement];
    outcome = [
      `play video=${video.encoding}`,
      ...(audio === null ? [] : [`audio=${audio.encoding}`]),
      `dropped=${droppedAudio ?? 'none'} transport=${transport} packets=${packets.length}`,
      ...(hasUsedBasic ? ['basic=yes'] : []),
    ].join(' ');
  } catch (error) {
    outcome = error instanceof CameraFailure ? `fault ${error.fault.code}` : String(error);
  }
  await playback?.close();
  await server.close();
  return { outcome, server, announcements, packets };
}

test('the corpus covers the common brands', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(18);
});

test.concurrent.each(corpus.map((transcript) => [transcript.name, transcript] as const))(
  'the client plays with %s as its transcript says',
  async (_, transcript) => {
    const { outcome, server, announcements, packets } = await play(transcript);
    expect(server.mismatches).toEqual([]);
    expect(outcome).toBe(transcript.facts.get('expect'));
    expect(server.played).toBe(transcript.steps.length);
    expect(announcements.length).toBe(outcome.startsWith('play') ? 1 : 0);
    const video = packets.filter(({ track }) => track === 'video').map(({ sequence }) => sequence);
    for (const [index, sequence] of video.entries())
      if (index > 0) expect(sequence).toBe(((video[index - 1] ?? 0) + 1) & 0xffff);
  },
);
