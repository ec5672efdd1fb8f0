import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeShares } from './ctc-places.ts';
import { type CtcLine, ctcLine, likeliestTexts } from './ctc-text.ts';

const CLASSES = 4;

/** Every text with its probability, by going through all ways: what the quick ways must agree with. */
function allTexts({ probabilities, steps, classes }: CtcLine): Map<string, number> {
  const texts = new Map<string, number>();
  for (let way = 0; way < classes ** steps; way += 1) {
    let probability = 1;
    let rest = way;
    let last = 0;
    const text: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      const index = rest % classes;
      rest = Math.floor(rest / classes);
      probability *= probabilities[step * classes + index] ?? 0;
      if (index !== 0 && index !== last) text.push(index);
      last = index;
    }
    texts.set(text.join(), (texts.get(text.join()) ?? 0) + probability);
  }
  return texts;
}

const smallLine = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5 * CLASSES, maxLength: 5 * CLASSES })
  .map((logits) => ctcLine(Float32Array.from(logits), 5, CLASSES));

test('a line of blanks is the empty text', () => {
  const logits = new Float32Array(8 * CLASSES);
  for (let step = 0; step < 8; step += 1) logits[step * CLASSES] = 20;
  const [first] = likeliestTexts(ctcLine(logits, 8, CLASSES), 4);
  expect(first?.classes).toEqual([]);
  expect(first?.probability).toBeCloseTo(1, 3);
  expect(placeShares(ctcLine(logits, 8, CLASSES), [], 5)).toEqual([]);
});

test('the same character twice needs a blank between, held on it is one', () => {
  const line = (classes: readonly number[]): CtcLine => {
    const logits = new Float32Array(classes.length * CLASSES);
    for (const [step, index] of classes.entries()) logits[step * CLASSES + index] = 20;
    return ctcLine(logits, classes.length, CLASSES);
  };
  expect(likeliestTexts(line([1, 1, 2, 2, 0]), 4)[0]?.classes).toEqual([1, 2]);
  expect(likeliestTexts(line([1, 0, 1, 2, 2]), 4)[0]?.classes).toEqual([1, 1, 2]);
});

test('logits of any size become shares', () => {
  const line = ctcLine(Float32Array.from([1e30, -1e30, 0, 5, -1e30, -1e30, -1e30, -1e30]), 2, CLASSES);
  for (const step of [0, 1]) {
    const shares = line.probabilities.subarray(step * CLASSES, (step + 1) * CLASSES);
    expect(shares.every((share) => share > 0)).toBe(true);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  }
});

test('with a beam wide enough the search gives what going through all ways gives', () => {
  fc.assert(
    fc.property(smallLine, (line) => {
      const all = allTexts(line);
      const found = likeliestTexts(line, 1000);
      for (const { classes, probability } of found.slice(0, 5))
        expect(probability).toBeCloseTo(all.get(classes.join()) ?? 0, 2);
      expect(found[0]?.probability).toBeGreaterThan(Math.max(...all.values()) - 0.01);
    }),
    { numRuns: 100, seed: 4 },
  );
});

test('the shares of a place are the probabilities of the texts with each class put in', () => {
  fc.assert(
    fc.property(smallLine, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), (line, text) => {
      const all = allTexts(line);
      for (const [place, shares] of placeShares(line, text, 9).entries()) {
        const wanted = [1, 2, 3].map((index) => all.get(text.with(place, index).join()) ?? 0);
        const total = wanted.reduce((a, b) => a + b);
        for (const { index, share } of shares) expect(share).toBeCloseTo((wanted[index - 1] ?? 0) / total, 6);
        expect(shares).toHaveLength(3);
        expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      }
    }),
    { numRuns: 150, seed: 4 },
  );
});
