/** Splits NAL units into RTP payloads as a camera does (RFC 6184): small ones alone or aggregated, large ones as FU-A. */
export interface Payload {
  readonly bytes: Buffer;
  readonly marker: boolean;
}

export function packetize(nals: readonly Buffer[], maxBytes: number, aggregates = false): Payload[] {
  const payloads: Buffer[] = [];
  if (aggregates && nals.length > 1 && nals.every((nal) => nal.length < 60_000)) {
    payloads.push(
      Buffer.concat([
        Buffer.from([0x78]),
        ...nals.flatMap((nal) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(nal.length);
          return [length, nal];
        }),
      ]),
    );
  } else for (const nal of nals) payloads.push(...(nal.length <= maxBytes ? [nal] : fragments(nal, maxBytes)));
  return payloads.map((bytes, index) => ({ bytes, marker: index === payloads.length - 1 }));
}

function fragments(nal: Buffer, maxBytes: number): Buffer[] {
  const header = nal.readUInt8(0);
  const out: Buffer[] = [];
  for (let at = 1; at < nal.length; at += maxBytes - 2) {
    const end = Math.min(nal.length, at + maxBytes - 2);
    const flags = (at === 1 ? 0x80 : 0) | (end === nal.length ? 0x40 : 0);
    out.push(Buffer.concat([Buffer.from([(header & 0xe0) | 28, flags | (header & 0x1f)]), nal.subarray(at, end)]));
  }
  return out;
}

/** A slice NAL unit of `bytes` bytes whose slice header says whether it is the picture's first. */
export function slice(isKeyFrame: boolean, bytes: number, isFirst = true): Buffer {
  const nal = Buffer.alloc(Math.max(2, bytes), 0x5a);
  nal[0] = isKeyFrame ? 0x65 : 0x41;
  nal[1] = isFirst ? 0x88 : 0x48;
  return nal;
}
