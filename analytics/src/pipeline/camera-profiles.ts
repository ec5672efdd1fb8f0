import type { AnalysisProfile } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

/** What analysis every enabled camera gets, as last loaded. */
export class CameraProfiles {
  readonly #db: Kysely<Tables>;
  #profiles: ReadonlyMap<CameraId, AnalysisProfile> = new Map();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Reads all enabled cameras that are analysed; throws when the database is away, the last state stays. */
  async load(): Promise<void> {
    const rows = await this.#db
      .selectFrom('camera')
      .select(['id', 'profile'])
      .where('is_enabled', '=', true)
      .where('profile', '!=', 'none')
      .execute();
    const profiles = new Map<CameraId, AnalysisProfile>();
    for (const row of rows) {
      const id = parseCameraId(row.id);
      if (id) profiles.set(id, row.profile);
    }
    this.#profiles = profiles;
  }

  /** `none` for a camera that is unknown, disabled or not analysed. */
  of(cameraId: CameraId): AnalysisProfile {
    return this.#profiles.get(cameraId) ?? 'none';
  }
}
