import type { VideoCodec } from '../media/media-types.ts';
import type { EngineAnswer, GateQuestion, GroupOfPictures, KeyFrame, MotionUnit } from './frame-decoder.ts';
import { MAX_GROUP_BYTES } from './frame-decoder.ts';

/**
 * What travels between ingest and the decoder child over its standard input and output: messages of
 * `u32 length of what follows | u8 type | u32 id | fields`, big-endian. The child answers each request once, in order.
 * Only our own program is at the other end, so a message of another shape is a bug and throws.
 */
export type DecoderRequest =
  | { readonly type: 'key-frame'; readonly id: number; readonly frame: KeyFrame }
  | { readonly type: 'group'; readonly id: number; readonly group: GroupOfPictures }
  | {
      readonly type: 'motion';
      readonly id: number;
      readonly session: number;
      readonly isFirst: boolean;
      readonly fps: number;
      readonly unit: MotionUnit;
    }
  | { readonly type: 'motion-end'; readonly id: number; readonly session: number };

/** Id 0 says that the child is ready. */
export interface DecoderReply {
  readonly id: number;
  readonly answer: EngineAnswer;
}

const REQUEST_TYPES = ['key-frame', 'group', 'motion', 'motion-end'] as const;
const REPLY_TYPES = ['none', 'unchanged', 'picture'] as const;
const CODECS: readonly VideoCodec[] = ['h264', 'h265'];
const HEAD_BYTES = 5;
export const MAX_MESSAGE_BYTES = MAX_GROUP_BYTES + 4 * 1024 * 1024;

class Writer {
  readonly #buffer: Buffer;
  #at = 4;

  constructor(fieldBytes: number, restBytes: number) {
    this.#buffer = Buffer.allocUnsafe(4 + HEAD_BYTES + fieldBytes);
    this.#buffer.writeUInt32BE(HEAD_BYTES + fieldBytes + restBytes, 0);
  }
  u8(value: number): this {
    this.#at = this.#buffer.writeUInt8(value, this.#at);
    return this;
  }
  u16(value: number): this {
    this.#at = this.#buffer.writeUInt16BE(value, this.#at);
    return this;
  }
  u32(value: number): this {
    this.#at = this.#buffer.writeUInt32BE(value, this.#at);
    return this;
  }
  f64(value: number): this {
    this.#at = this.#buffer.writeDoubleBE(value, this.#at);
    return this;
  }
  get bytes(): Buffer {
    if (this.#at !== this.#buffer.length) throw new Error('a decoder message has another length than was said');
    return this.#buffer;
  }
}

class Reader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }
  u8(): number {
    this.#at += 1;
    return this.#buffer.readUInt8(this.#at - 1);
  }
  u16(): number {
    this.#at += 2;
    return this.#buffer.readUInt16BE(this.#at - 2);
  }
  u32(): number {
    this.#at += 4;
    return this.#buffer.readUInt32BE(this.#at - 4);
  }
  f64(): number {
    this.#at += 8;
    return this.#buffer.readDoubleBE(this.#at - 8);
  }
  bytes(length: number): Buffer {
    if (this.#at + length > this.#buffer.length) throw new Error('a decoder message is too short');
    this.#at += length;
    return this.#buffer.subarray(this.#at - length, this.#at);
  }
  rest(): Buffer {
    return this.#buffer.subarray(this.#at);
  }
  oneOf<T>(values: readonly T[]): T {
    const value = values[this.u8()];
    if (value === undefined) throw new Error('a decoder message of an unknown kind');
    return value;
  }
}

/** The pieces of a request, to be written one after the other; the pictures themselves are not copied. */
export function writeRequest(request: DecoderRequest): Buffer[] {
  const begin = (fieldBytes: number, restBytes: number): Writer =>
    new Writer(fieldBytes, restBytes).u8(REQUEST_TYPES.indexOf(request.type)).u32(request.id);
  if (request.type === 'motion-end') return [begin(4, 0).u32(request.session).bytes];
  if (request.type === 'key-frame') {
    const { codec, accessUnit, gate } = request.frame;
    const state = gate?.state ?? null;
    const stateBytes = state?.length ?? 0;
    const head = begin(8, stateBytes + accessUnit.length)
      .u8(CODECS.indexOf(codec))
      .u8((gate === undefined ? 0 : 1) | (gate?.isWanted ? 2 : 0))
      .u8(gate?.settings.level ?? 0)
      .u8(gate?.settings.cells ?? 0)
      .u32(stateBytes);
    return state === null ? [head.bytes, accessUnit] : [head.bytes, state, accessUnit];
  }
  if (request.type === 'motion') {
    const { session, isFirst, fps, unit } = request;
    const flags = (isFirst || unit.isDiscontinuity ? 1 : 0) | (unit.isReordered ? 2 : 0) | (unit.isKeyFrame ? 4 : 0);
    const head = begin(22, unit.accessUnit.length).u32(session).u8(CODECS.indexOf(unit.codec)).u8(flags);
    return [head.f64(fps).f64(unit.shownAtMs).bytes, unit.accessUnit];
  }
  const { codec, units, atMs } = request.group;
  const head = begin(
    13 + units.length * 12,
    units.reduce((sum, unit) => sum + unit.accessUnit.length, 0),
  );
  head.u8(CODECS.indexOf(codec)).f64(atMs).u32(units.length);
  for (const unit of units) head.f64(unit.shownAtMs).u32(unit.accessUnit.length);
  return [head.bytes, ...units.map((unit) => unit.accessUnit)];
}

/** `message` is what follows the length; the buffers of the request point into it. */
export function readRequest(message: Buffer): DecoderRequest {
  const reader = new Reader(message);
  const type = reader.oneOf(REQUEST_TYPES);
  const id = reader.u32();
  if (type === 'motion-end') return { type, id, session: reader.u32() };
  if (type === 'motion') {
    const session = reader.u32();
    const codec = reader.oneOf(CODECS);
    const flags = reader.u8();
    const fps = reader.f64();
    const shownAtMs = reader.f64();
    const isFirst = (flags & 1) !== 0;
    const unit = {
      codec,
      isKeyFrame: (flags & 4) !== 0,
      isDiscontinuity: isFirst,
      isReordered: (flags & 2) !== 0,
      shownAtMs,
    };
    return { type, id, session, isFirst, fps, unit: { ...unit, accessUnit: reader.rest() } };
  }
  if (type === 'group') {
    const codec = reader.oneOf(CODECS);
    const atMs = reader.f64();
    const places = Array.from({ length: reader.u32() }, () => ({ shownAtMs: reader.f64(), bytes: reader.u32() }));
    const units = places.map(({ shownAtMs, bytes }) => ({ shownAtMs, accessUnit: reader.bytes(bytes) }));
    return { type, id, group: { codec, atMs, units } };
  }
  const codec = reader.oneOf(CODECS);
  const flags = reader.u8();
  const settings = { level: reader.u8(), cells: reader.u8() };
  const stateBytes = reader.u32();
  const state = stateBytes === 0 ? null : reader.bytes(stateBytes);
  const gate: GateQuestion = { settings, state, isWanted: (flags & 2) !== 0 };
  const accessUnit = reader.rest();
  return { type, id, frame: (flags & 1) === 0 ? { codec, accessUnit } : { codec, accessUnit, gate } };
}

export function writeReply({ id, answer }: DecoderReply): Buffer[] {
  const kind = answer?.kind ?? 'none';
  const begin = (fieldBytes: number, restBytes: number): Writer =>
    new Writer(fieldBytes, restBytes).u8(REPLY_TYPES.indexOf(kind)).u32(id);
  if (answer === null) return [begin(0, 0).bytes];
  const state = answer.gateState ?? Buffer.alloc(0);
  if (answer.kind === 'unchanged') return [begin(0, state.length).bytes, state];
  const { picture, isChanged, shownAtMs } = answer;
  const head = begin(17, state.length + picture.jpeg.length).u8(isChanged ? 1 : 0);
  head.u16(picture.width).u16(picture.height).f64(shownAtMs).u32(state.length);
  return [head.bytes, state, picture.jpeg];
}

export function readReply(message: Buffer): DecoderReply {
  const reader = new Reader(message);
  const kind = reader.oneOf(REPLY_TYPES);
  const id = reader.u32();
  if (kind === 'none') return { id, answer: null };
  // The state is kept for long, the picture is not: it must not hold the picture's memory.
  const stateOf = (bytes: Buffer): Buffer | null => (bytes.length === 0 ? null : Buffer.from(bytes));
  if (kind === 'unchanged') return { id, answer: { kind, gateState: stateOf(reader.rest()) } };
  const isChanged = reader.u8() === 1;
  const width = reader.u16();
  const height = reader.u16();
  const shownAtMs = reader.f64();
  const gateState = stateOf(reader.bytes(reader.u32()));
  const picture = { jpeg: reader.rest(), width, height };
  return { id, answer: { kind, picture, isChanged, gateState, shownAtMs } };
}

/** Cuts a byte stream into messages. Each message gets memory of its own. */
export class MessageReader {
  readonly #onMessage: (message: Buffer) => void;
  readonly #length = Buffer.alloc(4);
  #lengthBytes = 0;
  #message: Buffer | null = null;
  #filled = 0;

  constructor(onMessage: (message: Buffer) => void) {
    this.#onMessage = onMessage;
  }

  /** @throws Error for a length that no message has. */
  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#message === null) {
        const taken = chunk.copy(this.#length, this.#lengthBytes, at, at + 4 - this.#lengthBytes);
        this.#lengthBytes += taken;
        at += taken;
        if (this.#lengthBytes < 4) return;
        const bytes = this.#length.readUInt32BE(0);
        if (bytes < HEAD_BYTES || bytes > MAX_MESSAGE_BYTES) throw new Error('a decoder message of a wrong length');
        this.#message = Buffer.allocUnsafeSlow(bytes);
        this.#lengthBytes = 0;
        this.#filled = 0;
      }
      const taken = chunk.copy(this.#message, this.#filled, at);
      this.#filled += taken;
      at += taken;
      if (this.#filled < this.#message.length) return;
      const message = this.#message;
      this.#message = null;
      this.#onMessage(message);
    }
  }
}
