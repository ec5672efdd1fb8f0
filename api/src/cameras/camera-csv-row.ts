import { AppError } from '@thapcanh/core/errors/app-error';
import { Compile } from 'typebox/compile';
import { CameraCreate } from './camera.schema.ts';
import { parseCameraAddress, parseOnvifUrl } from './camera-address.ts';
import type { CsvRow } from './camera-csv.ts';
import { CSV_COLUMNS } from './camera-csv-columns.ts';
import type { CameraImportFault } from './camera-import.schema.ts';

const CREATE = Compile(CameraCreate);
const SCHEMA_FAULTS_MAX = 5;

/** What the row asks for, or what is wrong with it; no fault repeats a cell. */
export function cameraOfRow(row: CsvRow): CameraCreate | CameraImportFault[] {
  const { line } = row;
  if (row.isTooLong) {
    const vi = 'Dòng có nhiều ô hơn tiêu đề. Đặt ô có dấu phân cách vào ngoặc kép.';
    return [
      { line, column: null, vi, en: 'The row has more cells than the header. Put a cell with separators in quotes.' },
    ];
  }
  const camera: unknown = {
    profile: 'none',
    ...Object.fromEntries(row.cells.map(({ column, text }) => [column.field, column.read(text)])),
  };
  if (!CREATE.Check(camera)) return schemaFaults(camera, line);
  const faults = [
    ...tried(line, 'mainUrl', () => parseCameraAddress(camera.mainUrl, 'mainUrl')),
    ...tried(line, 'subUrl', () => camera.subUrl && parseCameraAddress(camera.subUrl, 'subUrl')),
    ...tried(line, 'onvifUrl', () => camera.onvifUrl && parseOnvifUrl(camera.onvifUrl)),
  ];
  return faults.length === 0 ? camera : faults;
}

/** A refusal as a fault of a cell; anything else than a refusal is thrown on. */
export function faultOf(error: unknown, line: number, column: string | null): CameraImportFault {
  if (!(error instanceof AppError) || error.entry.status >= 500) throw error;
  return { line, column: COLUMN_OF[error.code] ?? column, vi: error.text('vi'), en: error.text('en') };
}

const COLUMN_OF: Readonly<Record<string, string>> = {
  TC_CAMERA_ID_TAKEN: 'id',
  TC_CAMERA_NUMBER_TAKEN: 'number',
  TC_AREA_NOT_FOUND: 'areaId',
  TC_GROUP_NOT_FOUND: 'groupId',
  TC_PLACE_REFUSED: 'areaId',
};

function tried(line: number, column: string, work: () => unknown): CameraImportFault[] {
  try {
    work();
    return [];
  } catch (error) {
    return [faultOf(error, line, column)];
  }
}

function schemaFaults(camera: unknown, line: number): CameraImportFault[] {
  const isMissing = (field: string) => typeof camera === 'object' && camera !== null && !(field in camera);
  const wrong = new Set(CREATE.Errors(camera).map(({ instancePath }) => instancePath.split('/')[1] ?? ''));
  const columns = CSV_COLUMNS.filter(
    ({ field }) => wrong.has(field) || (isMissing(field) && (field === 'name' || field === 'mainUrl')),
  );
  return columns.slice(0, SCHEMA_FAULTS_MAX).map(({ field, remedy }) => ({ line, column: field, ...remedy }));
}
