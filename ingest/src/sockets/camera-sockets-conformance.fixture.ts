import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../session/recording-sink.fixture.ts';
import type { CameraSocket, CameraSockets } from './camera-socket.ts';

export interface Heard {
  readonly socket: CameraSocket;
  /** Stages, `end`, `error`, `close`, in order. */
  readonly told: string[];
  readonly read: Buffer[];
  readonly sent: () => number;
}

/** Opens a socket and keeps what it tells. */
export function listenTo(sockets: CameraSockets, port: number, host = '127.0.0.1'): Heard {
  const told: string[] = [];
  const read: Buffer[] = [];
  let sent = 0;
  const socket = sockets.open({
    host,
    port,
    isEncrypted: false,
    onRead: (bytes, start, end) => void read.push(Buffer.from(bytes.subarray(start, end))),
    onStage: (stage) => void told.push(stage),
    onSent: () => {
      sent += 1;
    },
    onEnd: () => void told.push('end'),
    onError: (code) => void told.push(code),
    onClose: () => void told.push('close'),
  });
  return { socket, told, read, sent: () => sent };
}

/** Bytes that are recognised when some are missing, twice there or out of place. */
export function numbered(bytes: number): Buffer {
  const numbers = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) numbers.writeUInt32LE(at, at);
  return numbers;
}

/** What every way to open sockets must do; registers its tests. */
export function describeCameraSockets(name: string, sockets: () => CameraSockets): void {
  let camera: Server;
  let port: number;
  const peers: Socket[] = [];

  beforeEach(async () => {
    camera = createServer((peer) => {
      peer.on('error', () => undefined);
      peers.push(peer);
    });
    camera.listen(0, '127.0.0.1');
    await once(camera, 'listening');
    ({ port } = camera.address() as AddressInfo);
  });

  afterEach(async () => {
    for (const peer of peers.splice(0)) peer.destroy();
    camera.close();
    await once(camera, 'close');
  });

  const connected = async (): Promise<Heard & { peer: Socket }> => {
    const heard = listenTo(sockets(), port);
    await until('the connection', () => heard.told.includes('connected') && peers.length > 0);
    const peer = peers.at(-1);
    if (peer === undefined) throw new Error('nobody connected');
    return { ...heard, peer };
  };

  test(`${name}: a closed port and an unknown host are told by code, then nothing more`, async () => {
    camera.close();
    await once(camera, 'close');
    const refused = listenTo(sockets(), port);
    const unknown = listenTo(sockets(), port, 'camera.invalid');
    await until('both ends', () => [refused, unknown].every(({ told }) => told.includes('close')));
    expect(refused.told).toEqual(['ECONNREFUSED', 'close']);
    expect(unknown.told[0]).toMatch(/^E(?:NOTFOUND|AI_)/);
    expect(unknown.told.at(-1)).toBe('close');
    expect(refused.socket.addresses).toBeNull();
    camera.listen(0, '127.0.0.1');
    await once(camera, 'listening');
  });

  test(`${name}: an address that cannot be tried throws or ends its own socket, and the others go on`, async () => {
    const { peer, read } = await connected();
    let told: string[] = ['close'];
    try {
      ({ told } = listenTo(sockets(), 70_000));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
    }
    await until('the end', () => told.includes('close'));
    peer.write('still there');
    await until('bytes', () => read.length > 0);
  });

  test(`${name}: nothing is told while the socket is being opened`, async () => {
    const heard = listenTo(sockets(), port);
    expect(heard.told).toEqual([]);
    heard.socket.destroy();
    await until('the end', () => heard.told.includes('close'));
    expect(heard.told.filter((told) => told === 'close')).toHaveLength(1);
  });

  test(`${name}: questions and answers pass, and both addresses are known`, async () => {
    const { socket, peer, read, sent } = await connected();
    peer.on('data', (data) => peer.write(`answer to ${data.toString('latin1')}`, 'latin1'));
    socket.write('a question é');
    await until('an answer', () => read.length > 0);
    expect(Buffer.concat(read).toString('latin1')).toBe('answer to a question é');
    socket.write(Buffer.from([0x24, 0, 0xff]));
    await until('the second write', () => sent() === 2);
    expect(socket.hasUnsent).toBe(false);
    expect(socket.addresses).toEqual({ local: '127.0.0.1', remote: '127.0.0.1' });
  });

  test(`${name}: megabytes of several cameras arrive whole and in order, then the end`, async () => {
    const cameras = await Promise.all([connected(), connected(), connected()]);
    const sent = numbered(6 * 1024 * 1024);
    for (const peer of peers) peer.end(sent);
    await until('all ends', () => cameras.every(({ told }) => told.includes('end')));
    for (const { read } of cameras) expect(Buffer.concat(read).equals(sent)).toBe(true);
  });

  test(`${name}: a connection that is reset ends with an error, later writes do nothing`, async () => {
    const { socket, told } = await connected();
    for (const peer of peers) peer.resetAndDestroy();
    await until('the end', () => told.includes('close'));
    expect(told.slice(-2)).toEqual(['ECONNRESET', 'close']);
    socket.write('too late');
    socket.destroy();
  });

  test(`${name}: a destroyed socket hands nothing on any more and closes once`, async () => {
    const { socket, peer, told, read } = await connected();
    socket.destroy();
    socket.destroy();
    const before = read.length;
    peer.write('late');
    await until('the end', () => told.includes('close'));
    expect(read.length).toBe(before);
    expect(told.filter((each) => each === 'close')).toHaveLength(1);
    expect(told).not.toContain('end');
  });
}
