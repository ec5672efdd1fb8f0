import { connect } from 'node:net';
import { CAMERA_FAULTS } from '@thapcanh/core/camera/camera-fault';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseRtspUrl } from '../rtsp/rtsp-url.ts';
import { startTestSession, until } from '../session/recording-sink.fixture.ts';
import { ffmpegCommand } from './ffmpeg-command.ts';
import { ffmpegFailure, isAboutPublishing } from './ffmpeg-fault.ts';
import { PublishServer } from './publish-server.ts';

const target = parseRtspUrl('rtsp://10.0.0.5:8554/cam?x=1');

test('without ffmpeg the camera says so', async () => {
  vi.stubEnv('PATH', '/nowhere');
  const { session, states } = startTestSession('rtsp://127.0.0.1:9/x', { source: 'ffmpeg' });
  await until('the fault', () => states.some((state) => state.fault?.code === 'TC_CAMERA_FFMPEG_MISSING'));
  await session.close();
  vi.unstubAllEnvs();
});

test('the account stands in the script alone and cannot break out of its quotes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (username, password) => {
      const { args, script } = ffmpegCommand({
        target,
        credentials: { username: `u5r${username}`, password: `p4ss${password}` },
        transport: 'auto',
        withAudio: true,
        publishUrl: 'rtsp://127.0.0.1:1/t',
      });
      expect(args.join(' ')).not.toMatch(/u5r|p4ss|10\.0\.0\.5/);
      expect(script.split('\n')).toHaveLength(4);
      expect(script.split("'")).toHaveLength(3);
      expect(script).toContain('@10.0.0.5:8554/cam?x=1');
    }),
  );
});

test.each([
  ['method DESCRIBE failed: 401 Unauthorized', 'TC_CAMERA_AUTH_FAILED'],
  ['method DESCRIBE failed: 404 Not Found', 'TC_CAMERA_PATH_NOT_FOUND'],
  ['method SETUP failed: 453 Not Enough Bandwidth', 'TC_CAMERA_BUSY'],
  ['Connection to tcp://10.0.0.5:8554?timeout=0 failed: Connection refused', 'TC_CAMERA_UNREACHABLE'],
  ["Stream map '0:v:0' matches no streams.", 'TC_CAMERA_NO_VIDEO'],
  ['something else about rtsp://admin:secret@10.0.0.5/', 'TC_CAMERA_PROTOCOL'],
] as const)('"%s" is %s', (words, code) => {
  const { fault } = ffmpegFailure(words, target, false);
  expect(fault.code).toBe(code);
  expect(JSON.stringify(fault)).not.toContain('secret');
});

test('whatever ffmpeg says last is a fault with a known code', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (words, wasPlaying) => {
      expect(Object.keys(CAMERA_FAULTS)).toContain(ffmpegFailure(words, target, wasPlaying).fault.code);
      isAboutPublishing(words);
    }),
  );
});

test('who does not know the secret path cannot publish', async () => {
  const announced: unknown[] = [];
  const server = await PublishServer.open({
    host: 'camera',
    consumer: { onAnnounce: (value) => announced.push(value), onRtp: () => undefined, onRtcp: () => undefined },
    onRecord: () => announced.push('record'),
    onFailure: (failure) => announced.push(failure),
  });
  const { port } = new URL(server.url.replace('rtsp:', 'http:'));
  const socket = connect(Number(port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write(`RECORD rtsp://127.0.0.1:${port}/guess RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
  await ended;
  expect(announced).toEqual([]);
  await Promise.all([server.close(), server.close()]);
});
