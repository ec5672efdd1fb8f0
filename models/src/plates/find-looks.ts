import type { PixelBox } from '@thapcanh/core/passages/passage';
import { sharedArea, unionBox } from '../box-overlap.ts';
import { clipBox } from '../image.ts';

/** A part of the picture as the network gets it. */
export interface Look {
  /** Whole pixels inside the picture. */
  readonly box: PixelBox;
  /** Pixels of the network's input a pixel of the picture, at most 1. */
  readonly scale: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A region shows the network a little of what surrounds it, so that no plate is cut where the picture goes on. */
const REGION_ROOM_PX = 32;
/** A plate this wide in the input is found as well as it ever will be. */
const CLEAR_WIDTH_PX = 96;
/** A second look must show the plate so much larger to be worth its time. */
const WORTH_LARGER = 1.3;
/** A close look in plate widths, wide enough for the shakiest first guess. */
const CLOSE_WIDTHS = 3;
const CLOSE_ASPECT = 2;
const CLOSE_LEAST_PX = { width: 96, height: 64 } as const;

/** Scales that need no resampling but halving. */
const EASY_SCALES = [1, 0.5, 0.25];
const NEARLY = 1.06;

const areaOf = (boxes: readonly PixelBox[]): number => boxes.reduce((sum, box) => sum + box.width * box.height, 0);

/** Boxes that share pixels become the box around both, so that nothing is looked at twice. */
function joined(boxes: readonly PixelBox[]): PixelBox[] {
  const done: PixelBox[] = [];
  const open = [...boxes];
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const current = box;
    const other = done.findIndex((known) => sharedArea(known, current) > 0);
    const known = done[other];
    if (known === undefined) done.push(current);
    else {
      done.splice(other, 1);
      open.push(unionBox(known, current));
    }
  }
  return done;
}

/** The first looks: the regions (the whole picture without), all in one scale so that together they cost `budgetPx` at most. */
export function firstLooks(
  size: PictureSize,
  regions: readonly PixelBox[] | undefined,
  budgetPx: number,
): readonly Look[] {
  const whole = { x: 0, y: 0, width: size.width, height: size.height };
  const boxes =
    regions === undefined
      ? [whole]
      : joined(
          regions.flatMap(({ x, y, width, height }) => {
            if (clipBox({ x, y, width, height }, size.width, size.height) === null) return [];
            const room = REGION_ROOM_PX;
            const roomy = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
            return clipBox(roomy, size.width, size.height) ?? [];
          }),
        );
  const exact = Math.min(1, Math.sqrt(budgetPx / Math.max(1, areaOf(boxes))));
  const scale = EASY_SCALES.find((easy) => exact >= easy && exact < easy * NEARLY) ?? exact;
  return boxes.map((box) => ({ box, scale }));
}

/** The look that shows a suspected plate large enough, or null where a look at `scale` showed it that large already. */
export function closeLook(size: PictureSize, suspect: PixelBox, scale: number): Look | null {
  const closeScale = Math.min(1, CLEAR_WIDTH_PX / Math.max(1, suspect.width));
  if (closeScale < scale * WORTH_LARGER) return null;
  const width = Math.max(CLOSE_LEAST_PX.width, suspect.width * CLOSE_WIDTHS);
  const height = Math.max(CLOSE_LEAST_PX.height, width / CLOSE_ASPECT, suspect.height * CLOSE_WIDTHS);
  const x = suspect.x + suspect.width / 2 - width / 2;
  const y = suspect.y + suspect.height / 2 - height / 2;
  const box = clipBox({ x, y, width, height }, size.width, size.height);
  return box === null ? null : { box, scale: closeScale };
}

/** Pixels of the network's input that a look costs. */
export const costOf = ({ box, scale }: Look): number => box.width * box.height * scale * scale;
