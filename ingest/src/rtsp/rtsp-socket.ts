import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface RtspSocketOptions {
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  /** `length` bytes lie at the start of `bytes`, which is only valid during the call. */
  readonly onRead: (bytes: Buffer, length: number) => void;
}

/**
 * One read buffer for every camera of the process: libuv fills it and calls back at once, and whatever must outlive the
 * callback is copied.
 */
const SHARED_READ_BUFFER = Buffer.allocUnsafeSlow(256 * 1024);

/**
 * Opens the socket to a camera. In TLS the certificate is not verified, because cameras sign their own; it keeps out who
 * listens, not who stands between. Old cameras only know old TLS, so old versions and ciphers are allowed.
 */
export function openRtspSocket({ host, port, isEncrypted, onRead }: RtspSocketOptions): Socket {
  if (isEncrypted) {
    const socket = connectTls({
      host,
      port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    socket.setNoDelay(true);
    socket.on('data', (data: Buffer) => onRead(data, data.length));
    return socket;
  }
  return connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: SHARED_READ_BUFFER,
      callback: (length: number) => {
        onRead(SHARED_READ_BUFFER, length);
        return true;
      },
    },
  });
}
