import type { Passage } from '../api/api.ts';
import classes from './plate-chip.module.css';

interface PlateChipProps {
  readonly plate: NonNullable<Passage['plate']>;
  readonly size?: 'small' | 'large';
}

/** A plate drawn as it hangs on the vehicle: ground colour, one or two lines. */
export function PlateChip({ plate, size = 'small' }: PlateChipProps) {
  const [top, ...rest] = plate.lines === 2 ? plate.display.split(' ') : [plate.display];
  return (
    <span className={classes.plate} data-ground={plate.ground} data-lines={plate.lines} data-size={size} lang="vi">
      <span>{top}</span>
      {rest.length > 0 && <span>{rest.join(' ')}</span>}
    </span>
  );
}
