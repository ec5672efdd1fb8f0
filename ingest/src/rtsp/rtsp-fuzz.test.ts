import { systemClock } from '@thapcanh/core/time/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directSockets } from '../sockets/direct-sockets.ts';
import { chooseChallenge } from './authentication.ts';
import { CameraFailure } from './camera-failure.ts';
import { controlCandidates } from './control-url.ts';
import { startReplay } from './corpus/replay-server.fixture.ts';
import { readCorpus } from './corpus/transcript.fixture.ts';
import { InterleavedPath } from './interleaved-path.ts';
import { InterleavedReader, MAX_CARRY_BYTES } from './interleaved-reader.ts';
import { playRtsp } from './rtsp-client.ts';
import { parseRtspUrl } from './rtsp-url.ts';
import { parseSdp } from './sdp.ts';
import { parseSessionHeader } from './session-header.ts';
import { parseTransport } from './transport-header.ts';

const corpus = readCorpus();

/** Everything the cameras of the corpus write, as one text each. */
const texts = corpus.map(({ steps }) =>
  steps
    .flatMap(({ actions }) => actions.flatMap((action) => (action.kind === 'answer' ? [...action.lines, ''] : [])))
    .join('\r\n'),
);

interface Mutation {
  readonly at: number;
  readonly kind: 'flip' | 'cut' | 'repeat' | 'insert';
  readonly value: Uint8Array;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'repeat', 'insert'),
  value: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }),
    fc.constantFrom('$', '\r\n\r\n', 'RTSP/1.0 ', 'Content-Length: 99999', '=', '\0').map((text) => Buffer.from(text)),
  ),
});

function mutated(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  let result = bytes;
  for (const { at, kind, value } of mutations) {
    const index = Math.floor(at * result.length);
    const before = result.subarray(0, index);
    const after = result.subarray(index);
    if (kind === 'cut') result = Buffer.concat([before, after.subarray(value.length)]);
    else if (kind === 'repeat') result = Buffer.concat([before, after.subarray(0, 200), after]);
    else if (kind === 'insert') result = Buffer.concat([before, value, after]);
    else result = Buffer.concat([before, value, after.subarray(value.length)]);
  }
  return result;
}

test('no mutation of what cameras write makes a parser throw or the reader hold more than its limit', () => {
  const input = fc.tuple(
    fc.constantFrom(...texts),
    fc.array(mutation, { maxLength: 8 }),
    fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
  );
  fc.assert(
    fc.property(input, ([text, mutations, cuts]) => {
      const bytes = mutated(Buffer.from(text, 'latin1'), mutations);
      const path = new InterleavedPath(systemClock, () => undefined);
      const sdp = parseSdp(bytes.subarray(Math.max(0, bytes.indexOf('v=0'))));
      if (sdp.kind === 'tracks') {
        path.grant(sdp.video, undefined);
        expect(sdp.video.parameterSets.length).toBeLessThanOrEqual(16);
      }
      path.open({ onAnnounce: () => undefined, onRtp: () => undefined, onRtcp: () => undefined });
      const reader = new InterleavedReader({
        onFrame: (channel, frame, start, end) => path.onFrame(channel, frame, start, end),
        onMessage: ({ headers }) => {
          chooseChallenge(headers.get('www-authenticate') ?? '');
          parseTransport(headers.get('transport'), { kind: 'udp' });
          parseSessionHeader(headers.get('session'));
          controlCandidates(headers.get('content-base') ?? '', headers.get('rtp-info') ?? null);
        },
      });
      for (let at = 0, n = 0; at < bytes.length; n++) {
        const chunk = bytes.subarray(at, at + (cuts[n % cuts.length] ?? 1));
        at += chunk.length;
        if (reader.push(chunk, 0, chunk.length) !== null) break;
        expect(reader.heldBytes).toBeLessThanOrEqual(MAX_CARRY_BYTES);
        if (n % 3 === 0) reader.settle();
      }
    }),
    { numRuns: 800 },
  );
});

test('noise after the first answer is skipped to the next packet, and endless noise is refused', () => {
  const frames: string[] = [];
  const reader = new InterleavedReader({
    onFrame: (channel, _, start, end) => frames.push(`${channel}:${end - start}`),
    onMessage: () => undefined,
  });
  const frame = Buffer.from([0x24, 0, 0, 12, 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const push = (bytes: Buffer) => reader.push(bytes, 0, bytes.length);
  expect(push(Buffer.from('RTSP/1.0 200 OK\r\n\r\n'))).toBeNull();
  expect(push(Buffer.concat([frame, Buffer.from('no\u0001ise $$ R RT'), frame.subarray(0, 6)]))).toBeNull();
  expect(push(Buffer.concat([frame.subarray(6), frame]))).toBeNull();
  expect(frames).toEqual(['0:12', '0:12', '0:12']);
  expect(reader.skippedBytes).toBe(14);
  let wrong: string | null = null;
  for (let n = 0; n < 20 && wrong === null; n++) {
    wrong = push(Buffer.alloc(10_000, 0xff));
    expect(reader.heldBytes).toBeLessThanOrEqual(MAX_CARRY_BYTES);
  }
  expect(wrong).toBe('endless noise between the packets');
});

test('a camera of the corpus gone wrong ends in a playback or in a camera fault, nothing else', async () => {
  const run = fc.asyncProperty(
    fc.constantFrom(...corpus),
    fc.array(mutation, { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 0, max: 8 }),
    async (transcript, mutations, from) => {
      let sent = 0;
      const server = await startReplay(transcript, (bytes) => (sent++ < from ? bytes : mutated(bytes, mutations)));
      const [username = '', password = ''] = (transcript.facts.get('account') ?? '').split(':');
      const outcome = await playRtsp({
        target: parseRtspUrl(`rtsp://127.0.0.1:${server.port}${transcript.facts.get('url')}`),
        credentials: username === '' ? null : { username, password },
        transport: 'auto',
        habits: { prefersUdp: false, breaksOnAudio: false },
        clock: systemClock,
        connectMs: 200,
        responseMs: 100,
        signal: AbortSignal.timeout(2_000),
        sockets: directSockets,
        consumer: { onAnnounce: () => undefined, onRtp: () => undefined, onRtcp: () => undefined },
      }).catch((error: unknown) => error);
      if (outcome instanceof CameraFailure) expect(JSON.stringify(outcome.fault)).not.toContain('Secret');
      else if (outcome instanceof Error) throw outcome;
      else await (outcome as { close(): Promise<void> }).close();
      await server.close();
    },
  );
  await fc.assert(run, { numRuns: 30 });
});
