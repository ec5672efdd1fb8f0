/** What travels between ingest and the decoder child over the IPC channel (structured clone: buffers stay binary). */
export interface DecodeCommand {
  readonly id: number;
  readonly accessUnit: Uint8Array;
}

export type DecoderMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'picture';
      readonly id: number;
      readonly jpeg: Uint8Array;
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'no-picture'; readonly id: number };
