import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { PlateReader, PlateReading, PlateReadOptions, RgbImage } from '@thapcanh/models/contracts';
import type { PlateTrack } from '../track/plate-track.ts';
import { type CellBox, ChangeGate, GRID_COLUMNS, GRID_ROWS, type LumaGrid } from './change-gate.ts';

/** An empty gate is looked at this often although nothing seems to move: dusk, fog, a lens wiped clean. */
const EMPTY_REFRESH_MS = 15_000;
/** A standing vehicle is read again this often: it may have been exchanged without a changed picture between. */
const STANDING_REFRESH_MS = 10_000;
/** While things move the whole picture is looked at this often: a vehicle that stopped unread is found again. */
const WHOLE_EVERY_MS = 5_000;
/** Reads after which a standing vehicle's plate gains nothing from one more. */
const ENOUGH_READS = 5;
/** Room around what changed, in cells: a plate must lie wholly in what is looked at. */
const ROOM_CELLS = 1.5;
/** Room around a plate seen before, in plate widths. */
const ROOM_WIDTHS = 0.75;
/** Above this share of the picture the whole costs hardly more. */
const PART_MAX = 0.75;

export interface Look {
  /** Pixels, apart from each other; the whole picture when null. */
  readonly regions: readonly PixelBox[] | null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Decides where in a gate's picture plates are looked for. Finding costs by the pixel and stops at many a sign and
 * caption, so only what changed since the last look and the places of open tracks are looked at.
 */
export class GateLook {
  readonly #gate = new ChangeGate();
  #lastLookMs = Number.NEGATIVE_INFINITY;
  #lastWholeMs = Number.NEGATIVE_INFINITY;

  /** Null: nothing new to be seen. */
  plan(grid: LumaGrid, atMs: number, size: Size, open: readonly PlateTrack[]): Look | null {
    const changed = this.#gate.changed(grid);
    const unread = open.some((track) => track.readCount < ENOUGH_READS);
    const refreshMs = open.length > 0 ? STANDING_REFRESH_MS : EMPTY_REFRESH_MS;
    const isRefreshDue = atMs - this.#lastLookMs >= refreshMs;
    if (changed.length === 0 && !unread && !isRefreshDue) return null;
    if (isRefreshDue || atMs - this.#lastWholeMs >= WHOLE_EVERY_MS) return { regions: null };
    const parts = open.flatMap((track) => {
      const last = track.sightings.at(-1);
      return last ? [grown(last.box, last.box.width * ROOM_WIDTHS)] : [];
    });
    parts.push(...changed.map((cells) => pixelsOf(cells, size)));
    const regions = apart(parts.map((part) => within(part, size)));
    const looked = regions.reduce((sum, region) => sum + region.width * region.height, 0);
    return { regions: looked > PART_MAX * size.width * size.height ? null : regions };
  }

  /** The look was taken. `isEmpty`: no plate was found. */
  done(look: Look, grid: LumaGrid, atMs: number, isEmpty: boolean): void {
    this.#gate.accept(grid, isEmpty);
    this.#lastLookMs = atMs;
    if (!look.regions) this.#lastWholeMs = atMs;
  }
}

const grown = (box: PixelBox, by: number): PixelBox => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

function pixelsOf(cells: CellBox, size: Size): PixelBox {
  const cellWidth = size.width / GRID_COLUMNS;
  const cellHeight = size.height / GRID_ROWS;
  return {
    x: (cells.left - ROOM_CELLS) * cellWidth,
    y: (cells.top - ROOM_CELLS) * cellHeight,
    width: (cells.right - cells.left + 1 + 2 * ROOM_CELLS) * cellWidth,
    height: (cells.bottom - cells.top + 1 + 2 * ROOM_CELLS) * cellHeight,
  };
}

/** The part of the box inside the picture, on whole pixels. */
function within(box: PixelBox, size: Size): PixelBox {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(size.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(size.height, Math.ceil(box.y + box.height));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Boxes that touch become the box around them, until none touch: nothing is looked at twice. */
function apart(boxes: readonly PixelBox[]): PixelBox[] {
  const done: PixelBox[] = [];
  const open = boxes.filter((box) => box.width > 0 && box.height > 0);
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const current = box;
    const touching = done.findIndex((other) => isTouching(other, current));
    const other = done[touching];
    if (other === undefined) {
      done.push(current);
      continue;
    }
    done.splice(touching, 1);
    open.push(around(other, current));
  }
  return done;
}

const isTouching = (a: PixelBox, b: PixelBox): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

function around(a: PixelBox, b: PixelBox): PixelBox {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** Asks the reader for every place of the look; what its edges cut is left out. */
export async function readLook(
  reader: PlateReader,
  image: RgbImage,
  look: Look,
  options: Pick<PlateReadOptions, 'signal' | 'masks'> = {},
): Promise<PlateReading[]> {
  if (!look.regions) return reader.read(image, options);
  const readings: PlateReading[] = [];
  for (const region of look.regions) {
    const found = await reader.read(image, { ...options, region });
    readings.push(...found.filter((reading) => !isCutByRegion(reading.box, region, image)));
  }
  return readings;
}

/** Whether the box is cut by the region's edge where the picture goes on: its text cannot be trusted. */
function isCutByRegion(box: PixelBox, region: PixelBox, size: Size): boolean {
  const marginPx = 3;
  return (
    (region.x > 0 && box.x <= region.x + marginPx) ||
    (region.y > 0 && box.y <= region.y + marginPx) ||
    (region.x + region.width < size.width && box.x + box.width >= region.x + region.width - marginPx) ||
    (region.y + region.height < size.height && box.y + box.height >= region.y + region.height - marginPx)
  );
}
