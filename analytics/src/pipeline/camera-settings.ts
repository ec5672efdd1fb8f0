import type { AnalysisProfile } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { Kysely } from 'kysely';

/** What the analysis of one camera is told. */
export interface AnalysisSettings {
  readonly profile: AnalysisProfile;
  /** No plate is looked for where its middle would lie in one of these. */
  readonly masks: readonly PictureShare[];
}

export const NOT_ANALYSED: AnalysisSettings = { profile: 'none', masks: [] };

/** What analysis every enabled camera gets, as last loaded. */
export class CameraSettings {
  readonly #db: Kysely<Tables>;
  #settings: ReadonlyMap<CameraId, AnalysisSettings> = new Map();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Reads all enabled cameras that are analysed; throws when the database is away, the last state stays. */
  async load(): Promise<void> {
    const rows = await this.#db
      .selectFrom('camera')
      .select(['id', 'profile', 'masks'])
      .where('is_enabled', '=', true)
      .where('profile', '!=', 'none')
      .execute();
    const settings = new Map<CameraId, AnalysisSettings>();
    for (const { id: text, profile, masks } of rows) {
      const id = parseCameraId(text);
      if (id) settings.set(id, { profile, masks });
    }
    this.#settings = settings;
  }

  /** `NOT_ANALYSED` for a camera that is unknown, disabled or not analysed. */
  of(cameraId: CameraId): AnalysisSettings {
    return this.#settings.get(cameraId) ?? NOT_ANALYSED;
  }
}
