import type { Payload } from '../h264/rtp-packets.fixture.ts';

/** Splits NAL units into RTP payloads as a camera does (RFC 7798): alone or aggregated, large ones fragmented. */
export function packetizeHevc(nals: readonly Buffer[], maxBytes: number, aggregates = false): Payload[] {
  const payloads: Buffer[] = [];
  if (aggregates && nals.length > 1 && nals.every((nal) => nal.length < 60_000)) {
    const units = nals.flatMap((nal) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(nal.length);
      return [length, nal];
    });
    payloads.push(Buffer.concat([Buffer.from([48 << 1, 1]), ...units]));
  } else for (const nal of nals) payloads.push(...(nal.length <= maxBytes ? [nal] : fragments(nal, maxBytes)));
  return payloads.map((bytes, index) => ({ bytes, marker: index === payloads.length - 1 }));
}

function fragments(nal: Buffer, maxBytes: number): Buffer[] {
  const first = nal.readUInt8(0);
  const out: Buffer[] = [];
  for (let at = 2; at < nal.length; at += maxBytes - 3) {
    const end = Math.min(nal.length, at + maxBytes - 3);
    const flags = (at === 2 ? 0x80 : 0) | (end === nal.length ? 0x40 : 0) | ((first >> 1) & 63);
    out.push(Buffer.concat([Buffer.from([(first & 0x81) | (49 << 1), nal[1] ?? 0, flags]), nal.subarray(at, end)]));
  }
  return out;
}

/** A slice of the given NAL unit type. */
export function hevcSlice(type: number, bytes: number, isFirst = true): Buffer {
  const nal = Buffer.alloc(Math.max(3, bytes), 0x5a);
  nal[0] = type << 1;
  nal[1] = 1;
  nal[2] = isFirst ? 0x88 : 0x48;
  return nal;
}
