/** What a panel of a wall or a tile of a console shows. Times are RFC 3339 UTC. */
export type WallContent =
  | { readonly kind: 'camera'; readonly cameraId: string }
  /** Each camera for `dwellS` seconds in turn, on every screen the same one at the same time. */
  | { readonly kind: 'sequence'; readonly cameraIds: readonly string[]; readonly dwellS: number }
  /** A recorded stretch, over and over. */
  | { readonly kind: 'clip'; readonly cameraId: string; readonly from: string; readonly to: string }
  /** The first four cameras of an incident. */
  | { readonly kind: 'incident'; readonly incidentId: string }
  | { readonly kind: 'map' };

export const SEQUENCE_LIMITS = { minDwellS: 5, maxDwellS: 60, maxCameras: 64 } as const;

/** Longest clip that is pushed to a panel, milliseconds. */
export const MAX_CLIP_MS = 3_600_000;

/** Which camera of a sequence is on at an instant of the server's clock, and how long until the next. */
export function sequenceAt(
  { cameraIds, dwellS }: { readonly cameraIds: readonly string[]; readonly dwellS: number },
  serverNowMs: number,
): { readonly index: number; readonly nextIndex: number; readonly nextInMs: number } {
  const dwellMs = dwellS * 1_000;
  const count = Math.max(1, cameraIds.length);
  const turn = Math.floor(serverNowMs / dwellMs);
  const index = turn % count;
  return { index, nextIndex: (index + 1) % count, nextInMs: (turn + 1) * dwellMs - serverNowMs };
}
