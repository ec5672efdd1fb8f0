/** Leaves room for IP, UDP, SRTP and a tunnel or two in an Ethernet frame; measured as safe. */
export const MAX_RTP_PAYLOAD_BYTES = 1_150;

const FU_A = 28;
const FU_START = 0x80;
const FU_END = 0x40;
const LENGTH_BYTES = 4;

/** Splits length-prefixed slices; what is cut short is left out. */
export function splitSlices(slices: Uint8Array): Uint8Array[] {
  const view = new DataView(slices.buffer, slices.byteOffset, slices.byteLength);
  const nals: Uint8Array[] = [];
  for (let at = 0; at + LENGTH_BYTES < slices.length; ) {
    const bytes = view.getUint32(at);
    at += LENGTH_BYTES;
    if (bytes === 0 || at + bytes > slices.length) break;
    nals.push(slices.subarray(at, at + bytes));
    at += bytes;
  }
  return nals;
}

/**
 * RTP payloads of one picture (RFC 6184, packetization mode 1): NAL units that fit go alone, larger ones in FU-A pieces.
 * The last payload of the list carries the marker.
 */
export function packH264(nals: readonly Uint8Array[], maxBytes = MAX_RTP_PAYLOAD_BYTES): Buffer[] {
  return nals.flatMap((nal) => (nal.length <= maxBytes ? [Buffer.from(nal)] : fragment(nal, maxBytes)));
}

function fragment(nal: Uint8Array, maxBytes: number): Buffer[] {
  const [header = 0] = nal;
  const step = maxBytes - 2;
  const payloads: Buffer[] = [];
  for (let at = 1; at < nal.length; at += step) {
    const piece = nal.subarray(at, at + step);
    const edge = (at === 1 ? FU_START : 0) | (at + step >= nal.length ? FU_END : 0);
    const payload = Buffer.allocUnsafe(2 + piece.length);
    payload[0] = (header & 0xe0) | FU_A;
    payload[1] = edge | (header & 0x1f);
    payload.set(piece, 2);
    payloads.push(payload);
  }
  return payloads;
}
