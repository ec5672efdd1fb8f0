import type { PixelBox, PlateGround } from '@thapcanh/core/passages/passage';
import { type ParsedPlate, parsePlate } from '@thapcanh/core/plates/plate-grammar';
import { sharedArea, unionBox } from '../box-overlap.ts';
import type { CharacterReading, PlateReading } from '../contracts.ts';
import type { DecodedCharacter } from './line-reader.ts';
import { trustInPlate } from './plate-doubts.ts';
import { boxOfLine, type TextLine } from './text-line.ts';

/** A line and what was read in it. */
export interface ReadLine {
  readonly line: TextLine;
  readonly characters: readonly DecodedCharacter[];
}

/** Tells the ground colour of a box in the picture at hand. */
export type GroundOf = (box: PixelBox) => PlateGround;

/** A whole line of plate text is this much longer than high; two lines together this much. */
const ONE_LINE_ASPECT = { min: 2.2, max: 6.5 } as const;
const TWO_LINE_ASPECT = { min: 0.7, max: 3.2 } as const;
const MIN_CONFIDENCE = 0.3;

const textOf = (characters: readonly CharacterReading[]): string => characters.map(({ char }) => char).join('');
const isSeparator = ({ char }: CharacterReading): boolean => char === '-' || char === '.';

function confidenceOf(plate: ParsedPlate, characters: readonly CharacterReading[]): number {
  const weakest = Math.min(...characters.filter((one) => !isSeparator(one)).map(({ confidence }) => confidence));
  return weakest * trustInPlate(plate);
}

/** Army plates are two letters and four digits, which shop signs and screens carry too: only a red ground counts. */
const isBelievable = (plate: ParsedPlate, ground: PlateGround): boolean =>
  plate.kindCandidates[0] !== 'military' || ground === 'red';

/** Certainty of a series letter that only the grammar asked for. */
const ASKED_LETTER_CONFIDENCE = 0.4;
const SERIES_PLACE = 2;

/**
 * A text without any letter that is otherwise a plate: `59-01` over `45476`, `297-0480`. Every civil plate has a letter
 * in third place, so the likeliest letter there is taken. One line must show the dash behind it, or a date would pass.
 */
function withSeriesLetter(lines: readonly ReadLine[]): readonly ReadLine[] | null {
  const [first, ...rest] = lines;
  if (first === undefined) return null;
  const places = first.characters.flatMap((one, index) => (isSeparator(one) ? [] : [index]));
  const place = places[SERIES_PLACE] ?? -1;
  const next = first.characters[place + 1];
  const letter = first.characters[place]?.letter ?? null;
  if (letter === null || (lines.length === 1 && (next === undefined || !isSeparator(next)))) return null;
  if (lines.some(({ characters }) => /[A-Z]/.test(textOf(characters)))) return null;
  const characters = first.characters.with(place, { char: letter, confidence: ASKED_LETTER_CONFIDENCE, letter });
  return [{ ...first, characters }, ...rest];
}

function readingOf(lines: readonly ReadLine[], box: PixelBox, ground: PlateGround): PlateReading | null {
  const asked = withSeriesLetter(lines) ?? lines;
  const count = lines.length === 2 ? 2 : 1;
  const rawText = asked.map(({ characters }) => textOf(characters)).join('\n');
  const plate = parsePlate(rawText, { ground, lines: count });
  if (plate === null || !isBelievable(plate, ground)) return null;
  const characters = asked.flatMap((line) => line.characters.map(({ char, confidence }) => ({ char, confidence })));
  const confidence = confidenceOf(plate, characters);
  return confidence < MIN_CONFIDENCE ? null : { rawText, plate, characters, confidence, box, lines: count, ground };
}

/** Whether a line has the shape of a whole one-line plate. */
export function isOneLineShape(line: TextLine): boolean {
  const aspect = line.length / line.height;
  return aspect >= ONE_LINE_ASPECT.min && aspect <= ONE_LINE_ASPECT.max;
}

/** Whether `bottom` stands right under `top` as on a two-line plate. */
export function isTwoLineShape(top: TextLine, bottom: TextLine): boolean {
  const height = (top.height + bottom.height) / 2;
  const ratio = top.height / bottom.height;
  const down = bottom.centreY - top.centreY;
  const shared = (top.length + bottom.length) / 2 - Math.abs(bottom.centreX - top.centreX);
  const isStacked =
    ratio > 0.5 &&
    ratio < 2 &&
    down > 0.5 * height &&
    down < 1.7 * height &&
    shared > 0.6 * Math.min(top.length, bottom.length);
  if (!isStacked) return false;
  const box = unionBox(boxOfLine(top), boxOfLine(bottom));
  const aspect = box.width / box.height;
  return aspect >= TWO_LINE_ASPECT.min && aspect <= TWO_LINE_ASPECT.max;
}

function oneLineReading(read: ReadLine, groundOf: GroundOf): PlateReading | null {
  if (!isOneLineShape(read.line)) return null;
  const box = boxOfLine(read.line);
  return readingOf([read], box, groundOf(box));
}

/** A two-line plate out of two stacked lines, or null when they are none. */
export function twoLineReading(top: ReadLine, bottom: ReadLine, groundOf: GroundOf): PlateReading | null {
  if (!isTwoLineShape(top.line, bottom.line)) return null;
  const box = unionBox(boxOfLine(top.line), boxOfLine(bottom.line));
  return readingOf([top, bottom], box, groundOf(box));
}

/** Every plate that these lines make, alone or in stacked pairs; overlapping alternatives included. */
export function plateCandidates(reads: readonly ReadLine[], groundOf: GroundOf): PlateReading[] {
  const singles = reads.flatMap((read) => oneLineReading(read, groundOf) ?? []);
  const pairs = reads.flatMap((top) => reads.flatMap((bottom) => twoLineReading(top, bottom, groundOf) ?? []));
  return [...singles, ...pairs];
}

/** The best of overlapping candidates, by falling confidence. */
export function withoutOverlaps(candidates: readonly PlateReading[]): PlateReading[] {
  const kept: PlateReading[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.confidence - a.confidence)) {
    const area = candidate.box.width * candidate.box.height;
    const isTaken = kept.some(
      ({ box }) => sharedArea(box, candidate.box) > 0.3 * Math.min(area, box.width * box.height),
    );
    if (!isTaken) kept.push(candidate);
  }
  return kept;
}
