import { isIP } from 'node:net';
import type { CameraSocket, CameraSockets, ConnectStage, SocketAddresses } from '../sockets/camera-socket.ts';
import { CameraFailure, cleanDetail } from './camera-failure.ts';
import { InterleavedReader } from './interleaved-reader.ts';
import { formatRequest, type RtspMessage } from './rtsp-message.ts';

export interface RtspConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  readonly connectMs: number;
  readonly responseMs: number;
  readonly signal: AbortSignal;
  readonly sockets: CameraSockets;
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

const UNKNOWN_HOST_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA', 'EAI_FAIL']);
const USER_AGENT = 'ThapCanh';
/** A description of unknown length is whole when nothing follows it for this long. */
const SETTLE_MS = 700;
/** Requests with which cameras look whether we are still there. */
const ANSWERED_METHODS = new Set(['OPTIONS', 'GET_PARAMETER', 'SET_PARAMETER', 'ANNOUNCE']);

/**
 * One TCP or TLS connection to a camera: requests one at a time, interleaved frames at any time. `closed` resolves once, with
 * the reason, when the socket is gone; every timer is cleared by then.
 */
export class RtspConnection {
  readonly closed: Promise<CameraFailure>;
  readonly #options: RtspConnectionOptions;
  readonly #socket: CameraSocket;
  readonly #reader: InterleavedReader;
  #sequence = 0;
  #pending: Pending | null = null;
  #failure: CameraFailure | null = null;
  #stage: 'resolving' | ConnectStage;
  #settling: NodeJS.Timeout | null = null;
  /** Newest request that stayed without an answer in time. */
  #expired = 0;

  private constructor(options: RtspConnectionOptions, onConnect: () => void) {
    this.#options = options;
    this.#reader = new InterleavedReader({
      onFrame: options.onFrame,
      onMessage: (message) => this.#onMessage(message),
    });
    const { host, port } = options;
    this.#stage = isIP(host) === 0 ? 'resolving' : 'connecting';
    const timer = setTimeout(() => {
      if (this.#stage === 'encrypting') this.#fail(this.#noTls(`no answer within ${options.connectMs / 1000} s`));
      const code = this.#stage === 'resolving' ? 'TC_CAMERA_HOST_UNKNOWN' : 'TC_CAMERA_UNREACHABLE';
      this.#fail(new CameraFailure(code, { host, port }));
    }, options.connectMs);
    const onAbort = (): void => this.#lose('closed by us');
    let onClosed = (_failure: CameraFailure): void => undefined;
    this.closed = new Promise((resolve) => {
      onClosed = resolve;
    });
    this.#socket = options.sockets.open({
      host,
      port,
      isEncrypted: options.isEncrypted,
      onRead: (bytes, start, end) => this.#onRead(bytes, start, end),
      onStage: (stage) => {
        this.#stage = stage;
        if (stage !== 'connected') return;
        clearTimeout(timer);
        onConnect();
      },
      onError: (code) => this.#onSocketError(code),
      onEnd: () => this.#lose('the camera closed the connection'),
      onClose: () => {
        clearTimeout(timer);
        if (this.#settling !== null) clearTimeout(this.#settling);
        options.signal.removeEventListener('abort', onAbort);
        const failure = this.#failure ?? this.#lost('the camera closed the connection');
        this.#settle((pending) => pending.reject(failure));
        onClosed(failure);
      },
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
        this.#expired = sequence;
        const detail = `no answer to ${method} within ${this.#options.responseMs / 1000} s`;
        this.#settle((pending) => pending.reject(this.#protocol(detail)));
      }, this.#options.responseMs);
      this.#pending = { sequence, timer, resolve, reject };
      const all = new Map([['CSeq', String(sequence)], ['User-Agent', USER_AGENT], ...headers]);
      this.#socket.write(formatRequest(method, url, all));
    });
  }

  get isBusy(): boolean {
    return this.#pending !== null;
  }

  /** Ends the connection for a reason of ours; `closed` follows. */
  end(failure: CameraFailure): void {
    this.#fail(failure);
  }

  /** Addresses for UDP between the same two; null before the connection stands. */
  get addresses(): SocketAddresses | null {
    return this.#socket.addresses;
  }

  /** Bytes between packets that were skipped to find the next one. */
  get skippedBytes(): number {
    return this.#reader.skippedBytes;
  }

  /** Sends bytes that are already framed; left out while the camera does not read. */
  sendFrame(bytes: Buffer): void {
    if (this.#failure === null && !this.#socket.hasUnsent) this.#socket.write(bytes);
  }

  #onRead(bytes: Buffer, start: number, end: number): void {
    if (this.#failure !== null) return;
    try {
      const wrong = this.#reader.push(bytes, start, end);
      if (wrong !== null) this.#fail(this.#protocol(wrong));
      else if (this.#settling !== null || this.#reader.isUnsettled) this.#awaitRest();
    } catch (error) {
      this.#fail(this.#protocol('data that cannot be read', error));
    }
  }

  #awaitRest(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = !this.#reader.isUnsettled
      ? null
      : setTimeout(() => {
          this.#settling = null;
          this.#reader.settle();
        }, SETTLE_MS);
  }

  #onMessage(message: RtspMessage): void {
    const { status } = message;
    if (status === null) {
      this.#answer(message);
      return;
    }
    if (status < 200) return;
    // Cameras leave CSeq out or count wrongly, but an answer to a request that timed out must not answer the next one.
    const sequence = Number.parseInt(message.headers.get('cseq') ?? '', 10);
    if (this.#expired > 0 && sequence <= this.#expired) return;
    this.#settle((pending) => pending.resolve({ ...message, status }));
  }

  #answer({ phrase: method, headers }: RtspMessage): void {
    const sequence = headers.get('cseq') ?? '';
    // A camera that floods us with requests and reads no answers gets none.
    if (!/^\d{1,10}$/.test(sequence) || this.#socket.hasUnsent) return;
    const status = ANSWERED_METHODS.has(method) ? '200 OK' : '501 Not Implemented';
    this.#socket.write(`RTSP/1.0 ${status}\r\nCSeq: ${sequence}\r\n\r\n`);
  }

  #settle(finish: (pending: Pending) => void): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    clearTimeout(pending.timer);
    finish(pending);
  }

  #onSocketError(code: string): void {
    const { host, port } = this.#options;
    if (this.#stage === 'encrypting') this.#fail(this.#noTls(cleanDetail(code)));
    else if (this.#stage === 'connected') this.#fail(this.#lost(cleanDetail(code)));
    else if (UNKNOWN_HOST_CODES.has(code)) this.#fail(new CameraFailure('TC_CAMERA_HOST_UNKNOWN', { host }));
    else this.#fail(new CameraFailure('TC_CAMERA_UNREACHABLE', { host, port, detail: cleanDetail(code) }));
  }

  #noTls(detail: string): CameraFailure {
    const { host, port } = this.#options;
    return new CameraFailure('TC_CAMERA_TLS_FAILED', { host, port, detail });
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
