import type { StreamName } from '../camera/camera.ts';
import { type CameraId, parseCameraId } from '../ids.ts';

/**
 * Text messages of `GET /api/v1/live/socket`, JSON. Up come commands, down notices; media comes down in binary messages,
 * `u16 tile | u8 type | payload` (`live-frame.ts`). A tile number belongs to the browser and may be used again once
 * closed.
 */
export type LiveCommand =
  | { readonly op: 'open'; readonly tile: number; readonly cameraId: CameraId; readonly stream: StreamName }
  | { readonly op: 'close'; readonly tile: number };

/**
 * `opening`: asking the worker; `live`: media flows; `waiting`: the camera sends nothing, `fault` says why where it is
 * known; `unavailable`: no worker holds the camera now, the server keeps trying; `not-found`, `forbidden`, `refused` (too
 * many tiles): over, the tile is closed.
 */
export type LiveTileState = 'opening' | 'live' | 'waiting' | 'unavailable' | 'not-found' | 'forbidden' | 'refused';

const TILE_STATES: readonly LiveTileState[] = [
  'opening',
  'live',
  'waiting',
  'unavailable',
  'not-found',
  'forbidden',
  'refused',
];

export interface LiveTileNotice {
  readonly op: 'tile';
  readonly tile: number;
  readonly state: LiveTileState;
  /** Code of the camera fault or refusal, `TC_*`. */
  readonly code: string | null;
  readonly text: { readonly vi: string; readonly en: string } | null;
  /** Parts this browser did not get because it was too slow. Only grows. */
  readonly dropped: number;
}

/** `time` comes at once and every few seconds: it shows that the socket lives, and what the server's clock says. */
export type LiveNotice = LiveTileNotice | { readonly op: 'time'; readonly serverTimeMs: number };

/** How the server ends a socket (RFC 6455 7.4.2): whoever gets the first must log in, the second must wait. */
export const LIVE_CLOSE_CODE = { sessionEnded: 4401, tooMany: 4429, misused: 4400 } as const;

export const LIVE_TILE_PREFIX_BYTES = 2;
export const MAX_LIVE_TILE = 0xffff;

/** Null for anything that is no command. */
export function parseLiveCommand(text: string): LiveCommand | null {
  const value = parseJson(text);
  const [op, tile] = [field(value, 'op'), field(value, 'tile')];
  if (typeof tile !== 'number' || !Number.isInteger(tile) || tile < 0 || tile > MAX_LIVE_TILE) return null;
  if (op === 'close') return { op, tile };
  const [cameraText, stream] = [field(value, 'cameraId'), field(value, 'stream')];
  const cameraId = typeof cameraText === 'string' ? parseCameraId(cameraText) : null;
  if (op !== 'open' || cameraId === null || (stream !== 'main' && stream !== 'sub')) return null;
  return { op, tile, cameraId, stream };
}

/** Null for anything that is no notice. */
export function parseLiveNotice(text: string): LiveNotice | null {
  const value = parseJson(text);
  const op = field(value, 'op');
  if (op === 'time') {
    const serverTimeMs = field(value, 'serverTimeMs');
    return typeof serverTimeMs === 'number' ? { op, serverTimeMs } : null;
  }
  const [tile, code, dropped] = [field(value, 'tile'), field(value, 'code'), field(value, 'dropped')];
  const state = TILE_STATES.find((name) => name === field(value, 'state'));
  if (op !== 'tile' || typeof tile !== 'number' || state === undefined || typeof dropped !== 'number') return null;
  const [vi, en] = [field(field(value, 'text'), 'vi'), field(field(value, 'text'), 'en')];
  const hasText = typeof vi === 'string' && typeof en === 'string';
  return { op, tile, state, code: typeof code === 'string' ? code : null, text: hasText ? { vi, en } : null, dropped };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
