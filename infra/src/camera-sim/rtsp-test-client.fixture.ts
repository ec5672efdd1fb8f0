import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

export const TEST_PATTERN = fileURLToPath(new URL('./fixtures/test-pattern.mp4', import.meta.url));

export interface TestResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A deliberately simple RTSP client for tests: one request at a time, everything received is kept. */
export class RtspTestClient {
  readonly socket: Socket;
  /** Interleaved packets in order of arrival. */
  readonly packets: { channel: number; bytes: Buffer }[] = [];
  readonly responses: TestResponse[] = [];
  isClosed = false;
  #received: Buffer = Buffer.alloc(0);
  #cseq = 0;
  #waiting: (() => void)[] = [];

  constructor(port: number, socket: Socket = connect(port, '127.0.0.1')) {
    this.socket = socket;
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#parse();
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  /** What arrived and is neither response nor packet. */
  get rest(): Buffer {
    return this.#received;
  }

  async request(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): Promise<TestResponse> {
    const already = this.responses.length;
    this.#cseq += 1;
    const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${this.#cseq}`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await this.until(() => this.responses.length > already || this.isClosed);
    const response = this.responses[already];
    if (response === undefined) throw new Error(`no answer to ${method}`);
    return response;
  }

  /** DESCRIBE, SETUP over TCP and PLAY; `rtpInfo` is what PLAY promised. */
  async play(uri: string): Promise<{ seq: number; rtptime: number; session: string }> {
    const setUp = await this.request('SETUP', uri, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const session = setUp.headers.get('session')?.split(';')[0] ?? '';
    const played = await this.request('PLAY', uri, { Session: session });
    const info = /seq=(\d+);rtptime=(\d+)/.exec(played.headers.get('rtp-info') ?? '');
    return { seq: Number(info?.[1]), rtptime: Number(info?.[2]), session };
  }

  /** RTP packets so far. */
  get rtp(): RtpPacket[] {
    return this.packets.filter(({ channel }) => channel === 0).map(({ bytes }) => readRtp(bytes));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #parse(): void {
    for (;;) {
      const bytes = this.#received;
      if (bytes[0] === 0x24) {
        if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt16BE(2)) return;
        const size = 4 + bytes.readUInt16BE(2);
        this.packets.push({ channel: bytes.readUInt8(1), bytes: Buffer.from(bytes.subarray(4, size)) });
        this.#received = this.#received.subarray(size);
        continue;
      }
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0 || !bytes.subarray(0, 5).equals(Buffer.from('RTSP/'))) return;
      const [first = '', ...lines] = bytes.toString('utf8', 0, end).split('\r\n');
      const headers = new Map(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      const bodyBytes = Number(headers.get('content-length') ?? 0);
      if (bytes.length < end + 4 + bodyBytes) return;
      const body = bytes.toString('utf8', end + 4, end + 4 + bodyBytes);
      this.responses.push({ status: Number(first.split(' ')[1]), headers, body });
      this.#received = this.#received.subarray(end + 4 + bodyBytes);
    }
  }
}

export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

export function readRtp(bytes: Buffer): RtpPacket {
  return {
    marker: (bytes.readUInt8(1) & 0x80) !== 0,
    payloadType: bytes.readUInt8(1) & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(12),
  };
}

/** Puts NAL units together again (single, aggregated, fragmented); one list per marker bit. */
export function reassemble(
  packets: readonly RtpPacket[],
  codec: 'h264' | 'h265' = 'h264',
): { timestamp: number; nals: Buffer[] }[] {
  const [aggregated, fragmented, headerBytes] = codec === 'h264' ? [24, 28, 1] : [48, 49, 2];
  const units: { timestamp: number; nals: Buffer[] }[] = [];
  let nals: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const { payload, marker, timestamp } of packets) {
    const first = payload.readUInt8(0);
    const type = codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
    if (type === aggregated) {
      for (let at = headerBytes; at < payload.length; at += 2 + payload.readUInt16BE(at)) {
        nals.push(payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)));
      }
    } else if (type === fragmented) {
      const header = payload.readUInt8(headerBytes);
      if ((header & 0x80) !== 0) {
        const h264 = Buffer.of((first & 0xe0) | (header & 0x1f));
        parts = [codec === 'h264' ? h264 : Buffer.of((first & 0x81) | ((header & 0x3f) << 1), payload.readUInt8(1))];
      }
      parts.push(payload.subarray(headerBytes + 1));
      if ((header & 0x40) !== 0) nals.push(Buffer.concat(parts));
    } else nals.push(payload);
    if (marker) {
      units.push({ timestamp, nals });
      nals = [];
    }
  }
  return units;
}

/** The Authorization header a client computes for a digest challenge (RFC 7616). */
export function answerDigest(challenge: string, method: string, uri: string, user: string, password: string): string {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const field = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, qop] = [field('realm'), field('nonce'), field('qop')];
  const middle = qop === '' ? '' : `00000001:c0ffee:${qop}:`;
  const ha1 = md5(`${user}:${realm}:${password}`);
  const response = md5(`${ha1}:${nonce}:${middle}${md5(`${method}:${uri}`)}`);
  const extra = qop === '' ? '' : `, qop=${qop}, nc=00000001, cnonce="c0ffee"`;
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"${extra}`;
}
