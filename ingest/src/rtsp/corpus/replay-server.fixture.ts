import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import type { Transcript, TranscriptAction, TranscriptStep } from './transcript.fixture.ts';

export interface ReplayServer {
  readonly port: number;
  /** Requests that were not as the transcript says. */
  readonly mismatches: readonly string[];
  /** Steps played so far. */
  readonly played: number;
  close(): Promise<void>;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

function parseRequest(text: string): Request {
  const [first = '', ...lines] = text.split('\r\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, url, headers };
}

const isLike = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(value);

/** A small RTP packet of the payload type. */
function rtpPacket(payloadType: number, sequence: number): Buffer {
  const packet = Buffer.alloc(20, 7);
  packet[0] = 0x80;
  packet[1] = payloadType;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(sequence * 3_600, 4);
  packet.writeUInt32BE(0x1234, 8);
  return packet;
}

/** Plays the camera's side of a transcript on 127.0.0.1. `mutate` may change what is sent. */
export async function startReplay(
  transcript: Transcript,
  mutate: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<ReplayServer> {
  const sockets = new Set<Socket>();
  const mismatches: string[] = [];
  const udp = createSocket('udp4');
  let played = 0;
  let sequence = 65_530;
  let clientPorts = '0-0';
  const eol = transcript.facts.get('eol') === 'lf' ? '\n' : '\r\n';

  const expand = (text: string, request: Request, body = ''): string =>
    text
      .replaceAll('{host}', `127.0.0.1:${port()}`)
      .replaceAll('{cseq}', request.headers.get('cseq') ?? '0')
      .replaceAll('{ports}', clientPorts)
      .replaceAll('{length}', String(Buffer.byteLength(body)));

  const check = (step: TranscriptStep, request: Request): void => {
    const wanted = `${step.method} ${expand(step.url, request)}`;
    const got = `${request.method} ${request.url}`;
    if (!isLike(wanted, got)) mismatches.push(`wanted ${wanted}, got ${got}`);
    for (const [name, pattern] of step.headers) {
      const value = request.headers.get(name);
      const isRight = pattern === '-' ? value === undefined : isLike(expand(pattern, request), value ?? '');
      if (!isRight) mismatches.push(`${got}: wanted ${name}: ${pattern}, got ${value}`);
    }
  };

  const act = (action: TranscriptAction, request: Request, socket: Socket): void => {
    if (action.kind === 'answer') {
      const empty = action.lines.indexOf('');
      const body = empty < 0 ? [] : action.lines.slice(empty + 1);
      const bodyText = body.map((line) => `${expand(line, request)}${eol}`).join('');
      const head = (empty < 0 ? action.lines : action.lines.slice(0, empty + 1)).map(
        (line) => `${expand(line, request, bodyText)}${eol}`,
      );
      socket.write(mutate(Buffer.from(head.join('') + bodyText)));
      return;
    }
    const [verb = '', first = '', second = '', third = ''] = action.words;
    if (verb === 'close') socket.end();
    else if (verb === 'raw')
      socket.write(mutate(Buffer.from(JSON.parse(`"${action.words.slice(1).join(' ')}"`), 'latin1')));
    else if (verb === 'rtp') {
      for (let n = 0; n < Number(third); n++) {
        const packet = rtpPacket(Number(second), sequence++);
        socket.write(mutate(Buffer.concat([Buffer.from([0x24, Number(first), 0, packet.length]), packet])));
      }
    } else if (verb === 'udp') {
      // Pairs after the first packet are swapped on the way.
      const packets = Array.from({ length: Number(second) }, () => rtpPacket(Number(first), sequence++));
      for (let n = 1; n + 1 < packets.length; n += 2)
        packets.push(...packets.splice(n, 2).reverse(), ...packets.splice(n));
      for (const packet of packets) udp.send(packet, Number(clientPorts.split('-')[0]), '127.0.0.1');
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (data) => {
      if (socket.writableEnded) return;
      text += data.toString('latin1').replace(/^\$[\s\S]*$/, '');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = parseRequest(text.slice(0, end));
        text = text.slice(end + 4);
        const ports = /client_port=(\d+-\d+)/.exec(request.headers.get('transport') ?? '');
        if (ports !== null) clientPorts = ports[1] ?? '';
        const step = transcript.steps[played];
        if (step === undefined) {
          socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${request.headers.get('cseq')}\r\n\r\n`);
          continue;
        }
        played++;
        check(step, request);
        for (const action of step.actions) act(action, request, socket);
      }
    });
  });
  const port = (): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  return {
    get port() {
      return port();
    },
    mismatches,
    get played() {
      return played;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise((resolve) => server.close(resolve)),
        new Promise<void>((resolve) => udp.close(() => resolve())),
      ]);
    },
  };
}
