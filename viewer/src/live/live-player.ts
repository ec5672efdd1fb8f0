import type { LiveTileNotice } from '@thapcanh/core/live/live-socket';

/** How live pictures reach this tile. */
export type LiveWay = 'whep' | 'ws' | 'hls';

export interface LivePlayerEvents {
  /** What the server says of this tile; null: the server is not reached. */
  readonly onNotice?: (notice: LiveTileNotice | null) => void;
  /** The browser cannot play this codec. */
  readonly onUnplayable?: (codec: string) => void;
  /** This way does not work here: try the next one. */
  readonly onUnusable: () => void;
}

/** Plays one stream into one video element, and recovers by itself for as long as its way works. */
export interface LivePlayer {
  readonly way: LiveWay;
  /** Age of the picture that is shown, by the server's clock; null while unknown. */
  ageMs(): number | null;
  /** Idempotent; the element is empty afterwards. */
  close(): void;
}
