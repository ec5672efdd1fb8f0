import type { ParsedPlate, PlateWarning } from '@thapcanh/core/plates/plate-grammar';

/** How much each doubt of the grammar takes off a reading. */
const WARNING_FACTOR: Readonly<Record<PlateWarning, number>> = {
  repaired: 0.9,
  'province-never-issued': 0.5,
  'series-disputed': 1,
  'series-digit-missing': 0.9,
  'unit-unknown': 0.7,
  'digit-count': 0.7,
  'ground-mismatch': 0.8,
  'lines-mismatch': 0.6,
};

/** 0..1: what the doubts of the grammar leave of a reading's confidence. */
export function trustInPlate(plate: ParsedPlate): number {
  return plate.warnings.reduce((trust, warning) => trust * WARNING_FACTOR[warning], 1);
}
