import type { ConnectStage, SocketAddresses } from './camera-socket.ts';
import type { ReaderControl } from './reader-memory.ts';

/** To the thread of the sockets. */
export type ReaderRequest =
  | {
      readonly kind: 'open';
      readonly socket: number;
      readonly host: string;
      readonly port: number;
      readonly isEncrypted: boolean;
    }
  /** Latin-1. */
  | { readonly kind: 'write'; readonly socket: number; readonly data: string }
  | { readonly kind: 'destroy'; readonly socket: number }
  /** A batch that was read. */
  | { readonly kind: 'return'; readonly memory: ArrayBuffer };

/** From it: records up to `bytes`, transferred. */
export interface Batch {
  readonly memory: ArrayBuffer;
  readonly bytes: number;
}

/** What the thread is started with. */
export interface ReaderStart {
  readonly control: ReaderControl;
}

export type SocketEvent =
  | { readonly kind: 'stage'; readonly stage: ConnectStage; readonly addresses: SocketAddresses | null }
  | { readonly kind: 'sent' }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'close' };
