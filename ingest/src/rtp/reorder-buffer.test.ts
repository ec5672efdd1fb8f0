import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_REORDER_LIMITS, ReorderBuffer } from './reorder-buffer.ts';

const packet = (sequence: number, ssrc = 7, bytes = 100): Buffer => {
  const all = Buffer.alloc(bytes);
  all[0] = 0x80;
  all.writeUInt16BE(sequence & 0xffff, 2);
  all.writeUInt32BE(ssrc, 8);
  return all;
};

function createSut(limits = DEFAULT_REORDER_LIMITS) {
  const out: number[] = [];
  const sut = new ReorderBuffer((bytes) => out.push(bytes.readUInt16BE(2)), limits);
  const push = (sequences: readonly number[], nowMs = 0, ssrc = 7) => {
    for (const sequence of sequences) sut.push(packet(sequence, ssrc), nowMs);
  };
  return { sut, out, push };
}

test('what is no RTP packet is left out', () => {
  const { sut, out } = createSut();
  sut.push(Buffer.alloc(0), 0);
  sut.push(Buffer.alloc(11, 0x80), 0);
  sut.push(Buffer.alloc(40), 0);
  expect(out).toEqual([]);
});

test('packets come out in order over the wrap, duplicates once', () => {
  const { sut, out, push } = createSut();
  push([65_534, 0, 65_535, 2, 3, 3, 1, 1, 4]);
  expect(out).toEqual([65_534, 65_535, 0, 1, 2, 3, 4]);
  expect(sut.counters).toEqual({ latePackets: 1, reorderedPackets: 2, duplicatePackets: 1, lostPackets: 0 });
  expect(sut.dueAtMs).toBeNull();
});

test('a gap is given up after its time, and what comes then is late', () => {
  const { sut, out, push } = createSut();
  push([1], 0);
  push([4, 5], 10);
  sut.flushDue(89);
  expect(out).toEqual([1]);
  expect(sut.dueAtMs).toBe(90);
  sut.flushDue(90);
  expect(out).toEqual([1, 4, 5]);
  push([2], 91);
  expect(sut.counters).toMatchObject({ lostPackets: 2, latePackets: 1 });
});

test('a flood behind a gap is bounded by packets and by bytes', () => {
  const few = createSut({ waitMs: 1e9, maxPackets: 4, maxBytes: 1e9 });
  few.push([1, 3, 4, 5, 6, 7]);
  expect(few.out).toEqual([1, 3, 4, 5, 6, 7]);
  const small = createSut({ waitMs: 1e9, maxPackets: 1e9, maxBytes: 250 });
  small.push([1, 3, 4, 5]);
  expect(small.out).toEqual([1, 3, 4, 5]);
});

test('a sender that starts anew is followed: at once with a new source number, else from its second packet', () => {
  const { out, push } = createSut();
  push([100, 101]);
  push([40_000, 40_001]);
  push([5], 0, 8);
  push([6], 0, 8);
  expect(out).toEqual([100, 101, 40_001, 5, 6]);
});

test('whatever comes, packets of one run rise, and memory stays within the limits', () => {
  const limits = { waitMs: 80, maxPackets: 16, maxBytes: 4_000 };
  const input = fc.record({
    sequence: fc.oneof(fc.integer({ min: 65_500, max: 65_600 }), fc.integer({ min: 0, max: 0xffff })),
    ssrc: fc.constantFrom(7, 7, 7, 7, 9),
    bytes: fc.integer({ min: 12, max: 1_500 }),
    elapsedMs: fc.integer({ min: 0, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(input, { maxLength: 200 }), (inputs) => {
      let nowMs = 0;
      let delivered = 0;
      const sut = new ReorderBuffer(() => delivered++, limits);
      for (const { sequence, ssrc, bytes, elapsedMs } of inputs) {
        nowMs += elapsedMs;
        sut.push(packet(sequence, ssrc, bytes), nowMs);
        expect(sut.heldPackets).toBeLessThanOrEqual(limits.maxPackets);
        expect(sut.heldBytes).toBeLessThanOrEqual(limits.maxBytes);
        expect(sut.dueAtMs ?? nowMs + 1).toBeGreaterThan(nowMs);
      }
      sut.flush();
      expect(sut.heldPackets).toBe(0);
      expect(sut.heldBytes).toBe(0);
      const { latePackets, duplicatePackets } = sut.counters;
      expect(delivered + latePackets + duplicatePackets).toBeLessThanOrEqual(inputs.length);
    }),
    { numRuns: 300 },
  );
});

test('packets shuffled within the window come out sorted and whole', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 100 }), (delays) => {
      const order = delays
        .map((delay, index) => ({ at: index === 0 ? -1 : index + delay, index }))
        .sort((a, b) => a.at - b.at || a.index - b.index)
        .map(({ index }) => index + 65_520);
      const { sut, out, push } = createSut();
      push(order);
      expect(out).toEqual(delays.map((_, index) => (index + 65_520) & 0xffff));
      expect(sut.counters.lostPackets).toBe(0);
    }),
  );
});
