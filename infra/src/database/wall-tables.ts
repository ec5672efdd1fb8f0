import type { WallContent } from '@thapcanh/core/walls/wall-content';
import type { PanelRect, WallLayout } from '@thapcanh/core/walls/wall-layout';
import type { ColumnType, Generated } from 'kysely';
import type { Json } from './json-column.ts';

/** Tables of walls and consoles. */
export interface WallTables {
  wall: WallTable;
  wall_push: WallPushTable;
  wall_alarm: WallAlarmTable;
  wall_key: WallKeyTable;
  wall_session: WallSessionTable;
  wall_camera: WallCameraView;
  console_layout: ConsoleLayoutTable;
  camera_mark: CameraMarkTable;
}

export interface WallPanel extends PanelRect {
  /** Unique within the wall. */
  readonly number: number;
  /** Alarms of this severity and above come here, each for `showS` seconds (null: until acknowledged); null: none do. */
  readonly reserve: { readonly severity: 1 | 2 | 3 | 4; readonly showS: number | null } | null;
}

export interface WallScreen {
  readonly id: string;
  readonly name: string;
  readonly layout: WallLayout;
  readonly panels: readonly WallPanel[];
}

export interface WallPreset {
  readonly number: number;
  readonly name: string;
  readonly tiles: readonly { readonly panel: number; readonly content: WallContent }[];
}

export interface WallTable {
  id: string;
  name: string;
  search_key: string;
  area_id: string | null;
  screens: Json<WallScreen[]>;
  presets: Json<WallPreset[]>;
  preset: number | null;
  preset_at: Generated<Date>;
  preset_by: string | null;
  alarms_waiting: Generated<number>;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface WallPushTable {
  wall_id: string;
  panel: number;
  content: Json<WallContent>;
  user_id: string;
  user_name: string;
  pushed_at: Date;
  locked_until: Date | null;
}

export interface WallAlarmTable {
  wall_id: string;
  alarm_id: string;
  panel: number | null;
  shown_at: Date;
  until: Date | null;
  ended_at: Date | null;
}

export interface WallKeyTable {
  id: string;
  wall_id: string;
  screen_id: string;
  name: string;
  key_hash: Buffer;
  created_by: string;
  created_at: Generated<Date>;
  used_at: Date | null;
}

export interface WallSessionTable {
  token_hash: Buffer;
  key_id: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
}

/** The cameras that screens of a wall may show. */
export interface WallCameraView {
  wall_id: string;
  camera_id: string;
  is_clip: boolean;
}

export interface ConsoleLayoutTable {
  user_id: string;
  number: number;
  name: string;
  layout: WallLayout;
  tiles: Json<(WallContent | null)[]>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
}

export interface CameraMarkTable {
  id: string;
  camera_id: string;
  user_id: string | null;
  kind: 'bookmark' | 'snapshot';
  at: Date;
  note: Generated<string>;
  created_at: Generated<Date>;
}
