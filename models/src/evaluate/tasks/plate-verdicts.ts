import type { PixelBox } from '@thapcanh/core/passages/passage';
import { overlapOf } from '../../box-overlap.ts';
import type { Measured } from '../eval-task.ts';
import type { LabelledPlate, PlateScene } from '../labels/plate-labels.ts';
import { editDistance } from '../metrics/align-characters.ts';

/** A text read somewhere in a picture. */
export interface PlateSighting {
  /** Search key: `Đ` folded to `D`, no separators. */
  readonly key: string;
  readonly confidence: number;
  readonly box: PixelBox;
}

/** What the reader made of one picture. */
export interface PlateOutcome {
  readonly readings: readonly PlateSighting[];
  /** Where plates were seen, read or not. */
  readonly places: readonly PixelBox[];
}

/** One labelled plate and what became of it. */
export interface PlateVerdict {
  readonly row: PlateScene;
  readonly plate: LabelledPlate;
  readonly isFound: boolean;
  /** The reading at the plate's box; null when there is none. */
  readonly reading: PlateSighting | null;
  /** Characters to change to get from the reading to the label; 0 where the label has no text. */
  readonly distance: number;
}

/** A reading or a place belongs to a plate when it overlaps it more than this. */
const SAME_PLACE_OVERLAP = 0.3;

const isAt = (place: PixelBox, box: PixelBox): boolean => overlapOf(place, box) > SAME_PLACE_OVERLAP;

const distanceOf = (plate: LabelledPlate, reading: PlateSighting | null): number =>
  plate.key === null ? 0 : editDistance(plate.key, reading?.key ?? '');

/** The reading that overlaps a labelled box most; without a box, the one closest to the text in all the picture. */
function readingOf(plate: LabelledPlate, readings: readonly PlateSighting[]): PlateSighting | null {
  const { box } = plate;
  const rank = (reading: PlateSighting): number =>
    box === null ? -distanceOf(plate, reading) : overlapOf(reading.box, box);
  const candidates = box === null ? readings : readings.filter((reading) => isAt(reading.box, box));
  return [...candidates].sort((a, b) => rank(b) - rank(a) || b.confidence - a.confidence)[0] ?? null;
}

/** Every labelled plate of one picture. */
export function plateVerdicts({ row, outcome }: Measured<PlateScene, PlateOutcome>): PlateVerdict[] {
  return row.plates.map((plate) => {
    const { box } = plate;
    const reading = readingOf(plate, outcome.readings);
    const isFound = box === null ? outcome.places.length > 0 : outcome.places.some((place) => isAt(place, box));
    return { row, plate, isFound, reading, distance: distanceOf(plate, reading) };
  });
}

/** Readings that belong to no labelled plate of the picture, by place and by text. */
export function extraReadings(item: Measured<PlateScene, PlateOutcome>): PlateSighting[] {
  const { row, outcome } = item;
  const taken = new Set(plateVerdicts(item).map(({ reading }) => reading));
  return outcome.readings.filter(
    (reading) =>
      !taken.has(reading) &&
      row.plates.every(({ key, box }) => reading.key !== key && (box === null || !isAt(reading.box, box))),
  );
}
