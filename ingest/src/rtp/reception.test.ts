import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reception } from './reception.ts';

const packet = (sequence: number, ssrc = 0x1234): Buffer => {
  const all = Buffer.alloc(12);
  all[0] = 0x80;
  all.writeUInt16BE(sequence & 0xffff, 2);
  all.writeUInt32BE(ssrc, 8);
  return all;
};

test('before the first packet there is nothing to report', () => {
  expect(new Reception(1).report(0)).toBeNull();
});

test('a report names source, losses and the highest number over the wrap, with a name behind it', () => {
  const sut = new Reception(0xabcd);
  for (const sequence of [65_534, 65_535, 0, 2]) sut.onRtp(packet(sequence), 0, 12);
  const senderReport = Buffer.alloc(28);
  senderReport.writeUInt32BE(0x80c8_0006, 0);
  senderReport.writeUInt32BE(0x1111_2222, 8);
  senderReport.writeUInt32BE(0x3333_4444, 12);
  sut.onRtcp(senderReport, 0, 28, 1_000);
  const report = sut.report(1_500);
  if (report === null) throw new Error('no report');
  expect(report.toString('hex', 0, 4)).toBe('81c90007');
  expect(report.readUInt32BE(4)).toBe(0xabcd);
  expect(report.readUInt32BE(8)).toBe(0x1234);
  expect(report.readUInt8(12)).toBe(Math.floor(256 / 5));
  expect(report.readUIntBE(13, 3)).toBe(1);
  expect(report.readUInt32BE(16)).toBe(0x1_0002);
  expect(report.readUInt32BE(28)).toBe(0x8000);
  expect(report.toString('hex', 32, 34)).toBe('81ca');
  expect(report.length).toBe(32 + (report.readUInt16BE(34) + 1) * 4);
  expect(report.toString('latin1', 42, 50)).toBe('thapcanh');
});

test('no packets make it throw or write outside its report', () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes, fc.boolean()), { maxLength: 40 }), (inputs) => {
      const sut = new Reception(0xffff_ffff);
      for (const [input, isRtcp] of inputs) {
        const buffer = Buffer.from(input);
        if (isRtcp) sut.onRtcp(buffer, 0, buffer.length, 5);
        else sut.onRtp(buffer, 0, buffer.length);
        sut.report(10);
      }
    }),
  );
});
