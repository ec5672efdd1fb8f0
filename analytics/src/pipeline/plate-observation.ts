import type { PlaceChoice } from '@thapcanh/core/plates/read-likelihood';
import type { PlateReading } from '@thapcanh/models/contracts';
import type { PlateObservation } from '../track/observation.ts';
import { alignPlateTexts } from '../track/plate-text-distance.ts';

/** A character that the grammar replaced was doubtful, whatever the recogniser said of the one it saw. */
const REPAIRED_SHARE = 0.6;

/**
 * A reading as the tracker takes it: the parsed text, every character with the confidence of the one the recogniser saw
 * at its place. Separators of the raw text are left out; where lengths differ the texts are aligned.
 */
export function toPlateObservation(reading: PlateReading): PlateObservation {
  const seen = reading.characters.flatMap((character, index) =>
    /[0-9A-ZĐ]/.test(character.char) ? [{ ...character, choices: reading.choices?.[index] }] : [],
  );
  const seenText = seen.map((character) => character.char).join('');
  const text = reading.plate.text;
  const charConfidences = Array.from(text, () => reading.confidence);
  const choices = Array.from(text, (char): readonly PlaceChoice[] => [{ char, probability: reading.confidence }]);
  for (const { first, second } of alignPlateTexts(
    { text: seenText, charConfidences: [] },
    { text, charConfidences: [] },
  )) {
    if (first === null || second === null) continue;
    const { confidence = reading.confidence, choices: offered } = seen[first] ?? {};
    const isRepaired = seenText[first] !== text[second];
    charConfidences[second] = isRepaired ? confidence * REPAIRED_SHARE : confidence;
    if (offered === undefined)
      choices[second] = [{ char: text[second] ?? '', probability: charConfidences[second] ?? 0 }];
    else choices[second] = isRepaired ? repairedChoices(offered, seenText[first] ?? '', text[second] ?? '') : offered;
  }
  return {
    box: reading.box,
    text,
    rawText: reading.rawText,
    charConfidences,
    confidence: reading.confidence,
    lines: reading.lines,
    ground: reading.ground,
    ...(reading.choices === undefined ? {} : { choices }),
    ...(reading.sharpness === undefined ? {} : { sharpness: reading.sharpness }),
  };
}

/** The repaired character takes its share of the probability of the one that was seen. */
function repairedChoices(offered: readonly PlaceChoice[], seen: string, repaired: string): PlaceChoice[] {
  const probability = offered.find(({ char }) => char === seen)?.probability ?? 0;
  const others = offered.filter(({ char }) => char !== repaired && char !== seen);
  return [
    { char: repaired, probability: probability * REPAIRED_SHARE },
    { char: seen, probability: probability * (1 - REPAIRED_SHARE) },
    ...others,
  ];
}
