import type { ReportState } from '@thapcanh/core/reports/report-state';
import type { Generated, GeneratedAlways } from 'kysely';

/** Care of cameras, and reports of citizens. */
export interface CityTables {
  camera_owner: CameraOwnerTable;
  camera_device: CameraDeviceTable;
  citizen_report: CitizenReportTable;
  citizen_report_camera: CitizenReportCameraTable;
  citizen_report_step: CitizenReportStepTable;
}

export interface CameraOwnerTable {
  camera_id: string;
  owner_name: string;
  contact: Generated<string>;
  agreement_number: Generated<string>;
  /** `YYYY-MM-DD` when written; read it with `to_char`. */
  valid_until: string | null;
  updated_at: Generated<Date>;
}

export interface CameraDeviceTable {
  camera_id: string;
  manufacturer: string;
  model: string;
  firmware: string;
  asked_at: Date;
}

export interface CitizenReportTable {
  id: string;
  number: GeneratedAlways<number>;
  token_hash: Buffer;
  category: string;
  description: string;
  latitude: number;
  longitude: number;
  occurred_at: Date;
  received_at: Date;
  phone_sealed: Buffer | null;
  photo_key: string | null;
  state: Generated<ReportState>;
  accept_due_at: Date;
  resolve_due_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
  answer: Generated<string>;
  result_key: string | null;
  incident_id: string | null;
  forgotten_at: Date | null;
  version: Generated<number>;
  updated_at: Date;
}

/** Position 0 is the nearest. */
export interface CitizenReportCameraTable {
  report_id: string;
  camera_id: string;
  position: number;
  distance_m: number;
}

export interface CitizenReportStepTable {
  id: GeneratedAlways<number>;
  report_id: string;
  at: Date;
  state: ReportState;
  by_user: string | null;
  note: Generated<string>;
}
