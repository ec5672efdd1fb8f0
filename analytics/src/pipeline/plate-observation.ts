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
  const seen = reading.characters.filter((character) => /[0-9A-ZĐ]/.test(character.char));
  const seenText = seen.map((character) => character.char).join('');
  const charConfidences = Array.from(reading.plate.text, () => reading.confidence);
  const raw = { text: seenText, charConfidences: [] };
  for (const { first, second } of alignPlateTexts(raw, { text: reading.plate.text, charConfidences: [] })) {
    if (first === null || second === null) continue;
    const confidence = seen[first]?.confidence ?? reading.confidence;
    const isRepaired = seenText[first] !== reading.plate.text[second];
    charConfidences[second] = isRepaired ? confidence * REPAIRED_SHARE : confidence;
  }
  return {
    box: reading.box,
    text: reading.plate.text,
    rawText: reading.rawText,
    charConfidences,
    confidence: reading.confidence,
    lines: reading.lines,
    ground: reading.ground,
  };
}
