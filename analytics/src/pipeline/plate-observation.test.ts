import { parsePlate } from '@thapcanh/core/plates/plate-grammar';
import type { PlateReading } from '@thapcanh/models/contracts';
import { expect, test } from 'vitest';
import { toPlateObservation } from './plate-observation.ts';

/** A reading in which every character is .9 sure and may also be an X. */
function reading(rawText: string, withChoices: boolean): PlateReading {
  const plate = parsePlate(rawText, { lines: 1 });
  if (plate === null) throw new Error(`${rawText} is no plate`);
  const characters = [...rawText].map((char) => ({ char, confidence: 0.9 }));
  const choices = characters.map(({ char }) => [
    { char, probability: 0.9 },
    { char: 'X', probability: 0.05 },
  ]);
  const box = { x: 10, y: 10, width: 90, height: 20 };
  return {
    rawText,
    plate,
    characters,
    confidence: 0.8,
    box,
    lines: 1,
    ground: 'white',
    ...(withChoices ? { choices, sharpness: 0.4 } : {}),
  };
}

test('a reader without choices gives an observation without', () => {
  const observation = toPlateObservation(reading('30A-123.45', false));
  expect(observation.charConfidences).toEqual(Array(8).fill(0.9));
  expect('choices' in observation || 'sharpness' in observation).toBe(false);
});

test('choices follow their characters past separators', () => {
  const observation = toPlateObservation(reading('30A-123.45', true));
  expect(observation.text).toBe('30A12345');
  expect(observation.choices?.map(([first]) => first?.char).join('')).toBe('30A12345');
  expect(observation.sharpness).toBe(0.4);
});

test('a character that the grammar replaced is doubtful, and what was seen there stays a choice', () => {
  const observation = toPlateObservation(reading('3OA12345', true));
  expect(observation.text).toBe('30A12345');
  expect(observation.charConfidences[1]).toBeCloseTo(0.54, 5);
  expect(observation.choices?.[1]).toEqual([
    { char: '0', probability: expect.closeTo(0.54, 5) },
    { char: 'O', probability: expect.closeTo(0.36, 5) },
    { char: 'X', probability: 0.05 },
  ]);
});
