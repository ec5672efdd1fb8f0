import type { Passage } from '../api/api.ts';
import classes from './plate-chip.module.css';
import { plateLines } from './plate-lines.ts';

interface PlateChipProps {
  readonly plate: NonNullable<Passage['plate']>;
  readonly size?: 'small' | 'large';
}

/** A plate drawn as it hangs on the vehicle: ground colour, one or two lines. */
export function PlateChip({ plate, size = 'small' }: PlateChipProps) {
  const lines = plateLines(plate.display, plate.lines ?? 1);
  return (
    <span className={classes.plate} data-ground={plate.ground} data-lines={lines.length} data-size={size} lang="vi">
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
