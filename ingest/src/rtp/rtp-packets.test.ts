import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRtpHeader, parseRtpHeader } from './rtp-header.ts';
import { parseSenderReport } from './sender-report.ts';
import { SequenceTracker } from './sequence-tracker.ts';

test('a packet of another version, cut short or with impossible padding is refused', () => {
  const header = createRtpHeader();
  expect(parseRtpHeader(Buffer.alloc(12), 0, 12, header)).toBe(false);
  expect(parseRtpHeader(Buffer.from('80e00001000000020000', 'hex'), 0, 10, header)).toBe(false);
  expect(parseRtpHeader(Buffer.from('a0e00001000000020000000310', 'hex'), 0, 13, header)).toBe(false);
  expect(parseRtpHeader(Buffer.from('90e000010000000200000003bede', 'hex'), 0, 14, header)).toBe(false);
});

test('contributing sources, extension and padding are left out of the payload', () => {
  const packet = Buffer.from('b1e0000700000010000000030000000abede0001aabbccdd112233000003', 'hex');
  const header = createRtpHeader();
  expect(parseRtpHeader(packet, 0, packet.length, header)).toBe(true);
  expect(header).toMatchObject({ payloadType: 96, marker: true, sequence: 7, timestamp: 16, ssrc: 3 });
  expect(packet.toString('hex', header.payloadStart, header.payloadEnd)).toBe('112233');
});

test('no bytes make the RTP and RTCP parsers throw or point outside the packet', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const packet = Buffer.from(bytes);
      if (packet.length > 0) packet[0] = 0x80 | ((packet[0] ?? 0) & 0x3f);
      const header = createRtpHeader();
      if (parseRtpHeader(packet, 0, packet.length, header)) {
        expect(header.payloadStart).toBeLessThanOrEqual(header.payloadEnd);
        expect(header.payloadEnd).toBeLessThanOrEqual(packet.length);
      }
      parseSenderReport(packet, 0, packet.length);
    }),
  );
});

test('a sender report gives UTC, also behind another report in the packet', () => {
  const report = Buffer.alloc(28);
  report.writeUInt32BE(0x80c8_0006, 0);
  report.writeUInt32BE(77, 4);
  report.writeUInt32BE(2_208_988_800 + 1_000, 8);
  report.writeUInt32BE(0x8000_0000, 12);
  report.writeUInt32BE(90, 16);
  const compound = Buffer.concat([Buffer.from('80c9000100000001', 'hex'), report]);
  expect(parseSenderReport(compound, 0, compound.length)).toEqual({ ssrc: 77, ntpMs: 1_000_500, rtpTimestamp: 90 });
});

test('gaps are counted over the wrap, repeated packets are stale, a restarted sender is a gap', () => {
  const sut = new SequenceTracker();
  expect([0xfffe, 0xffff, 0, 0, 0xffff, 3].map((sequence) => sut.accept(sequence, 1))).toEqual([
    'next',
    'next',
    'next',
    'stale',
    'stale',
    'gap',
  ]);
  expect(sut.lostPackets).toBe(2);
  expect(sut.accept(30_000, 2)).toBe('gap');
  expect(sut.accept(30_001, 2)).toBe('next');
});
