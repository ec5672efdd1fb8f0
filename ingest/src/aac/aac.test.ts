import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStream } from '../fmp4/init-segment.ts';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import { readInitFacts } from '../recorder/init-reading.ts';
import { readAacFormat } from './audio-config.ts';
import { AacDepacketizer } from './depacketizer.ts';

test.each([
  ['16 kHz mono', '1408', { codec: 'mp4a.40.2', sampleRate: 16_000, channels: 1 }, 1024],
  ['48 kHz stereo', '1190', { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 }, 1024],
  ['8 kHz mono with short frames', '158C', { codec: 'mp4a.40.2', sampleRate: 8_000, channels: 1 }, 960],
  ['an explicit rate', '17803e8008', { codec: 'mp4a.40.2', sampleRate: 32_000, channels: 1 }, 1024],
  ['band replication over 24 kHz', '2b118800', { codec: 'mp4a.40.5', sampleRate: 24_000, channels: 2 }, 1024],
])('the configuration of %s is read and comes back from the initialisation segment', (_, hex, expected, samples) => {
  const format = readAacFormat(Buffer.from(hex, 'hex'), 1);
  expect(format).toMatchObject({ description: expected, frameSamples: samples });
  const sets = new ParameterSets();
  sets.offer(SPS_320X180);
  sets.offer(PPS);
  const description = describeStream(sets.snapshot()!, { audio: format!.description });
  expect(readInitFacts(description.initSegment)?.audioCodec).toBe(expected.codec);
});

test.each([
  ['nothing', ''],
  ['one byte', '14'],
  ['main profile', '0c08'],
  ['a reserved rate', '1688'],
])('%s is refused', (_, hex) => {
  expect(readAacFormat(Buffer.from(hex, 'hex'), 1)).toBeNull();
});

test('no configuration throws or gives an impossible track', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.integer({ min: 0, max: 300 }), (bytes, channels) => {
      const format = readAacFormat(Buffer.from(bytes), channels);
      if (format === null) return;
      expect(format.description.sampleRate).toBeGreaterThanOrEqual(7_350);
      expect(format.description.channels).toBeLessThanOrEqual(8);
    }),
    { numRuns: 2_000 },
  );
});

function createSut() {
  const units: Buffer[] = [];
  const sut = new AacDepacketizer({ onAudio: (bytes) => units.push(Buffer.from(bytes)) });
  return { sut, units };
}

const packet = (units: readonly Buffer[], data = Buffer.concat(units)): Buffer => {
  const headers = Buffer.alloc(2 + units.length * 2);
  headers.writeUInt16BE(units.length * 16, 0);
  units.forEach((unit, n) => {
    headers.writeUInt16BE(unit.length << 3, 2 + n * 2);
  });
  return Buffer.concat([headers, data]);
};

test('units come out whole, several from a packet or one from several packets', () => {
  const unit = fc.uint8Array({ minLength: 1, maxLength: 2_000 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 700 }), (sent, piece) => {
      const { sut, units } = createSut();
      const together = packet(sent);
      sut.push(together, 0, together.length, 0);
      expect(units).toEqual(sent);
      units.length = 0;
      sent.forEach((bytes, n) => {
        for (let at = 0; at < bytes.length; at += piece) {
          const part = packet([bytes], bytes.subarray(at, at + piece));
          sut.push(part, 0, part.length, n);
        }
      });
      expect(units).toEqual(sent);
    }),
  );
});

test('a unit that misses a fragment is dropped and the next one comes', () => {
  const { sut, units } = createSut();
  const unit = Buffer.alloc(900, 1);
  const first = packet([unit], unit.subarray(0, 500));
  sut.push(first, 0, first.length, 0);
  sut.markLoss();
  const last = packet([unit], unit.subarray(500));
  sut.push(last, 0, last.length, 1_024);
  const next = packet([Buffer.from('abcd')]);
  sut.push(next, 0, next.length, 2_048);
  expect(units.map((bytes) => bytes.length)).toEqual([4]);
});

test('no payload throws', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (payloads) => {
      const { sut, units } = createSut();
      for (const [n, bytes] of payloads.entries()) sut.push(Buffer.from(bytes), 0, bytes.length, n & 3);
      for (const unit of units) expect(unit.length).toBeLessThanOrEqual(8_191);
    }),
    { numRuns: 1_000 },
  );
});
