import { type PartMemory, Slab, type SlabPool } from '../media/slab.ts';
import { isPartFull } from './part-rules.ts';

const MIN_SLAB_BYTES = 64 * 1024;
const MAX_SLAB_BYTES = 1024 * 1024;
/** A slab holds about this many parts: little is kept by one old part, and little lies idle. */
const PARTS_PER_SLAB = 2;
const HEAD_ROOM_SLACK = 1.25;
/** What a kind of part needs falls slowly and rises at once. */
const DECAY = 0.95;

/** Packets of many cameras lie in one buffer, and asking it for its memory costs as much as copying half a packet. */
let lastSource: Buffer = Buffer.alloc(0);
let lastMemory: ArrayBufferLike = lastSource.buffer;
let lastOffset = lastSource.byteOffset;

/**
 * The memory parts are made in. Pictures are put together where they will be recorded and served from: behind the
 * pictures of the part in progress, or, when the picture will begin a part of its own, further on behind room for that
 * part's header. So a packet's bytes are copied once, from the socket's buffer. Parts lie one behind the other in slabs:
 * those of a pool go back there when nobody holds a part of them any more, others are left to the collector.
 *
 * The guess whether a picture begins a part may be wrong; then `commit` moves the picture, which costs a copy and
 * nothing else.
 */
export class PartSpace {
  readonly #pool: SlabPool | null;
  #headRoomBytes: number;
  /** Where pictures are put together. */
  #slab = new Slab(Buffer.alloc(0), null);
  #bytes: Buffer = this.#slab.bytes;
  #pictureStart = 0;
  #pictureEnd = 0;
  /** The picture lies where a new part begins. */
  #isAhead = false;
  /** Room for a header in front of the picture that is ahead, and of the part in progress. */
  #aheadRoomBytes = 0;
  #partRoomBytes = 0;
  /** Where the part in progress lies: the same slab, or the one before. */
  #part = this.#slab;
  #partStart = 0;
  #partEnd = 0;
  #isOpen = false;
  #first90k = 0;
  #last90k = 0;
  #tailRoomBytes = 0;
  #keyPartBytes = 0;
  #partBytes = 0;
  #startsWithKeyFrame = false;

  constructor(headRoomBytes: number, pool: SlabPool | null = null) {
    this.#headRoomBytes = headRoomBytes;
    this.#pool = pool;
    this.#slab.retain();
    this.#part.retain();
  }

  /** Bytes to keep free behind a part, for its sound. */
  set tailRoomBytes(bytes: number) {
    this.#tailRoomBytes = bytes;
  }

  /** Bytes to keep free in front of the parts that begin from now on, for their headers. */
  set headRoomBytes(bytes: number) {
    this.#headRoomBytes = bytes;
  }

  /** What is free in front of `partStart`. */
  get partRoomBytes(): number {
    return this.#partRoomBytes;
  }

  get pictureBytes(): number {
    return this.#pictureEnd - this.#pictureStart;
  }

  /** The buffer that `partStart` and `partEnd` count in. */
  get part(): Buffer {
    return this.#part.bytes;
  }

  /** What holds that buffer; null when it is the collector's. */
  get partMemory(): PartMemory | null {
    return this.#pool === null ? null : this.#part;
  }

  get partStart(): number {
    return this.#partStart;
  }

  get partEnd(): number {
    return this.#partEnd;
  }

  /** The first slice of a picture is about to be appended: a good moment to guess where the picture belongs. */
  beginPicture(isKeyFrame: boolean, timestamp90k: number): void {
    const elapsed90k = (timestamp90k - this.#first90k) | 0;
    const step90k = (timestamp90k - this.#last90k) | 0;
    this.#last90k = timestamp90k;
    if (this.#isOpen && !this.#isAhead && !isKeyFrame && !isPartFull(elapsed90k, step90k)) return;
    this.#first90k = timestamp90k;
    this.moveAhead(isKeyFrame);
  }

  /** Appends `[start, end)` of `source` to the picture. */
  append(source: Buffer, start: number, end: number): void {
    const bytes = end - start;
    if (this.#pictureEnd + bytes > this.#limit()) this.#grow(bytes);
    if (source !== lastSource) {
      lastSource = source;
      lastMemory = source.buffer;
      lastOffset = source.byteOffset;
    }
    // Cheaper than `copy` or `subarray`: one plain view and no Buffer.
    this.#bytes.set(new Uint8Array(lastMemory, lastOffset + start, bytes), this.#pictureEnd);
    this.#pictureEnd += bytes;
  }

  appendByte(value: number): void {
    if (this.#pictureEnd + 1 > this.#limit()) this.#grow(1);
    this.#bytes[this.#pictureEnd++] = value;
  }

  /** Appends a length prefix and returns its place in the picture, for `setLength`. */
  appendLength(bytes: number): number {
    if (this.#pictureEnd + 4 > this.#limit()) this.#grow(4);
    this.#bytes.writeUInt32BE(bytes, this.#pictureEnd);
    this.#pictureEnd += 4;
    return this.#pictureEnd - this.#pictureStart - 4;
  }

  setLength(at: number, bytes: number): void {
    this.#bytes.writeUInt32BE(bytes, this.#pictureStart + at);
  }

  /** The picture as it is; valid until the next call that changes the space. */
  picture(): Buffer {
    return this.#bytes.subarray(this.#pictureStart, this.#pictureEnd);
  }

  dropPicture(): void {
    if (this.#isOpen) this.#rest();
    else this.#pictureEnd = this.#pictureStart;
  }

  /** Whether `avcc` is the picture that was put together here. */
  isPicture(avcc: Buffer): boolean {
    return (
      avcc.buffer === this.#bytes.buffer &&
      avcc.byteOffset === this.#bytes.byteOffset + this.#pictureStart &&
      avcc.length === this.pictureBytes
    );
  }

  /** Takes the picture out of the way of the part in progress, to where the next part begins. */
  moveAhead(isKeyFrame: boolean): void {
    if (this.#isAhead) return;
    const bytes = this.pictureBytes;
    const expected = isKeyFrame ? this.#keyPartBytes : this.#partBytes;
    const wanted = bytes + Math.ceil(expected * HEAD_ROOM_SLACK) + this.#tailRoomBytes;
    let at = this.#partEnd + this.#headRoomBytes + (this.#isOpen ? this.#tailRoomBytes : 0);
    const source = this.#bytes;
    let slab = this.#slab;
    if (slab !== this.#part || at + wanted > source.length) {
      slab = this.#createSlab(wanted);
      at = this.#headRoomBytes;
    }
    if (bytes > 0) source.copy(slab.bytes, at, this.#pictureStart, this.#pictureEnd);
    this.#moveTo(slab);
    this.#pictureStart = at;
    this.#pictureEnd = at + bytes;
    this.#aheadRoomBytes = this.#headRoomBytes;
    this.#isAhead = true;
  }

  /** Adds a picture to the part in progress, or begins a part with it after `closePart`. Copies it when it lies elsewhere. */
  commit(avcc: Buffer, isKeyFrame: boolean): void {
    const isHere = this.isPicture(avcc);
    if (!this.#isOpen) {
      if (!isHere) this.dropPicture();
      this.moveAhead(isKeyFrame);
      if (!isHere) this.append(avcc, 0, avcc.length);
      this.#setPart(this.#slab);
      this.#partStart = this.#pictureStart;
      this.#partEnd = this.#pictureEnd;
      this.#partRoomBytes = this.#aheadRoomBytes;
      this.#isOpen = true;
      this.#startsWithKeyFrame = isKeyFrame;
    } else if (isHere && !this.#isAhead) this.#partEnd = this.#pictureEnd;
    else this.#addToPart(avcc);
    this.#rest();
  }

  /** Bytes that may be written behind `partEnd` without touching the picture. */
  get roomBytes(): number {
    if (this.#isAhead && this.#slab === this.#part) return this.#pictureStart - this.#aheadRoomBytes - this.#partEnd;
    return this.#part.bytes.length - this.#partEnd;
  }

  /** Makes `bytes` fit behind the part in progress; drops the picture. */
  makeRoom(bytes: number): void {
    if (this.#partEnd + bytes > this.#part.bytes.length) this.#movePart(bytes);
    this.#rest();
  }

  appendToPart(bytes: Buffer): void {
    this.#part.bytes.set(bytes, this.#partEnd);
    this.#partEnd += bytes.length;
  }

  /** The part is finished with and never written to again. */
  closePart(): void {
    const bytes = this.#partEnd - this.#partStart;
    if (this.#startsWithKeyFrame) this.#keyPartBytes = Math.max(bytes, this.#keyPartBytes * DECAY);
    else this.#partBytes = Math.max(bytes, this.#partBytes * DECAY);
    this.#isOpen = false;
    if (!this.#isAhead) this.#pictureEnd = this.#pictureStart = this.#partEnd;
  }

  #rest(): void {
    this.#moveTo(this.#part);
    this.#pictureStart = this.#partEnd;
    this.#pictureEnd = this.#partEnd;
    this.#isAhead = false;
  }

  #limit(): number {
    return this.#isOpen && !this.#isAhead ? this.#bytes.length - this.#tailRoomBytes : this.#bytes.length;
  }

  #createSlab(wantedBytes: number): Slab {
    const usual = Math.min(MAX_SLAB_BYTES, Math.max(MIN_SLAB_BYTES, this.#partBytes * PARTS_PER_SLAB));
    const bytes = Math.ceil(Math.max(usual, this.#headRoomBytes + wantedBytes));
    return this.#pool?.take(bytes) ?? new Slab(Buffer.allocUnsafeSlow(bytes), null);
  }

  #moveTo(slab: Slab): void {
    if (slab === this.#slab) return;
    slab.retain();
    this.#slab.release();
    this.#slab = slab;
    this.#bytes = slab.bytes;
  }

  #setPart(slab: Slab): void {
    if (slab === this.#part) return;
    slab.retain();
    this.#part.release();
    this.#part = slab;
  }

  /** The picture is larger than expected: it goes on in a new slab, with the part in progress when it belongs to that. */
  #grow(bytes: number): void {
    const pictureBytes = this.pictureBytes;
    const wanted = pictureBytes * 2 + bytes + this.#tailRoomBytes;
    if (this.#isOpen && !this.#isAhead) {
      const picture = this.#bytes.subarray(this.#pictureStart, this.#pictureEnd);
      this.#movePart(wanted);
      this.#rest();
      this.#bytes.set(picture, this.#pictureStart);
    } else {
      const slab = this.#createSlab(wanted);
      this.#bytes.copy(slab.bytes, this.#headRoomBytes, this.#pictureStart, this.#pictureEnd);
      this.#moveTo(slab);
      this.#pictureStart = this.#headRoomBytes;
      this.#aheadRoomBytes = this.#headRoomBytes;
      this.#isAhead = true;
    }
    this.#pictureEnd = this.#pictureStart + pictureBytes;
  }

  #movePart(wantedBytes: number): void {
    const bytes = this.#partEnd - this.#partStart;
    const slab = this.#createSlab(bytes + wantedBytes);
    this.#part.bytes.copy(slab.bytes, this.#headRoomBytes, this.#partStart, this.#partEnd);
    this.#setPart(slab);
    this.#partRoomBytes = this.#headRoomBytes;
    this.#partStart = this.#headRoomBytes;
    this.#partEnd = this.#headRoomBytes + bytes;
  }

  #addToPart(avcc: Buffer): void {
    if (this.#partEnd + avcc.length + this.#tailRoomBytes > this.#part.bytes.length)
      this.#movePart(avcc.length + this.#tailRoomBytes);
    this.appendToPart(avcc);
  }
}
