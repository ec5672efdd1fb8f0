import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CameraSocket, CameraSocketOptions, CameraSockets } from './camera-socket.ts';

/**
 * One read buffer for every camera of the thread: libuv fills it and calls back at once, and whatever must outlive the
 * callback is copied.
 */
const SHARED_READ_BUFFER = Buffer.allocUnsafeSlow(256 * 1024);

/** Sockets on the event loop of the thread that opens them: what arrives is handed on at once. */
export const directSockets: CameraSockets = {
  open: (options) => new DirectSocket(options),
  watched: () => undefined,
};

class DirectSocket implements CameraSocket {
  readonly #socket: Socket;
  readonly #onSent: (error?: Error | null) => void;

  constructor(options: CameraSocketOptions) {
    const { isEncrypted, onStage } = options;
    const socket = isEncrypted ? openEncrypted(options) : openPlain(options);
    this.#socket = socket;
    this.#onSent = (error) => {
      if (error === null || error === undefined) options.onSent?.();
    };
    socket.once('lookup', (error: Error | null) => {
      if (error === null) onStage('connecting');
    });
    socket.once('connect', () => onStage(isEncrypted ? 'encrypting' : 'connected'));
    if (isEncrypted) socket.once('secureConnect', () => onStage('connected'));
    socket.once('end', () => options.onEnd());
    socket.on('error', (error) => options.onError(codeOf(error)));
    socket.once('close', () => options.onClose());
  }

  get hasUnsent(): boolean {
    return this.#socket.writableLength > 0;
  }

  get addresses(): { readonly local: string; readonly remote: string } | null {
    const { localAddress: local, remoteAddress: remote } = this.#socket;
    return local === undefined || remote === undefined ? null : { local, remote };
  }

  write(data: Buffer | string): void {
    if (!this.#socket.destroyed) this.#socket.write(data, 'latin1', this.#onSent);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Old cameras only know old TLS, so old versions and ciphers are allowed: it keeps out who listens, not who stands between. */
function openEncrypted({ host, port, onRead }: CameraSocketOptions): Socket {
  const socket = connectTls({
    host,
    port,
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  socket.setNoDelay(true);
  socket.on('data', (data: Buffer) => onRead(data, 0, data.length));
  return socket;
}

function openPlain({ host, port, onRead }: CameraSocketOptions): Socket {
  return connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: SHARED_READ_BUFFER,
      callback: (length: number) => {
        onRead(SHARED_READ_BUFFER, 0, length);
        return true;
      },
    },
  });
}

/** The system's or the TLS library's code, or the name of the error. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
