/** How a screen or a console is divided; `free`: rectangles of one's own. */
export const WALL_LAYOUTS = ['1', '4', '9', '16', '25', '1+5', '1+7', '5x3', 'free'] as const;
export type WallLayout = (typeof WALL_LAYOUTS)[number];
/** A layout whose rectangles follow from its name. */
export type FixedLayout = Exclude<WallLayout, 'free'>;

/** A rectangle as shares of the screen, 0 to 1 from the upper left corner. */
export interface PanelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangles of a layout in reading order, the large one first. */
export function panelRects(layout: FixedLayout): readonly PanelRect[] {
  switch (layout) {
    case '1+5':
      return oneLarge(3);
    case '1+7':
      return oneLarge(4);
    case '5x3':
      return grid(5, 3);
    default: {
      const side = Math.sqrt(Number(layout));
      return grid(side, side);
    }
  }
}

function grid(columns: number, rows: number): PanelRect[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: (index % columns) / columns,
    y: Math.floor(index / columns) / rows,
    width: 1 / columns,
    height: 1 / rows,
  }));
}

/** One panel over all but the last column and row of a square grid, small ones along the right and the foot. */
function oneLarge(side: number): PanelRect[] {
  const small = 1 / side;
  const large = { x: 0, y: 0, width: 1 - small, height: 1 - small };
  const right = Array.from({ length: side }, (_, row) => ({
    x: 1 - small,
    y: row * small,
    width: small,
    height: small,
  }));
  const foot = Array.from({ length: side - 1 }, (_, column) => ({
    x: column * small,
    y: 1 - small,
    width: small,
    height: small,
  }));
  return [large, ...right, ...foot];
}
