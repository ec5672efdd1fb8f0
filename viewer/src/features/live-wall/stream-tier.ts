/** A tile becomes wide enough for the main stream here, and loses it only well below: no tile flickers between both. */
const TO_MAIN_PX = 700;
const TO_SUB_PX = 580;

/** The stream for a tile of this width that showed `before` until now (null: nothing yet). */
export function streamTier(before: 'main' | 'sub' | null, widthPx: number, hasSubStream: boolean): 'main' | 'sub' {
  if (!hasSubStream) return 'main';
  if (before === 'main') return widthPx < TO_SUB_PX ? 'sub' : 'main';
  return widthPx >= TO_MAIN_PX ? 'main' : 'sub';
}
