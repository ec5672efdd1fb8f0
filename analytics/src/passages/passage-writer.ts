import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { storeObject } from '@thapcanh/infra/objects/object-ledger.repository';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type PassageSnapshot, passageFolder, passageIdOf, type StillSource } from './passage-snapshot.ts';
import { cropPlate } from './plate-crop.ts';

export interface StillKeys {
  readonly sceneKey: string;
  readonly cropKey: string | null;
}

/** `unchanged`: the row already says this, or something newer. */
export type PassageWriteOutcome = 'created' | 'updated' | 'unchanged';

/**
 * Puts passages where the rest of the platform finds them. An object lies in the store, then in the ledger, and only
 * then in a row: whatever breaks in between leaves at most an object that nothing refers to.
 */
export class PassageWriter {
  readonly #db: Kysely<Tables>;
  readonly #objects: ObjectStore;

  constructor(db: Kysely<Tables>, objects: ObjectStore) {
    this.#db = db;
    this.#objects = objects;
  }

  /** Stores the scene as it is and the crop of it, both with their ledger rows. Safe to repeat. */
  async storeStills(snapshot: PassageSnapshot, source: StillSource): Promise<StillKeys> {
    const folder = passageFolder(snapshot);
    const sceneKey = `${folder}/scene-${source.version}.jpg`;
    await storeObject(this.#objects, this.#db, sceneKey, source.jpeg, 'image/jpeg');
    const crop = source.cropBox ? await cropPlate(source.jpeg, source.cropBox) : null;
    if (!crop) return { sceneKey, cropKey: null };
    const cropKey = `${folder}/crop-${source.version}.jpg`;
    await storeObject(this.#objects, this.#db, cropKey, crop, 'image/jpeg');
    return { sceneKey, cropKey };
  }

  /**
   * Writes the row, its outbox row and the live event in one transaction, idempotent on (camera, track key): writing the
   * same snapshot again changes nothing, an older one (`endedAtMs`) never overwrites a newer one. `stills` null keeps the
   * stills the row has; given, they replace them, and the replaced objects are deleted after the commit.
   */
  async write(snapshot: PassageSnapshot, stills: StillKeys | null): Promise<PassageWriteOutcome> {
    const { outcome, superseded } = await this.#db.transaction().execute(async (transaction) => {
      const before = await transaction
        .selectFrom('passage')
        .select(['scene_key', 'crop_key'])
        .where('camera_id', '=', snapshot.cameraId)
        .where('track_key', '=', snapshot.trackKey)
        .forUpdate()
        .executeTakeFirst();
      const isWritten = await upsert(transaction, snapshot, stills);
      if (!isWritten) return { outcome: 'unchanged' as const, superseded: [] };
      const written = before ? ('updated' as const) : ('created' as const);
      await announce(transaction, snapshot, written);
      return { outcome: written, superseded: await forgetReplaced(transaction, before, stills) };
    });
    // The row is committed whatever becomes of these: a still that stays is an object that nothing refers to.
    await Promise.allSettled(superseded.map((key) => this.#objects.delete(key)));
    return outcome;
  }
}

async function upsert(
  transaction: Transaction<Tables>,
  snapshot: PassageSnapshot,
  stills: StillKeys | null,
): Promise<boolean> {
  const { plate, plateBox } = snapshot;
  const row = await transaction
    .insertInto('passage')
    .values({
      id: passageIdOf(snapshot.cameraId, snapshot.trackKey),
      camera_id: snapshot.cameraId,
      track_key: snapshot.trackKey,
      started_at: new Date(snapshot.startedAtMs),
      ended_at: new Date(snapshot.endedAtMs),
      best_at: new Date(snapshot.bestAtMs),
      object_class: snapshot.objectClass,
      vehicle_colour: snapshot.colour,
      plate_text: plate?.text ?? null,
      plate_key: plate ? plateSearchKey(plate.text) : null,
      plate_display: plate?.display ?? null,
      plate_confidence: plate?.confidence ?? null,
      plate_lines: plate?.lines ?? null,
      plate_ground: plate?.ground ?? null,
      plate_kinds: JSON.stringify(plate?.kindCandidates ?? []),
      reads: JSON.stringify(snapshot.reads),
      read_count: snapshot.readCount,
      scene_key: stills?.sceneKey ?? null,
      crop_key: stills?.cropKey ?? null,
      plate_box: plateBox ? JSON.stringify(plateBox) : null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['camera_id', 'track_key'])
        .doUpdateSet((eb) => ({
          ended_at: eb.ref('excluded.ended_at'),
          object_class: eb.ref('excluded.object_class'),
          vehicle_colour: eb.ref('excluded.vehicle_colour'),
          plate_text: eb.ref('excluded.plate_text'),
          plate_key: eb.ref('excluded.plate_key'),
          plate_display: eb.ref('excluded.plate_display'),
          plate_confidence: eb.ref('excluded.plate_confidence'),
          plate_lines: eb.ref('excluded.plate_lines'),
          plate_ground: eb.ref('excluded.plate_ground'),
          plate_kinds: eb.ref('excluded.plate_kinds'),
          reads: eb.ref('excluded.reads'),
          read_count: eb.ref('excluded.read_count'),
          updated_at: sql<Date>`now()`,
          // The box and the instant belong to the stills: they change together.
          ...(stills
            ? {
                scene_key: eb.ref('excluded.scene_key'),
                crop_key: eb.ref('excluded.crop_key'),
                best_at: eb.ref('excluded.best_at'),
                plate_box: eb.ref('excluded.plate_box'),
              }
            : {}),
        }))
        .where(sql<boolean>`passage.ended_at <= excluded.ended_at`)
        .where(
          sql<boolean>`(passage.ended_at, passage.object_class, passage.vehicle_colour, passage.plate_text, passage.plate_confidence,
            passage.plate_ground, passage.read_count, ${stills ? sql`passage.scene_key` : sql`null::text`})
            is distinct from (excluded.ended_at, excluded.object_class, excluded.vehicle_colour, excluded.plate_text, excluded.plate_confidence,
            excluded.plate_ground, excluded.read_count, ${stills ? sql`excluded.scene_key` : sql`null::text`})`,
        ),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function announce(
  transaction: Transaction<Tables>,
  snapshot: PassageSnapshot,
  outcome: 'created' | 'updated',
): Promise<void> {
  const type = outcome === 'created' ? 'passage.created' : 'passage.updated';
  const ids = { cameraId: snapshot.cameraId, passageId: passageIdOf(snapshot.cameraId, snapshot.trackKey) };
  await transaction
    .insertInto('outbox')
    .values({ kind: type, payload: JSON.stringify(ids) })
    .execute();
  // NOTIFY of a transaction is delivered at its commit.
  await publishLiveEvent(transaction, { type, ...ids });
}

/** Takes replaced stills out of the ledger; returns their keys, to be deleted once this is committed. */
async function forgetReplaced(
  transaction: Transaction<Tables>,
  before: { scene_key: string | null; crop_key: string | null } | undefined,
  stills: StillKeys | null,
): Promise<string[]> {
  if (!before || !stills) return [];
  const kept = new Set([stills.sceneKey, stills.cropKey]);
  const keys = [before.scene_key, before.crop_key].filter((key): key is string => key !== null && !kept.has(key));
  if (keys.length === 0) return [];
  await transaction.deleteFrom('object_ledger').where('key', 'in', keys).execute();
  return keys;
}
