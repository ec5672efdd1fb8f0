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
  readonly nowMs: number;
}

/** LL-HLS delivers in steps of up to a third of a second; two seconds without motion is a freeze, not a step. */
const FREEZE_AFTER_MS = 2_000;

export function tileState({ server, lastMovedAtMs, nowMs }: TileEvidence): TileState {
  if (server === 'disabled') return { kind: 'disabled' };
  if (lastMovedAtMs === null) return { kind: server === 'offline' ? 'offline' : 'connecting' };
  const stillMs = nowMs - lastMovedAtMs;
  if (stillMs < FREEZE_AFTER_MS) return { kind: 'live' };
  if (server === 'offline') return { kind: 'offline' };
  return { kind: 'stale', seconds: Math.floor(stillMs / 1000) };
}
