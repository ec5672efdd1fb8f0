import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { findFreePort } from '../../testing/local-address.ts';
import type { ApiSession } from '../smoke/api-session.ts';
import { firstLivePicture, playlistAdvances } from '../smoke/live-check.ts';
import { playRecording } from '../smoke/recording-check.ts';
import { makeWorkDir, StartedPlatform } from './started-platform.fixture.ts';
import {
  CAMERA_ACCOUNT,
  type SilentHost,
  STREAM_PATH,
  startSilentHost,
  startTestCamera,
} from './test-cameras.fixture.ts';

/** A city's cameras are never all in order: one good camera among every kind of bad one, on one platform. */

const WRONG_PASSWORD = 'wrong-Horse-8Battery';
/** Longest own patience of a session (no first picture) plus a busy machine. */
const FAULT_WITHIN_MS = 30_000;

interface ListedCamera {
  readonly id: string;
  readonly status: {
    readonly state: string;
    readonly isRecording: boolean;
    readonly frameAgeMs: number | null;
    readonly fault: { readonly code: string; readonly vi: string; readonly en: string } | null;
  };
}

/** Where the two sentences name it in different words. */
interface Named {
  readonly vi: RegExp;
  readonly en: RegExp;
}

/** id, code, what the sentences name, and the beginning of the remedy in both languages. */
const BAD_CAMERAS: readonly (readonly [string, string, RegExp | Named, string, string])[] = [
  ['wrong-password', 'TC_CAMERA_AUTH_FAILED', /127\.0\.0\.1/, 'Sửa tài khoản', 'Correct the account'],
  ['closed-port', 'TC_CAMERA_UNREACHABLE', /127\.0\.0\.1:\d+/, 'Kiểm tra nguồn điện', 'Check power'],
  ['unknown-host', 'TC_CAMERA_HOST_UNKNOWN', /khong-co\.invalid/, 'Kiểm tra tên máy', 'Check the host name'],
  ['wrong-path', 'TC_CAMERA_PATH_NOT_FOUND', /404/, 'Kiểm tra đường dẫn', 'Check the RTSP path'],
  ['no-video', 'TC_CAMERA_NO_VIDEO', /127\.0\.0\.1/, 'Chọn luồng', 'Choose a stream'],
  ['other-codec', 'TC_CAMERA_CODEC_UNSUPPORTED', /JPEG/i, 'Đổi camera sang H.264', 'Set the camera to H.264'],
  ['bad-sdp', 'TC_CAMERA_SDP_INVALID', /SDP/, 'Khởi động lại camera', 'Restart the camera'],
  ['garbage', 'TC_CAMERA_PROTOCOL', /RTSP/, 'Kiểm tra xem địa chỉ', 'Check that the address'],
  [
    'silent',
    'TC_CAMERA_PROTOCOL',
    { vi: /không trả lời \w+/, en: /no answer/ },
    'Kiểm tra xem địa chỉ',
    'Check that the address',
  ],
  ['no-pictures', 'TC_CAMERA_NO_FRAMES', { vi: /\d giây/, en: /\d s/ }, 'Kiểm tra luồng', 'Check the stream'],
];

let work: Awaited<ReturnType<typeof makeWorkDir>>;
let simulator: RtspSimulator;
let silent: SilentHost;
let platform: StartedPlatform;
let api: ApiSession;
const startedAtMs = Date.now();

beforeAll(async () => {
  work = await makeWorkDir();
  simulator = await startTestCamera();
  silent = await startSilentHost();
  const good = simulator.url(STREAM_PATH);
  const urls: Record<string, string> = {
    good,
    'wrong-password': good,
    'closed-port': `rtsp://127.0.0.1:${await findFreePort()}/main`,
    'unknown-host': 'rtsp://khong-co.invalid/main',
    'wrong-path': simulator.url('gate/nothing'),
    'no-video': `${good}?novideo=1`,
    'other-codec': `${good}?codec=mjpeg`,
    'bad-sdp': `${good}?badsdp=1`,
    garbage: `${good}?garbage=1`,
    silent: `rtsp://127.0.0.1:${silent.port}/main`,
    'no-pictures': `${good}?freeze=0`,
  };
  const lines = Object.entries(urls).map(([id, url]) => {
    const password = id === 'wrong-password' ? WRONG_PASSWORD : CAMERA_ACCOUNT.password;
    return `  - {id: ${id}, url: "${url}", username: ${CAMERA_ACCOUNT.username}, password: "${password}", profile: none}`;
  });
  await writeFile(path.join(work.dir, 'cameras.yaml'), `cameras:\n${lines.join('\n')}\n`);
  const port = String(await findFreePort());
  const data = path.join(work.dir, 'data');
  platform = new StartedPlatform(['--data', data, '--port', port, '--no-demo'], {}, work.dir);
  api = await platform.session();
});

afterAll(async () => {
  await platform?.stop();
  await Promise.all([simulator?.close(), silent?.close()]);
  await work?.remove();
});

const cameras = async (): Promise<Map<string, ListedCamera['status']>> => {
  const { items } = await api.json<{ items: ListedCamera[] }>('/cameras');
  return new Map(items.map(({ id, status }) => [id, status]));
};

test.each(BAD_CAMERAS)('%s is said as %s with cause and remedy in both languages', async (id, code, names, vi_, en) => {
  await vi.waitFor(async () => expect((await cameras()).get(id)?.fault?.code).toBe(code), {
    timeout: FAULT_WITHIN_MS,
    interval: 250,
  });
  const status = (await cameras()).get(id);
  expect(status).toMatchObject({ state: 'offline', isRecording: false });
  const named = names instanceof RegExp ? { vi: names, en: names } : names;
  for (const [sentence, name, remedy] of [
    [status?.fault?.vi, named.vi, vi_],
    [status?.fault?.en, named.en, en],
  ] as const) {
    expect(sentence).toMatch(name);
    expect(sentence).toContain(remedy);
    expect(sentence).not.toMatch(/[{}]|undefined/);
  }
  // Attempts go on in the background; the console hears of the fault once.
  await vi.waitFor(() => {
    const said = platform.logLines.filter((line) => line.cameraId === id && line.level === 'warn');
    expect(said).toMatchObject([{ role: 'ingest', fault: code, msg: status?.fault?.en, vi: status?.fault?.vi }]);
  });
});

test('an address that is none is refused by the API with cause and remedy, and adds no camera', async () => {
  const before = (await cameras()).size;
  for (const mainUrl of [`http://admin:${WRONG_PASSWORD}@10.0.0.1/`, 'rtsp://', `admin:${WRONG_PASSWORD}@10.0.0.1`]) {
    const response = await api.send('POST', '/cameras', { name: 'Sai', mainUrl, profile: 'none' });
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'TC_CAMERA_SETTINGS_INVALID', status: 422 });
    expect(text).toContain('Địa chỉ có dạng rtsp://máy:554/đường-dẫn');
    expect(text).toContain('An address looks like rtsp://host:554/path');
    expect(text).not.toContain(WRONG_PASSWORD);
  }
  expect((await cameras()).size).toBe(before);
});

test('the good camera is live and recorded without a hole all the while', async () => {
  const signal = AbortSignal.timeout(60_000);
  await vi.waitFor(async () => {
    expect((await cameras()).get('good')).toMatchObject({ state: 'live', isRecording: true, fault: null });
  });
  expect(await firstLivePicture(api, 'good', signal)).toEqual({ width: 320, height: 180 });
  await playlistAdvances(api, 'good', signal);
  await vi.waitFor(
    async () => {
      const verdict = await playRecording(api, 'good', new Date(startedAtMs), new Date(), signal);
      expect(verdict.pictures).toBeGreaterThan(10);
      expect(verdict.lostMs).toBe(0);
    },
    { timeout: 30_000, interval: 1_000 },
  );
});

test('no password is on the console or in an answer', async () => {
  const answers = await api.text('/cameras');
  for (const secret of [CAMERA_ACCOUNT.password, WRONG_PASSWORD]) {
    expect(platform.output).not.toContain(secret);
    expect(answers).not.toContain(secret);
  }
});
