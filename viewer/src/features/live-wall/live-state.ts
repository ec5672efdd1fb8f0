/**
 * What a tile may claim. It is decided from two witnesses that can both be wrong: what the server knows of the camera,
 * and whether this browser's picture really moves. A frozen picture never counts as live.
 */
export type TileState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'stale'; readonly seconds: number }
  | { readonly kind: 'offline' }
  | { readonly kind: 'disabled' };

export interface TileEvidence {
  /** Null while the server's word has not arrived. */
  readonly server: 'connecting' | 'live' | 'stale' | 'offline' | 'disabled' | null;
  /** Monotonic time at which the shown position last moved; null before the first picture. */
  readonly lastMovedAtMs: number | null;
  /** Age of the shown picture by the server's clock; null while unknown. */
  readonly ageMs: number | null;
  /** Monotonic time since when the pixels are the same; null or absent while they change, or nobody knows. */
  readonly stillSinceMs?: number | null;
  readonly nowMs: number;
}

/** Moving pictures that are older than this are the past, however smoothly they play. */
const PAST_FROM_MS = 12_000;

/** LL-HLS delivers in steps of up to a third of a second; two seconds without motion is a freeze, not a step. */
const FREEZE_AFTER_MS = 2_000;

/** No camera sees exactly the same for this long, over several key frames, unless its picture stands still. */
const UNCHANGED_AFTER_MS = 12_000;

export function tileState({ server, lastMovedAtMs, ageMs, stillSinceMs = null, nowMs }: TileEvidence): TileState {
  if (server === 'disabled') return { kind: 'disabled' };
  if (lastMovedAtMs === null) return { kind: server === 'offline' ? 'offline' : 'connecting' };
  const stillMs = nowMs - lastMovedAtMs;
  if (stillMs < FREEZE_AFTER_MS) {
    const unchangedMs = stillSinceMs === null ? 0 : nowMs - stillSinceMs;
    if (unchangedMs >= UNCHANGED_AFTER_MS) return { kind: 'stale', seconds: Math.floor(unchangedMs / 1000) };
    if (ageMs === null || ageMs < PAST_FROM_MS) return { kind: 'live' };
    return { kind: 'stale', seconds: Math.floor(ageMs / 1000) };
  }
  if (server === 'offline') return { kind: 'offline' };
  return { kind: 'stale', seconds: Math.floor(stillMs / 1000) };
}
