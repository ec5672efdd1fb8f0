import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { PixelPoint } from '../contracts.ts';

export function isInside(x: number, y: number, box: PixelBox): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}

/** Whether a plate with its middle there lies where none is looked for. */
export function isMasked({ x, y }: PixelPoint, masks: readonly PixelBox[] = []): boolean {
  return masks.some((mask) => isInside(x, y, mask));
}
