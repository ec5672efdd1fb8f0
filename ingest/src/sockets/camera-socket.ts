export type ConnectStage = 'connecting' | 'encrypting' | 'connected';

export interface SocketAddresses {
  readonly local: string;
  readonly remote: string;
}

export interface CameraSocketOptions {
  readonly host: string;
  readonly port: number;
  /** TLS. The certificate is not verified, because cameras sign their own. */
  readonly isEncrypted: boolean;
  /** `bytes[start, end)` came; only valid during the call. Must not throw. */
  readonly onRead: (bytes: Buffer, start: number, end: number) => void;
  /** In order, each at most once: the name is known, TLS begins, the socket can be written to. */
  readonly onStage: (stage: ConnectStage) => void;
  /** The system took one write; as often as there were writes, unless the socket ends before. */
  readonly onSent?: () => void;
  /** The camera sends nothing more. */
  readonly onEnd: () => void;
  /** The system's or the TLS library's code, or the name of the error; `onClose` follows. */
  readonly onError: (code: string) => void;
  /** Last call of all, exactly once. */
  readonly onClose: () => void;
}

/** One TCP or TLS connection to a camera. No callback comes during `open` itself. */
export interface CameraSocket {
  /** Whether written bytes still wait for the camera to take them. */
  readonly hasUnsent: boolean;
  /** Null before the socket is connected. */
  readonly addresses: SocketAddresses | null;
  /** Bytes, or a text in Latin-1. After the end of the socket nothing happens. */
  write(data: Buffer | string): void;
  /** Ends at once, unsent bytes are dropped; `onClose` follows. Idempotent. */
  destroy(): void;
}

/** Opens the sockets to cameras; one for all sessions of a process. */
export interface CameraSockets {
  open(options: CameraSocketOptions): CameraSocket;
  /** Somebody watches cameras, for that long from now: what they send may not be gathered for longer than a picture. */
  watched(durationMs: number): void;
}
