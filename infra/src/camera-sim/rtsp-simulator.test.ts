import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { systemClock } from '@thapcanh/core/time/clock';
import { afterEach, expect, test } from 'vitest';
import { parseMp4Video } from './mp4-video.ts';
import { createRtspSimulator, type RtspSimulator, type RtspSimulatorOptions } from './rtsp-simulator.ts';
import { answerDigest, RtspTestClient, readRtp, reassemble, TEST_PATTERN } from './rtsp-test-client.fixture.ts';

const video = parseMp4Video(readFileSync(TEST_PATTERN));
const owned: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of owned.splice(0).reverse()) await one.close();
});

async function startSimulator(options: Partial<RtspSimulatorOptions> = {}): Promise<RtspSimulator> {
  const auth = { username: 'demo', password: 'mật khẩu' };
  const streams = [
    { path: 'open/main', file: TEST_PATTERN },
    { path: 'locked/main', file: TEST_PATTERN, auth },
    { path: 'qop/main', file: TEST_PATTERN, auth: { ...auth, isQopOffered: true } },
    { path: 'basic/main', file: TEST_PATTERN, auth: { ...auth, schemes: ['basic'] as const } },
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

test('start refuses a missing clip and leaves nothing behind', async () => {
  const simulator = createRtspSimulator({ streams: [{ path: 'a', file: `${TEST_PATTERN}.missing` }] });
  await expect(simulator.start()).rejects.toThrow('ENOENT');
  await simulator.close();
});

test('start refuses a taken port', async () => {
  const first = await startSimulator();
  const second = createRtspSimulator({ port: first.port, streams: [] });
  await expect(second.start()).rejects.toThrow('EADDRINUSE');
});

test('refuses a locked stream without, with wrong and with stolen credentials', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  const uri = simulator.url('locked/main');
  const bare = await client.request('DESCRIBE', uri);
  expect(bare.status).toBe(401);
  const challenge = bare.headers.get('www-authenticate') ?? '';
  expect(challenge).toMatch(/^Digest realm="[^"]+", nonce="[^"]+"$/);
  for (const authorization of [
    answerDigest(challenge, 'DESCRIBE', uri, 'demo', 'wrong'),
    answerDigest(challenge, 'DESCRIBE', uri, 'somebody', 'mật khẩu'),
    answerDigest(challenge, 'OPTIONS', uri, 'demo', 'mật khẩu'),
    answerDigest(challenge, 'DESCRIBE', simulator.url('qop/main'), 'demo', 'mật khẩu'),
    `Basic ${Buffer.from('demo:mật khẩu').toString('base64')}`,
    'Digest ,,,="',
  ]) {
    expect((await client.request('DESCRIBE', uri, { Authorization: authorization })).status).toBe(401);
  }
  expect((await client.request('SETUP', uri, { Transport: 'RTP/AVP/TCP' })).status).toBe(401);
  expect(simulator.stats().requestsRefused).toBe(8);
});

test('accepts digest with and without qop, and basic where it is offered', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  for (const path of ['locked/main', 'qop/main']) {
    const uri = simulator.url(path);
    const challenge = (await client.request('DESCRIBE', uri)).headers.get('www-authenticate') ?? '';
    expect(challenge.includes('qop="auth"')).toBe(path === 'qop/main');
    const authorization = answerDigest(challenge, 'DESCRIBE', uri, 'demo', 'mật khẩu');
    expect((await client.request('DESCRIBE', uri, { Authorization: authorization })).status).toBe(200);
  }
  const authorization = `Basic ${Buffer.from('demo:mật khẩu').toString('base64')}`;
  const basic = await client.request('DESCRIBE', simulator.url('basic/main'), { Authorization: authorization });
  expect(basic.status).toBe(200);
});

test('an old nonce is answered with stale=true and a new one', async () => {
  let aheadMs = 0;
  const clock = { nowMs: () => Date.now() + aheadMs, monotonicMs: systemClock.monotonicMs };
  const simulator = await startSimulator({ clock, nonceLifetimeMs: 1000 });
  const client = connectTo(simulator);
  const uri = simulator.url('locked/main');
  const challenge = (await client.request('DESCRIBE', uri)).headers.get('www-authenticate') ?? '';
  aheadMs = 5000;
  const headers = { Authorization: answerDigest(challenge, 'DESCRIBE', uri, 'demo', 'mật khẩu') };
  const answer = await client.request('DESCRIBE', uri, headers);
  expect(answer.headers.get('www-authenticate')).toContain('stale=true');
});

test('refuses unknown streams, methods, transports, sessions and states with the code of the standard', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  const uri = simulator.url('open/main');
  const status = async (method: string, to: string, headers = {}) => (await client.request(method, to, headers)).status;
  expect(await status('DESCRIBE', simulator.url('nowhere'))).toBe(404);
  expect(await status('RECORD', uri)).toBe(405);
  expect(await status('SETUP', uri, { Transport: 'RTP/AVP;multicast;client_port=5000-5001' })).toBe(461);
  expect(await status('SETUP', `${uri}?transport=udp`, { Transport: 'RTP/AVP/TCP;interleaved=0-1' })).toBe(461);
  expect(await status('PLAY', uri, { Session: 'made-up' })).toBe(454);
  expect(await status('SETUP', uri, { Transport: 'RTP/AVP/TCP;interleaved=0-1' })).toBe(200);
  expect(await status('SETUP', uri, { Transport: 'RTP/AVP/TCP;interleaved=0-1' })).toBe(455);
});

test('describes its stream with parameter sets and a relative control name', async () => {
  const simulator = await startSimulator();
  const answer = await connectTo(simulator).request('DESCRIBE', simulator.url('open/main'));
  expect(answer.headers.get('content-base')).toBe(`${simulator.url('open/main')}/`);
  expect(answer.headers.get('content-type')).toBe('application/sdp');
  const sets = [...video.sps, ...video.pps].map((set) => set.toString('base64')).join(',');
  const profile = video.sps[0]!.toString('hex', 1, 4).toUpperCase();
  expect(answer.body).toContain('m=video 0 RTP/AVP 96\r\n');
  expect(answer.body).toContain('a=rtpmap:96 H264/90000\r\n');
  const format = `packetization-mode=1;profile-level-id=${profile};sprop-parameter-sets=${sets}`;
  expect(answer.body).toContain(`a=fmtp:96 ${format}\r\n`);
  expect(answer.body).toMatch(/a=control:trackID=0\r\n$/);
});

test('plays whole access units from the newest key frame on, as RTP-Info promised', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  const promised = await client.play(simulator.url('open/main'));
  await client.until(() => client.rtp.filter(({ marker }) => marker).length >= 14);
  const packets = client.rtp;
  expect(packets[0]).toMatchObject({ sequence: promised.seq, timestamp: promised.rtptime, payloadType: 96 });
  for (const [index, packet] of packets.entries()) {
    expect(packet.sequence).toBe((promised.seq + index) % 65_536);
    expect(packet.payload.length).toBeLessThanOrEqual(1400);
  }
  const units = reassemble(packets);
  const keyNals = [...video.sps, ...video.pps, ...video.accessUnits[0]!.nals.slice(-1)].map((nal) => nal[0]! & 0x1f);
  expect(units[0]!.nals.map((nal) => nal[0]! & 0x1f).filter((type) => type !== 6)).toEqual(keyNals);
  const clipStart = video.accessUnits.findIndex(
    ({ nals, isKey }) => isKey && units[0]!.nals.at(-1)!.equals(nals.at(-1)!),
  );
  expect(clipStart).toBeGreaterThanOrEqual(0);
  for (const [index, unit] of units.entries()) {
    const expected = video.accessUnits[(clipStart + index) % 30]!;
    const parameterSets = expected.isKey ? [...video.sps, ...video.pps] : [];
    expect(Buffer.concat(unit.nals).equals(Buffer.concat([...parameterSets, ...expected.nals]))).toBe(true);
    expect((unit.timestamp - promised.rtptime + 2 ** 32) % 2 ** 32).toBe(index * 9000);
  }
});

test('goes through the loop seam without a mark in sequence numbers or time stamps', async () => {
  // The clip lasts 3 s; this wall clock stands 600 ms before the seam.
  const toSeamMs = 3000 - (Date.now() % 3000);
  const clock = { nowMs: () => Date.now() + toSeamMs - 600, monotonicMs: systemClock.monotonicMs };
  const simulator = await startSimulator({ clock, rtpBase: { sequence: 0, timestamp: 0 } });
  const client = connectTo(simulator);
  await client.play(simulator.url('open/main'));
  const seamUnit = (): number =>
    reassemble(client.rtp).findIndex(
      ({ nals }, index) => index > 0 && nals.at(-1)!.equals(video.accessUnits[0]!.nals.at(-1)!),
    );
  await client.until(() => seamUnit() >= 0 && reassemble(client.rtp).length >= seamUnit() + 3);
  const units = reassemble(client.rtp);
  expect(units[seamUnit() - 1]!.nals.at(-1)!.equals(video.accessUnits[29]!.nals.at(-1)!)).toBe(true);
  for (const [index, packet] of client.rtp.entries()) {
    expect(packet.sequence).toBe((client.rtp[0]!.sequence + index) % 65_536);
  }
  for (const [index, unit] of units.entries()) {
    expect((unit.timestamp - units[0]!.timestamp + 2 ** 32) % 2 ** 32).toBe(index * 9000);
  }
});

test('sender reports date every picture at its place in the clip: wall time modulo duration', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  await client.play(simulator.url('open/main'));
  await client.until(() => client.rtp.filter(({ marker }) => marker).length >= 12);
  const report = client.packets[0]!;
  expect(report.channel).toBe(1);
  expect(report.bytes.readUInt16BE(0)).toBe(0x80c8);
  expect(report.bytes.readUInt32BE(4)).toBe(client.rtp[0]!.ssrc);
  const ntpMs = (report.bytes.readUInt32BE(8) - 2_208_988_800) * 1000 + report.bytes.readUInt32BE(12) / 4_294_967.296;
  expect(Math.abs(ntpMs - Date.now())).toBeLessThan(10_000);
  for (const { timestamp, nals } of reassemble(client.rtp)) {
    const shownAtMs = ntpMs + ((timestamp - report.bytes.readUInt32BE(16)) | 0) / 90;
    const index = Math.round((shownAtMs % 3000) / 100) % 30;
    expect(video.accessUnits[index]!.nals.at(-1)!.equals(nals.at(-1)!)).toBe(true);
    expect(Math.abs(shownAtMs - Math.round(shownAtMs / 100) * 100)).toBeLessThan(0.1);
  }
});

test('sends datagrams over UDP, from the next key frame on, with reports on the odd port', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  const [rtp, rtcp] = [createSocket('udp4'), createSocket('udp4')];
  owned.push(rtp, rtcp);
  for (const socket of [rtp, rtcp]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const packets: Buffer[] = [];
  rtp.on('message', (packet) => packets.push(packet));
  const firstReport = once(rtcp, 'message');
  const uri = simulator.url('open/main');
  const ports = `${rtp.address().port}-${rtcp.address().port}`;
  const setUp = await client.request('SETUP', `${uri}/trackID=0`, {
    Transport: `RTP/AVP;unicast;client_port=${ports}`,
  });
  const serverPort = Number(/server_port=(\d+)-/.exec(setUp.headers.get('transport') ?? '')?.[1]);
  expect(serverPort % 2).toBe(0);
  const session = setUp.headers.get('session')!.split(';')[0]!;
  const played = await client.request('PLAY', uri, { Session: session });
  const [report] = await firstReport;
  expect(report.readUInt16BE(0)).toBe(0x80c8);
  while (packets.length < 6) await once(rtp, 'message');
  const first = readRtp(packets[0]!);
  expect(played.headers.get('rtp-info')).toContain(`seq=${first.sequence};rtptime=${first.timestamp}`);
  expect(first.payload[0]! & 0x1f).toBe(24);
  expect((await client.request('TEARDOWN', uri, { Session: session })).status).toBe(200);
  expect(simulator.stats().sessions).toBe(0);
});

test('?drop loses packets and leaves gaps in the sequence', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  await client.play(`${simulator.url('open/main')}?drop=0.5`);
  await client.until(() => client.rtp.length >= 8);
  const steps = client.rtp.slice(1).map(({ sequence }, index) => (sequence - client.rtp[index]!.sequence) & 0xffff);
  expect(Math.max(...steps)).toBeGreaterThan(1);
});

test('?freeze goes silent but keeps answering, ?cut closes the connection', async () => {
  const simulator = await startSimulator();
  const frozen = connectTo(simulator);
  const { session } = await frozen.play(`${simulator.url('open/main')}?freeze=0`);
  const cut = connectTo(simulator);
  await cut.play(`${simulator.url('open/main')}?cut=0.3`);
  await cut.until(() => cut.isClosed);
  expect(cut.rtp.length).toBeGreaterThan(0);
  expect(frozen.rtp.length).toBe(0);
  const alive = await frozen.request('GET_PARAMETER', simulator.url('open/main'), { Session: session });
  expect(alive.status).toBe(200);
});

test('the description switches bend the SDP', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  const describe = async (query: string): Promise<string> =>
    (await client.request('DESCRIBE', `${simulator.url('open/main')}?${query}`)).body;
  expect(await describe('badsdp=1')).not.toContain('v=0');
  expect(await describe('novideo=1')).not.toContain('m=video');
  expect(await describe('codec=mjpeg')).toContain('a=rtpmap:26 JPEG/90000');
  const bare = await describe('nosprop=1');
  expect(bare).not.toContain('sprop-parameter-sets');
  expect(bare).toContain(`a=control:${simulator.url('open/main')}/trackID=0?nosprop=1\r\n`);
});

test('?garbage answers a web page, and a client that talks nonsense is cut off', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  await expect(client.request('DESCRIBE', `${simulator.url('open/main')}?garbage=1`)).rejects.toThrow('no answer');
  expect(client.rest.toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK/);
  const noise = connect(simulator.port, '127.0.0.1');
  noise.resume().write(Buffer.of(0xff, 0xfe, 0, 1));
  await once(noise, 'close');
});

test('a silent client is dropped after the session timeout', async () => {
  const simulator = await startSimulator({ sessionTimeoutMs: 1500 });
  const client = connectTo(simulator);
  await client.play(simulator.url('open/main'));
  await client.until(() => client.isClosed);
  // The client may see the end of its socket before the server does, and hears nothing when the server has seen it.
  await expect.poll(() => simulator.stats().connections).toBe(0);
  expect(simulator.stats()).toMatchObject({ sessionsTimedOut: 1, sessions: 0, connections: 0 });
});

test('connections beyond the limit are refused and counted', async () => {
  const simulator = await startSimulator({ maxConnections: 1 });
  await connectTo(simulator).request('OPTIONS', '*');
  const second = connectTo(simulator);
  await second.until(() => second.isClosed);
  expect(simulator.stats().connectionsRefused).toBe(1);
});

test('close while starting waits for the start and leaves no socket open', async () => {
  const simulator = createRtspSimulator({ streams: [{ path: 'open/main', file: TEST_PATTERN }] });
  const starting = simulator.start();
  await simulator.close();
  await starting;
  const client = connectTo(simulator);
  await client.until(() => client.isClosed);
  expect(simulator.stats().connectionsAccepted).toBe(0);
});

test('close drops playing clients, frees the port and may be called again', async () => {
  const simulator = await startSimulator();
  const client = connectTo(simulator);
  await client.play(simulator.url('open/main'));
  await Promise.all([simulator.close(), simulator.close()]);
  await client.until(() => client.isClosed);
  expect(simulator.stats()).toMatchObject({ connections: 0, sessions: 0 });
  const next = createRtspSimulator({ port: simulator.port, streams: [] });
  owned.push(next);
  await next.start();
});
