/**
 * Takes the sound out of our fragments without moving a byte: the audio track's boxes get the type `free` (ISO/IEC
 * 14496-12 8.1.2), which every reader skips. A wall is silent, and a late sound track would hold its pictures up.
 */
const VIDEO_TRACK = 1;
const FREE = [0x66, 0x72, 0x65, 0x65] as const;
const HEADER_BYTES = 8;

type Visit = (type: string, at: number, end: number) => void;

function eachBox(bytes: Uint8Array, from: number, to: number, visit: Visit): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  while (at + HEADER_BYTES <= to) {
    const size = view.getUint32(at);
    if (size < HEADER_BYTES || at + size > to) return;
    visit(String.fromCharCode(...bytes.subarray(at + 4, at + 8)), at, at + size);
    at += size;
  }
}

/** Frees every box of `type` in `from..to` whose `idBox` (itself, or a child) names another track than the video's. */
function freeOthers(bytes: Uint8Array, from: number, to: number, type: string, idBox: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const trackAt = (at: number): number => {
    const isLongHeader = idBox === 'tkhd' && bytes[at + HEADER_BYTES] === 1;
    const offset = at + HEADER_BYTES + 4 + (idBox === 'tkhd' ? (isLongHeader ? 16 : 8) : 0);
    return offset + 4 <= to ? view.getUint32(offset) : VIDEO_TRACK;
  };
  eachBox(bytes, from, to, (name, at, end) => {
    if (name !== type) return;
    let track = idBox === type ? trackAt(at) : VIDEO_TRACK;
    eachBox(bytes, at + HEADER_BYTES, idBox === type ? 0 : end, (child, childAt) => {
      if (child === idBox) track = trackAt(childAt);
    });
    if (track !== VIDEO_TRACK) bytes.set(FREE, at + 4);
  });
}

/** Changes an initialisation segment in place. */
export function muteInit(init: Uint8Array): void {
  eachBox(init, 0, init.length, (type, at, end) => {
    if (type !== 'moov') return;
    freeOthers(init, at + HEADER_BYTES, end, 'trak', 'tkhd');
    eachBox(init, at + HEADER_BYTES, end, (inner, innerAt, innerEnd) => {
      if (inner === 'mvex') freeOthers(init, innerAt + HEADER_BYTES, innerEnd, 'trex', 'trex');
    });
  });
}

/** Changes a part in place. */
export function mutePart(part: Uint8Array): void {
  eachBox(part, 0, part.length, (type, at, end) => {
    if (type === 'moof') freeOthers(part, at + HEADER_BYTES, end, 'traf', 'tfhd');
  });
}
