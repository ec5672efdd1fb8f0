import type { Purpose } from '@thapcanh/core/people/purpose';
import type { CameraTable } from '@thapcanh/infra/database/tables';
import type { Selectable } from 'kysely';

export type CameraRow = Selectable<CameraTable>;

/** Columns that an edit sets. */
export interface CameraChanges {
  readonly name?: string;
  readonly search_key?: string;
  readonly main_url?: string;
  readonly sub_url?: string | null;
  readonly username?: string | null;
  readonly password_sealed?: Buffer | null;
  readonly profile?: CameraRow['profile'];
  readonly is_enabled?: boolean;
  readonly group_id?: string;
  readonly area_id?: string | null;
  readonly purposes?: Purpose[];
  readonly source?: CameraRow['source'];
  readonly transport?: CameraRow['transport'];
  readonly site?: string;
  readonly motion_fps?: number | null;
  readonly onvif_url?: string | null;
  readonly number?: number;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly bearing_deg?: number | null;
  readonly view_deg?: number | null;
  readonly view_m?: number | null;
  /** JSON of `PictureShare[]`. */
  readonly masks?: string;
}

/** Absent: the default of the column. */
export type CameraConnection = Omit<
  CameraChanges,
  'name' | 'search_key' | 'main_url' | 'sub_url' | 'username' | 'password_sealed' | 'profile' | 'is_enabled'
>;
