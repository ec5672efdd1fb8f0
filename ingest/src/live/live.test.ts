import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { beforeEach, expect, test, vi } from 'vitest';
import { silentLog, testDescription, testParts } from '../worker/test-media.fixture.ts';
import { startLiveServer } from './live-server.ts';
import { LIVE_WINDOW_LIMITS, LiveWindow } from './live-window.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:02:03.000Z');
const MSN = START_MS / 1000;

class FakeClock implements Clock {
  atMs = START_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

let clock: FakeClock;
let window: LiveWindow;
let fetchLive: (file: string) => Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>;

beforeEach(async () => {
  clock = new FakeClock();
  window = new LiveWindow(clock, { ...LIVE_WINDOW_LIMITS, segments: 4, waiters: 2 });
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-live-'));
  const socketPath = path.join(dir, 'ingest-0.sock');
  const windowOf = (cameraId: CameraId, stream: string) => (cameraId === gate && stream === 'main' ? window : null);
  const server = await startLiveServer({ socketPath, windowOf, log: silentLog });
  fetchLive = (file) =>
    new Promise((resolve, reject) => {
      get({ socketPath, path: file.startsWith('/') ? file : `/live/gate/main/${file}` }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      }).on('error', reject);
    });
  return async () => {
    window.close();
    await server.close();
    await server.close();
    await rm(dir, { recursive: true });
  };
});

const codeOf = ({ status, body }: { status: number; body: Buffer }) => [status, JSON.parse(String(body)).code];

test('unknown cameras, streams and files are refused with their code', async () => {
  expect(codeOf(await fetchLive('/live/other/main/index.m3u8'))).toEqual([404, 'TC_LIVE_UNKNOWN']);
  expect(codeOf(await fetchLive('/live/gate/sub/index.m3u8'))).toEqual([404, 'TC_LIVE_UNKNOWN']);
  expect(codeOf(await fetchLive('/live/gate/main/../../etc/passwd'))).toEqual([404, 'TC_LIVE_UNKNOWN']);
  expect(codeOf(await fetchLive('index.m3u8'))).toEqual([503, 'TC_LIVE_NOT_READY']);
  for (const part of testParts(START_MS, 1_000)) window.push(part);
  expect(codeOf(await fetchLive('index.m3u8?_HLS_part=1'))).toEqual([400, 'TC_LIVE_REQUEST']);
  expect(codeOf(await fetchLive('index.m3u8?_HLS_msn=x'))).toEqual([400, 'TC_LIVE_REQUEST']);
  expect(codeOf(await fetchLive(`index.m3u8?_HLS_msn=${MSN + 3}`))).toEqual([400, 'TC_LIVE_REQUEST']);
  expect(codeOf(await fetchLive('seg-1.m4s'))).toEqual([404, 'TC_LIVE_GONE']);
  expect(codeOf(await fetchLive('init-9.mp4'))).toEqual([404, 'TC_LIVE_GONE']);
});

test('a window whose camera fell silent answers nobody', async () => {
  for (const part of testParts(START_MS, 1_000)) window.push(part);
  expect((await fetchLive('index.m3u8')).status).toBe(200);
  clock.atMs += LIVE_WINDOW_LIMITS.staleMs;
  expect(codeOf(await fetchLive('index.m3u8'))).toEqual([503, 'TC_LIVE_NOT_READY']);
});

test('the playlist lists segments of a second or more, parts, the date and the hint', async () => {
  for (const part of testParts(START_MS, 2_400)) window.push(part);
  const { headers, body } = await fetchLive('index.m3u8');
  expect(headers).toMatchObject({ 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'no-store' });
  const n = (text: string) =>
    text
      .replaceAll('@0', `${MSN}`)
      .replaceAll('@1', `${MSN + 1}`)
      .replaceAll('@2', `${MSN + 2}`);
  expect(String(body)).toBe(
    n(`#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:1
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.60000,HOLD-BACK=3.00000
#EXT-X-PART-INF:PART-TARGET=0.20000
#EXT-X-MEDIA-SEQUENCE:@0
#EXT-X-DISCONTINUITY-SEQUENCE:${MSN % 1_000_000}
#EXT-X-MAP:URI="init-1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T01:02:03.000Z
#EXT-X-PART:DURATION=0.20000,URI="part-@0-0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="part-@0-1.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@0-2.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@0-3.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@0-4.m4s"
#EXTINF:1.00000,
seg-@0.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T01:02:04.000Z
#EXT-X-PART:DURATION=0.20000,URI="part-@1-0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="part-@1-1.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@1-2.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@1-3.m4s"
#EXT-X-PART:DURATION=0.20000,URI="part-@1-4.m4s"
#EXTINF:1.00000,
seg-@1.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T01:02:05.000Z
#EXT-X-PART:DURATION=0.20000,URI="part-@2-0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="part-@2-1.m4s"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-@2-2.m4s"
`),
  );
});

test('segments, parts and the initialisation segment are the recorded bytes', async () => {
  const parts = testParts(START_MS, 1_200);
  for (const part of parts) window.push(part);
  const segment = await fetchLive(`seg-${MSN}.m4s`);
  expect(segment.headers).toMatchObject({ 'content-type': 'video/mp4', 'cache-control': 'private, max-age=60' });
  expect(segment.body.equals(Buffer.concat(parts.slice(0, 5).map((part) => part.data)))).toBe(true);
  expect((await fetchLive(`part-${MSN}-1.m4s`)).body.equals(parts[1]!.data)).toBe(true);
  expect((await fetchLive('init-1.mp4')).body.equals(parts[0]!.description.initSegment)).toBe(true);
});

test('a blocking reload waits for the part, a hinted part is sent when it exists', async () => {
  const parts = testParts(START_MS, 1_400);
  for (const part of parts.slice(0, 3)) window.push(part);
  const answers: string[] = [];
  const reload = fetchLive(`index.m3u8?_HLS_msn=${MSN}&_HLS_part=3`).then(({ body }) => answers.push(String(body)));
  const hinted = fetchLive(`part-${MSN}-3.m4s`);
  await vi.waitFor(async () => expect(codeOf(await fetchLive(`part-${MSN}-3.m4s`))).toEqual([503, 'TC_LIVE_BUSY']));
  expect(answers).toEqual([]);
  window.push(parts[3]!);
  await reload;
  expect(answers[0]).toContain(`URI="part-${MSN}-3.m4s"\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-${MSN}-4.m4s"`);
  expect((await hinted).body.equals(parts[3]!.data)).toBe(true);
});

test('a hinted part that never comes is refused when its segment ends', async () => {
  const parts = testParts(START_MS, 1_200);
  for (const part of parts.slice(0, 5)) window.push(part);
  const hinted = fetchLive(`part-${MSN}-5.m4s`);
  const whole = fetchLive(`index.m3u8?_HLS_msn=${MSN}`);
  await vi.waitFor(async () => expect(codeOf(await fetchLive(`part-${MSN}-5.m4s`))).toEqual([503, 'TC_LIVE_BUSY']));
  window.push(parts[5]!);
  expect(codeOf(await hinted)).toEqual([404, 'TC_LIVE_GONE']);
  expect(String((await whole).body)).toContain(`seg-${MSN}.m4s`);
});

test('closing the window lets waiting viewers go', async () => {
  for (const part of testParts(START_MS, 1_000)) window.push(part);
  const waiting = fetchLive(`index.m3u8?_HLS_msn=${MSN + 1}&_HLS_part=0`);
  const second = fetchLive(`index.m3u8?_HLS_msn=${MSN + 1}&_HLS_part=0`);
  const isBusy = async () => expect((await fetchLive(`part-${MSN}-5.m4s`)).status).toBe(503);
  await vi.waitFor(isBusy);
  window.close();
  expect(codeOf(await waiting)).toEqual([503, 'TC_LIVE_TIMEOUT']);
  expect(codeOf(await second)).toEqual([503, 'TC_LIVE_TIMEOUT']);
});

test('a new description is a discontinuity with its own map, and both leave the window in order', () => {
  for (const part of testParts(START_MS, 2_000)) window.push(part);
  for (const part of testParts(START_MS + 5_000, 2_000, testDescription())) window.push(part);
  const first = window.playlist() ?? '';
  expect(first).toContain(`seg-${MSN + 1}.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-2.mp4"\n`);
  expect(first.match(/#EXT-X-MAP/g)).toHaveLength(2);
  for (const part of testParts(START_MS + 7_000, 2_000).map((p) => ({ ...p, discontinuity: null }))) window.push(part);
  const later = window.playlist() ?? '';
  expect(later).toContain(`#EXT-X-MEDIA-SEQUENCE:${MSN + 2}\n#EXT-X-DISCONTINUITY-SEQUENCE:${(MSN % 1_000_000) + 1}\n`);
  expect(later).not.toContain('init-1.mp4');
});

test('memory stays bounded when a camera never sends another key frame', () => {
  const parts = testParts(START_MS, 1_000);
  const bytes = parts.reduce((sum, part) => sum + part.data.length, 0);
  const small = new LiveWindow(clock, { ...LIVE_WINDOW_LIMITS, bytes });
  small.push(parts[0]!);
  for (let n = 0; n < 200; n++) small.push(parts[1]!);
  expect(small.bytes).toBeLessThanOrEqual(bytes);
  expect(small.playlist()).not.toBeNull();
});
