/**
 * The framed stream in which live media travels from an ingest worker through the API into a browser. A frame is
 * `u32 length (of what follows) | u8 type | payload`, big-endian; on a WebSocket `u16 tile | u8 type | payload`.
 *
 * - 1 description: `u32 JSON length | JSON (LiveDescription) | initialisation segment`
 * - 2 part: `u8 flags (1 key, 2 discontinuity) | f64 startsAtMs | u64 decodeTime90k | u32 duration90k | moof + mdat`
 * - 3 unit: `u8 flags (1 key) | f64 atMs | u64 decodeTime90k | i32 compositionOffset90k | length-prefixed slices`
 * - 4 state: JSON (LiveFeedState)
 *
 * A stream begins with the description and what is held since the newest key frame; a new description begins a new run.
 */
export const LIVE_FRAME_TYPE = { description: 1, part: 2, unit: 3, state: 4 } as const;

export interface LiveDescription {
  /** RFC 6381. */
  readonly codec: string;
  readonly audioCodec: string | null;
  readonly width: number;
  readonly height: number;
  readonly videoCodec: 'h264' | 'h265';
  readonly isReordered: boolean;
  readonly initBytes: number;
  /** VPS, SPS and PPS in that order, base64, without start code or length. */
  readonly parameterSets: readonly string[];
}

/** `waiting`: the camera sends nothing now; `flowing`: media follows. Sent at changes and every few seconds. */
export interface LiveFeedState {
  readonly state: 'waiting' | 'flowing';
  /** Pictures or parts that this reader did not get because it was too slow. Only grows. */
  readonly dropped: number;
}

export interface LivePartHead {
  readonly isKey: boolean;
  readonly isDiscontinuity: boolean;
  readonly startsAtMs: number;
  readonly decodeTime90k: number;
  readonly duration90k: number;
}

export interface LiveUnitHead {
  readonly isKey: boolean;
  readonly atMs: number;
  readonly decodeTime90k: number;
  readonly compositionOffset90k: number;
}

/** A frame taken apart; `data` is a view into what was read. */
export type LiveFrame =
  | { readonly kind: 'description'; readonly description: LiveDescription; readonly init: Uint8Array }
  | ({ readonly kind: 'part'; readonly data: Uint8Array } & LivePartHead)
  | ({ readonly kind: 'unit'; readonly data: Uint8Array } & LiveUnitHead)
  | ({ readonly kind: 'state' } & LiveFeedState);

const LENGTH_BYTES = 4;
/** Flags, wall time, decode time, duration or offset. */
const HEAD_BYTES = 1 + 8 + 8 + 4;
const FLAG_KEY = 1;
const FLAG_DISCONTINUITY = 2;
const MAX_JSON_BYTES = 64 * 1024;

/** All texts of this format are ASCII. */
const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A whole frame, length included. */
export function encodeDescription(description: LiveDescription, init: Uint8Array): Uint8Array {
  const json = toBytes(JSON.stringify(description));
  const frame = new Uint8Array(LENGTH_BYTES + 1 + 4 + json.length + init.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, frame.length - LENGTH_BYTES);
  view.setUint8(4, LIVE_FRAME_TYPE.description);
  view.setUint32(5, json.length);
  frame.set(json, 9);
  frame.set(init, 9 + json.length);
  return frame;
}

/** What goes in front of a part's own bytes, so that those are never copied. */
export function encodePartHead(part: LivePartHead, dataBytes: number): Uint8Array {
  const flags = (part.isKey ? FLAG_KEY : 0) | (part.isDiscontinuity ? FLAG_DISCONTINUITY : 0);
  const { head, view } = startFrame(LIVE_FRAME_TYPE.part, flags, part.startsAtMs, part.decodeTime90k, dataBytes);
  view.setUint32(LENGTH_BYTES + 18, part.duration90k);
  return head;
}

/** What goes in front of a picture's slices. */
export function encodeUnitHead(unit: LiveUnitHead, dataBytes: number): Uint8Array {
  const flags = unit.isKey ? FLAG_KEY : 0;
  const { head, view } = startFrame(LIVE_FRAME_TYPE.unit, flags, unit.atMs, unit.decodeTime90k, dataBytes);
  view.setInt32(LENGTH_BYTES + 18, unit.compositionOffset90k);
  return head;
}

/** A whole frame, length included. */
export function encodeState(state: LiveFeedState): Uint8Array {
  const json = toBytes(JSON.stringify(state));
  const frame = new Uint8Array(LENGTH_BYTES + 1 + json.length);
  new DataView(frame.buffer).setUint32(0, 1 + json.length);
  frame[4] = LIVE_FRAME_TYPE.state;
  frame.set(json, 5);
  return frame;
}

/** Reads `u8 type | payload`; null for anything malformed or of an unknown type. */
export function readLiveFrame(bytes: Uint8Array): LiveFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bytes[0]) {
    case LIVE_FRAME_TYPE.description:
      return readDescription(bytes, view);
    case LIVE_FRAME_TYPE.part:
    case LIVE_FRAME_TYPE.unit:
      return readMedia(bytes, view);
    case LIVE_FRAME_TYPE.state:
      return readState(bytes);
    default:
      return null;
  }
}

/** Whether `u8 type | payload` is a part or picture that decoding can start with. */
export function isKeyFrameMessage(bytes: Uint8Array): boolean {
  return isMediaMessage(bytes) && ((bytes[1] ?? 0) & FLAG_KEY) !== 0;
}

export function isMediaMessage(bytes: Uint8Array): boolean {
  return bytes[0] === LIVE_FRAME_TYPE.part || bytes[0] === LIVE_FRAME_TYPE.unit;
}

function startFrame(type: number, flags: number, atMs: number, decodeTime90k: number, dataBytes: number) {
  const head = new Uint8Array(LENGTH_BYTES + 1 + HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, 1 + HEAD_BYTES + dataBytes);
  view.setUint8(4, type);
  view.setUint8(5, flags);
  view.setFloat64(6, atMs);
  view.setBigUint64(14, BigInt(Math.round(decodeTime90k)));
  return { head, view };
}

function readMedia(bytes: Uint8Array, view: DataView): LiveFrame | null {
  if (bytes.length < 1 + HEAD_BYTES) return null;
  const flags = view.getUint8(1);
  const isKey = (flags & FLAG_KEY) !== 0;
  const atMs = view.getFloat64(2);
  const decodeTime90k = Number(view.getBigUint64(10));
  if (!Number.isFinite(atMs) || !Number.isSafeInteger(decodeTime90k)) return null;
  const data = bytes.subarray(1 + HEAD_BYTES);
  if (bytes[0] === LIVE_FRAME_TYPE.unit) {
    return { kind: 'unit', isKey, atMs, decodeTime90k, compositionOffset90k: view.getInt32(18), data };
  }
  const isDiscontinuity = (flags & FLAG_DISCONTINUITY) !== 0;
  return {
    kind: 'part',
    isKey,
    isDiscontinuity,
    startsAtMs: atMs,
    decodeTime90k,
    duration90k: view.getUint32(18),
    data,
  };
}

function readDescription(bytes: Uint8Array, view: DataView): LiveFrame | null {
  if (bytes.length < 5) return null;
  const jsonBytes = view.getUint32(1);
  if (jsonBytes > MAX_JSON_BYTES || 5 + jsonBytes > bytes.length) return null;
  const description = parseDescription(parseJson(bytes.subarray(5, 5 + jsonBytes)));
  const init = bytes.subarray(5 + jsonBytes);
  return description === null || description.initBytes !== init.length
    ? null
    : { kind: 'description', description, init };
}

function readState(bytes: Uint8Array): LiveFrame | null {
  const value = bytes.length > MAX_JSON_BYTES ? null : parseJson(bytes.subarray(1));
  const [state, dropped] = [field(value, 'state'), field(value, 'dropped')];
  if ((state !== 'waiting' && state !== 'flowing') || typeof dropped !== 'number') return null;
  return { kind: 'state', state, dropped };
}

function parseDescription(value: unknown): LiveDescription | null {
  const codec = field(value, 'codec');
  const audioCodec = field(value, 'audioCodec');
  const [width, height, initBytes] = [field(value, 'width'), field(value, 'height'), field(value, 'initBytes')];
  const [videoCodec, isReordered] = [field(value, 'videoCodec'), field(value, 'isReordered')];
  const sets = field(value, 'parameterSets');
  if (typeof codec !== 'string' || (typeof audioCodec !== 'string' && audioCodec !== null)) return null;
  if (typeof width !== 'number' || typeof height !== 'number' || typeof initBytes !== 'number') return null;
  if ((videoCodec !== 'h264' && videoCodec !== 'h265') || typeof isReordered !== 'boolean') return null;
  if (!Array.isArray(sets)) return null;
  const parameterSets = sets.filter((set): set is string => typeof set === 'string');
  return { codec, audioCodec, width, height, videoCodec, isReordered, initBytes, parameterSets };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
