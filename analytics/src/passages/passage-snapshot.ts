import { createHash } from 'node:crypto';
import type { CameraId, PassageId } from '@thapcanh/core/ids';
import { parsePassageId } from '@thapcanh/core/ids';
import type { ObjectClass, PassagePlate, PixelBox, VehicleColour } from '@thapcanh/core/passages/passage';

/** A passage as it stands now, ready to be written. Times are UTC ms. */
export interface PassageSnapshot {
  readonly cameraId: CameraId;
  /** Unique per camera; writing the same key again updates the same passage. */
  readonly trackKey: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly bestAtMs: number;
  readonly objectClass: ObjectClass;
  /** Null where no picture showed it clearly. */
  readonly colour: VehicleColour | null;
  readonly plate: PassagePlate | null;
  /** The kept reads, oldest first. */
  readonly reads: readonly { readonly atMs: number; readonly text: string; readonly confidence: number }[];
  readonly readCount: number;
  /** In pixels of the scene still. */
  readonly plateBox: PixelBox | null;
}

/** The picture a passage is shown by. */
export interface StillSource {
  /** As it came from the frame store, never encoded anew. */
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** What the crop shows; null for a scene alone. */
  readonly cropBox: PixelBox | null;
  /** 1 for the first stills of the passage, rising with every better picture. */
  readonly version: number;
}

/**
 * The id of the passage of one track: the same track always gives the same id, so a write that is repeated after a
 * broken connection finds its own row and its own objects. RFC 9562 version 8 over SHA-256.
 */
export function passageIdOf(cameraId: CameraId, trackKey: string): PassageId {
  const bytes = createHash('sha256').update(`passage\n${cameraId}\n${trackKey}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const text = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  const id = parsePassageId(text);
  if (!id) throw new TypeError(`not a passage id: ${text}`);
  return id;
}

/** `passages/<yyyy>/<mm>/<dd>/<cameraId>/<passageId>`, by the UTC day the passage began. */
export function passageFolder(snapshot: PassageSnapshot): string {
  const [year, month, day] = new Date(snapshot.startedAtMs).toISOString().slice(0, 10).split('-');
  return `passages/${year}/${month}/${day}/${snapshot.cameraId}/${passageIdOf(snapshot.cameraId, snapshot.trackKey)}`;
}
