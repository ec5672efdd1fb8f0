import { readFileSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createFarm } from './farm.ts';
import { parseMp4Audio } from './mp4-audio.ts';
import { Mp4Error } from './mp4-error.ts';
import { parseMp4Video } from './mp4-video.ts';
import { createRtspSimulator, type RtspSimulator, type RtspSimulatorOptions } from './rtsp-simulator.ts';
import { answerDigest, RtspTestClient, readRtp, reassemble, TEST_PATTERN } from './rtsp-test-client.fixture.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}.mp4`, import.meta.url));
const owned: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of owned.splice(0).reverse()) await one.close();
});

async function serve(file: string, options: Partial<RtspSimulatorOptions> = {}): Promise<RtspSimulator> {
  const auth = { username: 'demo', password: 'old' };
  const streams = [
    { path: 'cam', file, alternatives: { other: fixture('h264-other-size') } },
    { path: 'locked', file, auth },
  ];
  const simulator = createRtspSimulator({ streams, ...options });
  owned.push(simulator);
  await simulator.start();
  return simulator;
}

function connectTo(simulator: RtspSimulator): RtspTestClient {
  const client = new RtspTestClient(simulator.port);
  owned.push(client);
  return client;
}

const isNal = (nal: Buffer, nals: readonly Buffer[]): boolean => nals.some((other) => other.equals(nal));

test('refuses clips with a damaged H.265 configuration or sound description', () => {
  for (const [name, box] of [
    ['h265', 'hvcC'],
    ['h264-bframes-aac', 'esds'],
  ] as const) {
    const clip = readFileSync(fixture(name));
    const at = clip.indexOf(box) + 4;
    fc.assert(
      fc.property(fc.nat(60), fc.nat(255), (offset, value) => {
        const bytes = Buffer.from(clip);
        bytes[at + offset] = value;
        try {
          parseMp4Video(bytes);
          parseMp4Audio(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Mp4Error);
        }
      }),
    );
  }
});

test('H.265 arrives whole in fragments and aggregation packets, described with all parameter sets', async () => {
  const video = parseMp4Video(readFileSync(fixture('h265')));
  const simulator = await serve(fixture('h265'));
  const client = connectTo(simulator);
  const { body } = await client.request('DESCRIBE', simulator.url('cam'));
  expect(body).toContain('a=rtpmap:96 H265/90000\r\n');
  expect(body).toContain(`sprop-vps=${video.vps[0]!.toString('base64')};sprop-sps=${video.sps[0]!.toString('base64')}`);
  await client.play(simulator.url('cam'));
  await client.until(() => client.rtp.filter(({ marker }) => marker).length >= 3);
  const [first, second] = reassemble(client.rtp, 'h265');
  expect(first!.nals.slice(0, 3)).toEqual([video.vps[0], video.sps[0], video.pps[0]]);
  const pictures = video.accessUnits.map(({ nals }) => nals.at(-1)!);
  for (const unit of [first!, second!]) expect(isNal(unit.nals.at(-1)!, pictures)).toBe(true);
});

test('sound has its own set-up, clock, sequence and sender report', async () => {
  const file = fixture('h264-bframes-aac');
  const audio = parseMp4Audio(readFileSync(file))!;
  const simulator = await serve(file);
  const client = connectTo(simulator);
  const uri = simulator.url('cam');
  const { body } = await client.request('DESCRIBE', uri);
  expect(body).toContain('a=rtpmap:97 MPEG4-GENERIC/48000/1\r\n');
  expect(body).toContain(`config=${audio.config.toString('hex').toUpperCase()}\r\na=control:trackID=1\r\n`);
  const setUp = await client.request('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;interleaved=0-1' });
  const session = setUp.headers.get('session')!.split(';')[0]!;
  const second = { Transport: 'RTP/AVP/TCP;interleaved=2-3' };
  expect((await client.request('SETUP', `${uri}/trackID=1`, second)).status).toBe(454);
  expect((await client.request('SETUP', `${uri}/trackID=1`, { ...second, Session: session })).status).toBe(200);
  const played = await client.request('PLAY', uri, { Session: session });
  const heard = () => client.packets.filter(({ channel }) => channel === 2).map(({ bytes }) => readRtp(bytes));
  await client.until(() => heard().length >= 5);
  const packets = heard();
  expect(played.headers.get('rtp-info')).toContain(
    `/trackID=1;seq=${packets[0]!.sequence};rtptime=${packets[0]!.timestamp}`,
  );
  for (const [index, packet] of packets.entries()) {
    expect(packet.payload.readUInt16BE(0)).toBe(16);
    expect(packet.payload.readUInt16BE(2) >> 3).toBe(packet.payload.length - 4);
    expect(isNal(packet.payload.subarray(4), audio.frames)).toBe(true);
    const previous = packets[index - 1];
    if (previous !== undefined) expect((packet.timestamp - previous.timestamp + 2 ** 32) % 2 ** 32).toBe(1024);
  }
  const reports = client.packets.filter(({ channel }) => channel === 1 || channel === 3);
  expect(new Set(reports.map(({ bytes }) => bytes.readUInt32BE(4))).size).toBe(2);
});

test('pictures with B-frames come in decode order with the times at which they show', async () => {
  const simulator = await serve(fixture('h264-bframes-aac'));
  const client = connectTo(simulator);
  await client.play(simulator.url('cam'));
  await client.until(() => client.rtp.filter(({ marker }) => marker).length >= 12);
  const times = reassemble(client.rtp).map(({ timestamp }) => timestamp);
  const steps = times.slice(1).map((time, index) => ((time - times[index]!) | 0) / 3600);
  expect(Math.min(...steps)).toBeLessThan(0);
  expect(steps.every(Number.isInteger)).toBe(true);
});

test('offers G.711 instead, leaves the sound out, packs large, adds private NAL units', async () => {
  const simulator = await serve(fixture('h264-multislice'));
  const client = connectTo(simulator);
  const uri = simulator.url('cam');
  const describe = async (query: string) => (await client.request('DESCRIBE', `${uri}?${query}`)).body;
  expect(await describe('audio=pcma')).toContain('m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n');
  expect(await describe('audio=none')).not.toContain('m=audio');
  await client.play(`${uri}?packet=32768&private=1&inband=0`);
  await client.until(() => client.rtp.filter(({ marker }) => marker).length >= 2);
  const [unit] = reassemble(client.rtp);
  const types = unit!.nals.map((nal) => nal.readUInt8(0) & 0x1f);
  expect(types.slice(0, 3)).toEqual([9, 6, 31]);
  expect(types.slice(-4)).toEqual([5, 5, 5, 5]);
});

test('serves the same over TLS, and sends a client elsewhere', async () => {
  const simulator = await serve(TEST_PATTERN, { securePort: 0 });
  const socket = connectTls({ port: simulator.securePort, host: '127.0.0.1', rejectUnauthorized: false });
  const client = new RtspTestClient(simulator.securePort, socket);
  owned.push(client);
  await client.play(simulator.secureUrl('cam'));
  await client.until(() => client.rtp.length > 3);
  const moved = await client.request('DESCRIBE', `${simulator.secureUrl('locked')}?redirect=cam`);
  expect(moved.status).toBe(401);
  const open = await client.request('DESCRIBE', `${simulator.secureUrl('cam')}?redirect=locked`);
  expect([open.status, open.headers.get('location')]).toEqual([302, simulator.secureUrl('locked')]);
});

test('a change of clip in mid-stream brings new parameter sets and no break in numbers', async () => {
  const other = parseMp4Video(readFileSync(fixture('h264-other-size')));
  const simulator = await serve(TEST_PATTERN);
  const client = connectTo(simulator);
  await client.play(simulator.url('cam'));
  await client.until(() => client.rtp.length > 3);
  simulator.run('cam', 'clip other');
  const hasOther = () => client.rtp.some(({ payload }) => payload.includes(other.sps[0]!));
  await client.until(hasOther);
  const packets = client.rtp;
  expect(new Set(packets.map(({ ssrc }) => ssrc)).size).toBe(1);
  for (const [index, { sequence }] of packets.slice(1).entries()) {
    expect((sequence - packets[index]!.sequence) & 0xffff).toBe(1);
  }
  const leap = (packets.at(-1)!.timestamp - packets[0]!.timestamp + 2 ** 32) % 2 ** 32;
  expect(leap).toBeLessThan(6 * 90_000);
});

test('cut, refuse and silence reach cameras at run time and heal', async () => {
  const simulator = await serve(TEST_PATTERN);
  const client = connectTo(simulator);
  await client.play(simulator.url('cam'));
  simulator.run('cam', 'cut 1h');
  await client.until(() => client.isClosed);
  const refused = connectTo(simulator);
  await expect(refused.request('DESCRIBE', simulator.url('cam'))).rejects.toThrow('no answer');
  expect((await connectTo(simulator).request('DESCRIBE', simulator.url('locked'))).status).toBe(401);
  simulator.heal('cam');
  const again = connectTo(simulator);
  expect((await again.request('DESCRIBE', simulator.url('cam'))).status).toBe(200);
  simulator.run('cam', 'badsdp');
  expect((await again.request('DESCRIBE', simulator.url('cam'))).body).not.toContain('v=0');
  simulator.run('cam', 'heal; silence');
  again.socket.write(`OPTIONS ${simulator.url('cam')} RTSP/1.0\r\nCSeq: 9\r\n\r\n`);
  simulator.run('cam', 'heal; power 10ms');
  await again.until(() => again.isClosed);
});

test('a password changed at run time cuts its viewers off and refuses the old one', async () => {
  const simulator = await serve(TEST_PATTERN);
  const client = connectTo(simulator);
  const uri = simulator.url('locked');
  simulator.run('locked', 'password new');
  const challenge = (await client.request('DESCRIBE', uri)).headers.get('www-authenticate')!;
  const status = async (password: string) =>
    (
      await client.request('DESCRIBE', uri, {
        Authorization: answerDigest(challenge, 'DESCRIBE', uri, 'demo', password),
      })
    ).status;
  expect(await status('old')).toBe(401);
  expect(await status('new')).toBe(200);
});

test('time stamps leap and the clock of the reports is off when told so', async () => {
  const simulator = await serve(TEST_PATTERN);
  const client = connectTo(simulator);
  await client.play(simulator.url('cam'));
  await client.until(() => client.rtp.length > 3);
  const before = client.rtp.at(-1)!.timestamp;
  simulator.run('cam', 'jump -1h; clock +35s');
  const from = client.rtp.length;
  await client.until(() => client.rtp.length > from + 3);
  expect((client.rtp.at(-1)!.timestamp - before) | 0).toBeLessThan(-3500 * 90_000);
  await client.until(() => client.packets.filter(({ channel }) => channel === 1).length >= 2);
  const report = client.packets.filter(({ channel }) => channel === 1).at(-1)!.bytes;
  const reportedMs = (report.readUInt32BE(8) - 2_208_988_800) * 1000;
  expect(reportedMs - Date.now()).toBeGreaterThan(33_000);
});

test('a slow network delivers whole messages late, a paced one in slices', async () => {
  const simulator = await serve(TEST_PATTERN);
  const slow = connectTo(simulator);
  simulator.run('cam', 'slow 4000');
  const started = performance.now();
  await slow.play(simulator.url('cam'));
  await slow.until(() => slow.rtp.length >= 5);
  const bytes = slow.packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
  expect(performance.now() - started).toBeGreaterThan((bytes / 4000) * 1000 * 0.6 - 100);
  simulator.heal();
  const paced = connectTo(simulator);
  await paced.play(`${simulator.url('cam')}?slice=100`);
  await paced.until(() => paced.rtp.filter(({ marker }) => marker).length >= 3);
  expect(reassemble(paced.rtp)[0]!.nals.length).toBeGreaterThan(2);
});

test('the cameras of a farm play the same clip in different phases', async () => {
  const farm = await createFarm({ cameras: 3, main: { file: TEST_PATTERN }, sub: { file: fixture('h265') } });
  owned.push(farm);
  expect(farm.cameras.map(({ id }) => id)).toEqual(['cam-0', 'cam-1', 'cam-2']);
  const clients = farm.cameras.map(() => connectTo(farm.simulator));
  await Promise.all(clients.map((client, index) => client.play(farm.cameras[index]!.mainUrl)));
  await Promise.all(clients.map((client) => client.until(() => client.rtp.length > 2)));
  expect(new Set(clients.map((client) => client.rtp[0]!.ssrc)).size).toBe(3);
  expect((await clients[0]!.request('DESCRIBE', farm.cameras[0]!.subUrl!)).body).toContain('H265/90000');
});
