import { Mp4Error } from './mp4-error.ts';

/** One box of an ISO base media file (ISO/IEC 14496-12, 4.2): its type and the bytes after its header. */
export interface Mp4Box {
  readonly type: string;
  readonly body: Buffer;
}

const MAX_BOXES_PER_LEVEL = 10_000;

/** Splits a run of sibling boxes; the bodies are views. @throws Mp4Error when a size does not fit its surroundings. */
export function readBoxes(bytes: Buffer): Mp4Box[] {
  const boxes: Mp4Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    if (boxes.length >= MAX_BOXES_PER_LEVEL) throw new Mp4Error('too many boxes');
    let size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    let headerBytes = 8;
    if (size === 1) {
      if (at + 16 > bytes.length) throw new Mp4Error(`box "${printable(type)}" is cut off`);
      const large = bytes.readBigUInt64BE(at + 8);
      if (large > BigInt(bytes.length)) throw new Mp4Error(`box "${printable(type)}" is longer than the file`);
      size = Number(large);
      headerBytes = 16;
    } else if (size === 0) {
      size = bytes.length - at;
    }
    if (size < headerBytes || at + size > bytes.length) {
      throw new Mp4Error(`box "${printable(type)}" has size ${size}, ${bytes.length - at} bytes remain`);
    }
    boxes.push({ type, body: bytes.subarray(at + headerBytes, at + size) });
    at += size;
  }
  return boxes;
}

/** The first child of that type. @throws Mp4Error when there is none. */
export function requireBox(boxes: readonly Mp4Box[], type: string): Buffer {
  const body = findBox(boxes, type);
  if (body === undefined) throw new Mp4Error(`no "${type}" box`);
  return body;
}

/** The first child of that type, if there is one. */
export function findBox(boxes: readonly Mp4Box[], type: string): Buffer | undefined {
  return boxes.find((box) => box.type === type)?.body;
}

/** A table of a full box: `count` entries of `entryBytes`, checked to lie inside the box. */
export function readTable(
  body: Buffer,
  type: string,
  countAt: number,
  entryBytes: number,
): { count: number; at: number } {
  if (body.length < countAt + 4) throw new Mp4Error(`"${type}" is cut off`);
  const count = body.readUInt32BE(countAt);
  const at = countAt + 4;
  if (count * entryBytes > body.length - at) throw new Mp4Error(`"${type}" says ${count} entries, they do not fit`);
  return { count, at };
}

function printable(type: string): string {
  return type.replace(/[^\x20-\x7e]/g, '?');
}
