import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { OnvifAccount } from '../onvif/http-digest.ts';
import type { SecretBox } from '../secrets/secret-box.ts';

/** A switched-on camera whose ONVIF device is known. */
export interface OnvifCamera {
  readonly id: CameraId;
  readonly address: string;
  readonly username: string | null;
  readonly passwordSealed: Buffer | null;
  readonly editedAtMs: number;
}

/** In the order of their ids. */
export async function listOnvifCameras(db: Kysely<Tables>): Promise<OnvifCamera[]> {
  const rows = await db
    .selectFrom('camera')
    .select(['id', 'onvif_url', 'username', 'password_sealed', 'updated_at'])
    .where('is_enabled', '=', true)
    .where('onvif_url', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => {
    const id = parseCameraId(row.id);
    if (id === null || row.onvif_url === null) return [];
    const { onvif_url: address, username, password_sealed: passwordSealed } = row;
    return { id, address, username, passwordSealed, editedAtMs: row.updated_at.getTime() };
  });
}

/** Throws `TC_SECRET_BOX` when another key sealed the password. */
export function accountOf(camera: OnvifCamera, secrets: Pick<SecretBox, 'open'>): OnvifAccount | null {
  if (camera.username === null) return null;
  const password = camera.passwordSealed === null ? '' : secrets.open(camera.passwordSealed);
  return { username: camera.username, password };
}
