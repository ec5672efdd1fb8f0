import { foldText } from '@thapcanh/core/text/fold-text';
import { type Kysely, sql } from 'kysely';
import type { CameraSeed } from '../config/config.ts';
import type { Tables } from '../database/tables.ts';
import { publishLiveEvent } from '../events/live-events.ts';
import type { SecretBox } from '../secrets/secret-box.ts';

/**
 * Writes the cameras of the command line and `cameras.yaml` into the database: what is configured there counts over
 * edits made on the screen. Rows that already say the same are not touched. Demo cameras that a person removed stay
 * removed. Returns the ids that changed; each is announced with `camera.changed`.
 */
export async function seedCameras(db: Kysely<Tables>, box: SecretBox, seeds: readonly CameraSeed[]): Promise<string[]> {
  const changed: string[] = [];
  for (const seed of seeds) {
    if (await upsert(db, box, seed)) changed.push(seed.id);
  }
  await announce(db, changed);
  return changed;
}

/** Whether a camera other than the demo's is in view; then the demo city gives way. */
export async function hasRealCamera(db: Kysely<Tables>): Promise<boolean> {
  const row = await db
    .selectFrom('camera')
    .select('id')
    .where('origin', '!=', 'demo')
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Switches the demo cameras off; their recordings stay. */
export async function disableDemoCameras(db: Kysely<Tables>): Promise<void> {
  const rows = await db
    .updateTable('camera')
    .set({ is_enabled: false, updated_at: sql<Date>`now()`, version: sql<number>`version + 1` })
    .where('origin', '=', 'demo')
    .where('is_enabled', '=', true)
    .returning('id')
    .execute();
  await announce(
    db,
    rows.map((row) => row.id),
  );
}

async function upsert(db: Kysely<Tables>, box: SecretBox, seed: CameraSeed): Promise<boolean> {
  const wanted = {
    name: seed.name,
    search_key: foldText(seed.name),
    main_url: seed.mainUrl,
    sub_url: seed.subUrl,
    username: seed.username,
    profile: seed.profile,
    is_enabled: true,
    origin: seed.origin,
  };
  const found = await db.selectFrom('camera').selectAll().where('id', '=', seed.id).executeTakeFirst();
  if (found === undefined) {
    const password_sealed = seed.password === null ? null : box.seal(seed.password);
    await db
      .insertInto('camera')
      .values({ id: seed.id, ...wanted, ...placeColumns(seed), password_sealed })
      .execute();
    return true;
  }
  if (seed.origin === 'demo' && (found.removed_at !== null || found.origin !== 'demo')) return false;
  const isSamePassword = openOrNull(box, found.password_sealed) === seed.password;
  const isSame = Object.entries(wanted).every(([key, value]) => found[key as keyof typeof wanted] === value);
  if (isSame && isSamePassword && found.removed_at === null) return false;
  await db
    .updateTable('camera')
    .set({
      ...wanted,
      removed_at: null,
      ...(isSamePassword ? {} : { password_sealed: seed.password === null ? null : box.seal(seed.password) }),
      version: sql<number>`version + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', seed.id)
    .execute();
  return true;
}

function placeColumns({ place }: CameraSeed) {
  if (place === undefined) return {};
  const { latitude, longitude, bearingDeg, viewDeg, viewM } = place;
  return { latitude, longitude, bearing_deg: bearingDeg, view_deg: viewDeg, view_m: viewM };
}

async function announce(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  for (const cameraId of ids) await publishLiveEvent(db, { type: 'camera.changed', cameraId });
}

function openOrNull(box: SecretBox, sealed: Buffer | null): string | null {
  if (sealed === null) return null;
  try {
    return box.open(sealed);
  } catch {
    // Sealed by a lost key: seal it anew.
    return null;
  }
}
