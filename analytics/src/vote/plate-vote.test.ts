import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plateRead } from './plate-read.fixture.ts';
import { type PlateRead, READS_KEPT, withRead } from './plate-read.ts';
import { votePlate } from './plate-vote.ts';

test('no reads give no plate', () => {
  expect(votePlate([])).toBeNull();
});

test('reads that fit no plate grammar give no plate', () => {
  expect(votePlate([plateRead('ABCDEFG'), plateRead('ABCDEFG')])).toBeNull();
});

test('one read is its own vote with its own confidence', () => {
  const vote = votePlate([plateRead('30A12345', { confidence: 0.8 })]);
  expect(vote?.plate).toMatchObject({ text: '30A12345', display: '30A-123.45', confidence: 0.8, lines: 1 });
  expect(vote?.exactReads).toBe(1);
});

test('two right reads outvote one sure misread', () => {
  const vote = votePlate([
    plateRead('30A12345', { confidence: 0.7 }),
    plateRead('30A72345', { confidence: 0.85 }),
    plateRead('30A12345', { confidence: 0.75 }),
  ]);
  expect(vote?.plate.text).toBe('30A12345');
  expect(vote?.plate.confidence).toBeLessThan(0.75);
});

test('a plate that was never read whole is assembled from its places', () => {
  const vote = votePlate([plateRead('30A12345'), plateRead('30A12845'), plateRead('30A72345'), plateRead('30A12346')]);
  expect(vote?.plate.text).toBe('30A12345');
  const parts = votePlate([plateRead('30A12848'), plateRead('30A72345'), plateRead('30K12345')]);
  expect(parts?.plate.text).toBe('30A12345');
  expect(parts?.exactReads).toBe(0);
});

test('reads that lost a character still vote for the places they show', () => {
  const vote = votePlate([
    plateRead('30A1235', { confidence: 0.8 }),
    plateRead('30A12345', { confidence: 0.9 }),
    plateRead('30A12345', { confidence: 0.8 }),
  ]);
  expect(vote?.plate.text).toBe('30A12345');
});

test('a plate cut by the edge of the picture hardly counts', () => {
  const vote = votePlate([
    plateRead('30A1234', { isCut: true, confidence: 0.95 }),
    plateRead('30A1234', { isCut: true, confidence: 0.95 }),
    plateRead('30A12345', { confidence: 0.75 }),
  ]);
  expect(vote?.plate.text).toBe('30A12345');
});

test('the ground seen most often is the ground, unknown never wins over a colour', () => {
  const vote = votePlate([
    plateRead('30A12345', { ground: 'unknown' }),
    plateRead('30A12345', { ground: 'unknown' }),
    plateRead('30A12345', { ground: 'yellow', confidence: 0.6 }),
  ]);
  expect(vote?.plate.ground).toBe('yellow');
});

test('where the lines break decides between kinds that share a text', () => {
  const read = (rawText: string) => plateRead('36B11274', { rawText, lines: 2 });
  expect(votePlate([read('36-B1\n1274'), read('36B1\n1274')])?.plate.display).toBe('36-B1 1274');
  expect(votePlate([read('36B\n112-74')])?.plate.display).toBe('36B-112.74');
});

test('kept reads are bounded and the lightest goes first', () => {
  let reads: PlateRead[] = [];
  for (let index = 0; index < 100; index += 1) {
    reads = withRead(
      reads,
      plateRead('30A12345', { atMs: index, confidence: index === 3 ? 0.99 : 0.5 + index / 1000 }),
    );
  }
  expect(reads).toHaveLength(READS_KEPT);
  expect(reads.some((read) => read.atMs === 3)).toBe(true);
  expect(reads.some((read) => read.atMs === 0)).toBe(false);
});

/** Misreads measured on Vietnamese plates, by character. */
const MISREADS: Readonly<Record<string, string>> = {
  '0': '8',
  '1': '7',
  '2': '7',
  '3': '8',
  '5': '6',
  '6': '8',
  '8': '3',
  A: 'K',
  F: 'E',
  H: 'M',
};

interface Draw {
  readonly errors: readonly number[];
  readonly lost: number;
  readonly sureness: readonly number[];
}

function simulatedRead(truth: string, draw: Draw, atMs: number): PlateRead {
  const characters: string[] = [];
  const charConfidences: number[] = [];
  for (const [index, char] of [...truth].entries()) {
    const isMisread = (draw.errors[index] ?? 1) < 0.08;
    // A misread is less sure on average, yet often surer than a right character beside it.
    const sureness = draw.sureness[index] ?? 0;
    characters.push(isMisread ? (MISREADS[char] ?? char) : char);
    charConfidences.push(isMisread ? 0.45 + sureness * 0.45 : 0.6 + sureness * 0.4);
  }
  if (draw.lost < 0.06) {
    const place = 3 + Math.floor(draw.lost * 80);
    characters.splice(place, 1);
    charConfidences.splice(place, 1);
  }
  return plateRead(characters.join(''), { atMs, charConfidences, confidence: Math.min(...charConfidences) });
}

/** mulberry32: uniform in 0..1, where fast-check's own numbers favour the ends of their range. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function draws(next: () => number, count: number): Draw[] {
  const each = () => Array.from({ length: 9 }, next);
  return Array.from({ length: count }, () => ({ errors: each(), lost: next(), sureness: each() }));
}

test('blurred reads that repeat one misread lose against fewer crisp ones', () => {
  const blurred = Array.from({ length: 3 }, () => plateRead('30A72345', { confidence: 0.7, sharpness: 0.1 }));
  const crisp = Array.from({ length: 2 }, () => plateRead('30A12345', { confidence: 0.9, sharpness: 0.9 }));
  expect(votePlate([...blurred, ...crisp])?.plate.text).toBe('30A12345');
});

/** A read whose place 4 is in doubt between these characters, the first of them being read. */
function doubtful(shares: Readonly<Record<string, number>>): PlateRead {
  const place = Object.entries(shares).map(([char, probability]) => ({ char, probability }));
  const text = `30A1${place[0]?.char ?? ''}345`;
  const choices = [...text].map((char, index) => (index === 4 ? place : [{ char, probability: 0.98 }]));
  return plateRead(text, { choices, charConfidences: choices.map(([first]) => first?.probability ?? 0) });
}

test('a character that is every read’s second choice beats first choices that nobody else holds possible', () => {
  const vote = votePlate([
    doubtful({ '7': 0.5, '2': 0.4 }),
    doubtful({ '8': 0.5, '2': 0.4 }),
    doubtful({ '5': 0.5, '2': 0.4 }),
    doubtful({ '2': 0.5, '1': 0.4 }),
  ]);
  expect(vote?.plate.text).toBe('30A12345');
});

test('over simulated misreads the vote is right clearly more often than the best single picture', () => {
  const next = uniform(7);
  const truths = ['30A12345', '59F88061', '51H26830', '72A61052'];
  const runs = 600;
  let voted = 0;
  let single = 0;
  for (let run = 0; run < runs; run += 1) {
    const truth = truths[run % truths.length] ?? '';
    const reads = draws(next, 3 + (run % 6)).map((draw, index) => simulatedRead(truth, draw, index * 1000));
    const best = reads.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    if (best.text === truth) single += 1;
    if (votePlate(reads)?.plate.text === truth) voted += 1;
  }
  expect(voted / runs).toBeGreaterThan(0.95);
  expect(voted - single).toBeGreaterThan(runs * 0.03);
});

test('with the likely characters of every place known, the vote is right more often still', () => {
  const next = uniform(21);
  const truths = ['30A12345', '59F88061', '51H26830', '72A61052'];
  const score = { plain: 0, chosen: 0, single: 0 };
  for (let run = 0; run < 400; run += 1) {
    const truth = truths[run % truths.length] ?? '';
    const reads = draws(next, 2 + (run % 4)).map((draw, index) => simulatedRead(truth, draw, index * 1000));
    // Where a read is wrong, the right character is often its second choice.
    const chosen = reads.map((read) => ({
      ...read,
      choices: [...read.text].map((char, index) => {
        const probability = read.charConfidences[index] ?? 0;
        const right = truth[index] ?? '';
        const isOffered = read.text.length === truth.length && char !== right && next() < 0.7;
        return [{ char, probability }, ...(isOffered ? [{ char: right, probability: (1 - probability) * 0.8 }] : [])];
      }),
    }));
    const best = reads.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    if (best.text === truth) score.single += 1;
    if (votePlate(reads)?.plate.text === truth) score.plain += 1;
    if (votePlate(chosen)?.plate.text === truth) score.chosen += 1;
  }
  expect(score.plain).toBeGreaterThan(score.single);
  expect(score.chosen).toBeGreaterThanOrEqual(score.plain);
});

const someReads = (maxLength: number): fc.Arbitrary<PlateRead[]> =>
  fc
    .tuple(fc.integer(), fc.integer({ min: 1, max: maxLength }))
    .map(([seed, count]) =>
      draws(uniform(seed), count).map((draw, index) => simulatedRead('59Z123456', draw, index * 1000)),
    );

test('the order of the reads makes no difference', () => {
  const shuffled = someReads(12).chain((reads) =>
    fc.tuple(fc.constant(reads), fc.shuffledSubarray(reads, { minLength: reads.length })),
  );
  fc.assert(
    fc.property(shuffled, ([reads, others]) => {
      expect(votePlate(others)).toEqual(votePlate(reads));
    }),
    { numRuns: 150 },
  );
});

test('one more read of the winner never unseats it nor makes it less sure', () => {
  fc.assert(
    fc.property(someReads(10), (reads) => {
      const before = votePlate(reads);
      const winner = reads.find((read) => read.text === before?.plate.text);
      if (!before || !winner) return;
      const after = votePlate([...reads, { ...winner, atMs: 99_000 }]);
      expect(after?.plate.text).toBe(before.plate.text);
      expect(after?.plate.confidence).toBeGreaterThanOrEqual(before.plate.confidence - 1e-9);
    }),
    { numRuns: 300 },
  );
});

test('for any reads the confidence is a share and every character of the plate has one', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, count) => {
      const vote = votePlate(draws(uniform(seed), count).map((draw, index) => simulatedRead('30A12345', draw, index)));
      if (!vote) return;
      expect(vote.plate.confidence).toBeGreaterThanOrEqual(0);
      expect(vote.plate.confidence).toBeLessThanOrEqual(1);
      expect(vote.charShares).toHaveLength(vote.plate.text.length);
    }),
    { numRuns: 100 },
  );
});
