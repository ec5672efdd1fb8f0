import { connect, isIP, type Socket } from 'node:net';
import { CameraFailure, cleanDetail } from './camera-failure.ts';
import { InterleavedReader } from './interleaved-reader.ts';
import { formatRequest, type RtspMessage } from './rtsp-message.ts';

export interface RtspConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
  readonly responseMs: number;
  readonly signal: AbortSignal;
  /** One interleaved frame at `[start, end)`, only valid during the call. May throw: that ends the connection. */
  readonly onFrame: (channel: number, bytes: Buffer, start: number, end: number) => void;
}

export interface RtspResponse extends RtspMessage {
  readonly status: number;
}

interface Pending {
  readonly sequence: number;
  readonly timer: NodeJS.Timeout;
  resolve(response: RtspResponse): void;
  reject(failure: Error): void;
}

/**
 * One read buffer for every camera of the process: libuv fills it and calls back at once, and whatever must outlive the
 * callback is copied.
 */
const SHARED_READ_BUFFER = Buffer.allocUnsafeSlow(256 * 1024);
const UNKNOWN_HOST_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA', 'EAI_FAIL']);
const USER_AGENT = 'ThapCanh';

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

/**
 * One TCP connection to a camera: requests one at a time, interleaved frames at any time. `closed` resolves once, with
 * the reason, when the socket is gone; every timer is cleared by then.
 */
export class RtspConnection {
  readonly closed: Promise<CameraFailure>;
  readonly #options: RtspConnectionOptions;
  readonly #socket: Socket;
  readonly #reader: InterleavedReader;
  #sequence = 0;
  #pending: Pending | null = null;
  #failure: CameraFailure | null = null;
  #stage: 'resolving' | 'connecting' | 'connected';

  private constructor(options: RtspConnectionOptions, onConnect: () => void) {
    this.#options = options;
    this.#reader = new InterleavedReader({
      onFrame: options.onFrame,
      onMessage: (message) => this.#onMessage(message),
    });
    const { host, port } = options;
    this.#stage = isIP(host) === 0 ? 'resolving' : 'connecting';
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: SHARED_READ_BUFFER,
        callback: (length: number) => {
          this.#onRead(length);
          return true;
        },
      },
    });
    const timer = setTimeout(() => {
      const code = this.#stage === 'resolving' ? 'TC_CAMERA_HOST_UNKNOWN' : 'TC_CAMERA_UNREACHABLE';
      this.#fail(new CameraFailure(code, { host, port }));
    }, options.connectMs);
    const onAbort = (): void => this.#lose('closed by us');
    this.#socket.once('lookup', (error: Error | null) => {
      if (error === null) this.#stage = 'connecting';
    });
    this.#socket.once('connect', () => {
      clearTimeout(timer);
      this.#stage = 'connected';
      onConnect();
    });
    this.#socket.on('error', (error) => this.#onSocketError(error));
    this.#socket.once('end', () => this.#lose('the camera closed the connection'));
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        clearTimeout(timer);
        options.signal.removeEventListener('abort', onAbort);
        const failure = this.#failure ?? this.#lost('the camera closed the connection');
        this.#settle((pending) => pending.reject(failure));
        resolve(failure);
      });
    });
    if (options.signal.aborted) onAbort();
    else options.signal.addEventListener('abort', onAbort, { once: true });
  }

  /** Rejects with `CameraFailure` when there is no connection within `connectMs`. */
  static async open(options: RtspConnectionOptions): Promise<RtspConnection> {
    let connection: RtspConnection | null = null;
    const connected = new Promise<null>((resolve) => {
      connection = new RtspConnection(options, () => resolve(null));
    });
    const opened = connection as RtspConnection | null;
    if (opened === null) throw new Error('unreachable: the promise executor runs at once');
    const failure = await Promise.race([connected, opened.closed]);
    if (failure !== null) throw failure;
    return opened;
  }

  /**
   * Sends one request and waits for its answer, at most `responseMs`. Rejects with `CameraFailure` when the camera
   * stays silent or the connection ends. A second request must wait for the first.
   */
  request(method: string, url: string, headers: ReadonlyMap<string, string>): Promise<RtspResponse> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#pending !== null) return Promise.reject(new Error('one request at a time'));
    const sequence = ++this.#sequence;
    return new Promise<RtspResponse>((resolve, reject) => {
      const timer = setTimeout(() => {
        const detail = `no answer to ${method} within ${this.#options.responseMs / 1000} s`;
        this.#settle((pending) => pending.reject(this.#protocol(detail)));
      }, this.#options.responseMs);
      this.#pending = { sequence, timer, resolve, reject };
      const all = new Map([['CSeq', String(sequence)], ['User-Agent', USER_AGENT], ...headers]);
      this.#socket.write(formatRequest(method, url, all), 'latin1');
    });
  }

  get isBusy(): boolean {
    return this.#pending !== null;
  }

  /** Ends the connection for a reason of ours; `closed` follows. */
  end(failure: CameraFailure): void {
    this.#fail(failure);
  }

  #onRead(length: number): void {
    if (this.#failure !== null) return;
    try {
      const wrong = this.#reader.push(SHARED_READ_BUFFER, length);
      if (wrong !== null) this.#fail(this.#protocol(wrong));
    } catch (error) {
      this.#fail(this.#protocol('data that cannot be read', error));
    }
  }

  #onMessage(message: RtspMessage): void {
    const { status } = message;
    if (status === null) {
      this.#refuse(message);
      return;
    }
    if (status < 200) return;
    const sequence = message.headers.get('cseq');
    // Some cameras leave CSeq out; an answer to a request that timed out must not answer the next one.
    if (sequence !== undefined && Number.parseInt(sequence, 10) !== this.#pending?.sequence) return;
    this.#settle((pending) => pending.resolve({ ...message, status }));
  }

  #refuse(message: RtspMessage): void {
    const sequence = message.headers.get('cseq') ?? '';
    if (/^\d{1,10}$/.test(sequence)) this.#socket.write(`RTSP/1.0 501 Not Implemented\r\nCSeq: ${sequence}\r\n\r\n`);
  }

  #settle(finish: (pending: Pending) => void): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    clearTimeout(pending.timer);
    finish(pending);
  }

  #onSocketError(error: Error): void {
    const code = codeOf(error);
    const { host, port } = this.#options;
    if (this.#stage === 'connected') this.#fail(this.#lost(cleanDetail(code), error));
    else if (UNKNOWN_HOST_CODES.has(code)) this.#fail(new CameraFailure('TC_CAMERA_HOST_UNKNOWN', { host }));
    else this.#fail(new CameraFailure('TC_CAMERA_UNREACHABLE', { host, port, detail: cleanDetail(code) }));
  }

  #lost(detail: string, cause?: unknown): CameraFailure {
    return new CameraFailure('TC_CAMERA_CONNECTION_LOST', { host: this.#options.host, detail }, { cause });
  }

  #protocol(detail: string, cause?: unknown): CameraFailure {
    return new CameraFailure('TC_CAMERA_PROTOCOL', { host: this.#options.host, detail }, { cause });
  }

  #lose(detail: string): void {
    this.#fail(this.#lost(detail));
  }

  #fail(failure: CameraFailure): void {
    this.#failure ??= failure;
    this.#socket.destroy();
  }
}
