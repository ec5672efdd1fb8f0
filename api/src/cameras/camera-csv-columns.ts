import type { LocalText } from '@thapcanh/core/errors/app-error';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { CameraCreate } from './camera.schema.ts';
import type { CameraRow } from './camera-changes.ts';

export interface CsvColumn {
  /** Its name in an exported file, and the field of a new camera. */
  readonly field: keyof CameraCreate;
  /** Other names of its header, folded. */
  readonly names: readonly string[];
  /** What a cell means to the schema of a new camera, which then judges it. */
  readonly read: (cell: string) => unknown;
  /** What an exported file says; absent: the column is never exported. */
  readonly write?: (row: CameraRow) => string | number | null;
  /** How to write it right. */
  readonly remedy: LocalText;
}

const text = (cell: string): string => cell;
const numeric = (cell: string): unknown => (/^-?\d+([.,]\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : cell);
const remedy = (vi: string, en: string): LocalText => ({ vi, en });
const ID = remedy(
  'Chỉ dùng chữ thường không dấu, số và dấu gạch nối, dài 1-40 ký tự.',
  'Use 1-40 lower-case letters, digits and hyphens.',
);
const ADDRESS = remedy('Viết dạng rtsp://máy:554/đường-dẫn.', 'Write it like rtsp://host:554/path.');

/** Every column that a file may have; `name` and `mainUrl` it must have. */
export const CSV_COLUMNS: readonly CsvColumn[] = [
  { field: 'id', names: ['ma', 'ma camera'], read: text, write: ({ id }) => id, remedy: ID },
  {
    field: 'name',
    names: ['ten', 'ten camera'],
    read: text,
    write: ({ name }) => name,
    remedy: remedy('Điền tên dài 1-120 ký tự.', 'Fill in a name of 1-120 characters.'),
  },
  {
    field: 'number',
    names: ['so', 'so camera'],
    read: numeric,
    write: ({ number }) => number,
    remedy: remedy('Điền số nguyên 1-99999 hoặc để trống.', 'Fill in a whole number 1-99999, or leave it empty.'),
  },
  {
    field: 'mainUrl',
    names: ['dia chi', 'dia chi luong chinh', 'luong chinh', 'rtsp', 'url'],
    read: text,
    write: (row) => row.main_url,
    remedy: ADDRESS,
  },
  {
    field: 'subUrl',
    names: ['dia chi luong phu', 'luong phu'],
    read: text,
    write: (row) => row.sub_url,
    remedy: ADDRESS,
  },
  {
    field: 'username',
    names: ['tai khoan', 'user'],
    read: text,
    write: ({ username }) => username,
    remedy: remedy('Tài khoản dài nhất 200 ký tự.', 'An account has at most 200 characters.'),
  },
  {
    field: 'password',
    names: ['mat khau'],
    read: text,
    remedy: remedy('Mật khẩu dài nhất 200 ký tự.', 'A password has at most 200 characters.'),
  },
  {
    field: 'profile',
    names: ['phan tich'],
    read: (cell) => cell.toLowerCase(),
    write: ({ profile }) => profile,
    remedy: remedy('Điền plate-gate, street hoặc none.', 'Fill in plate-gate, street or none.'),
  },
  { field: 'groupId', names: ['nhom'], read: text, write: (row) => row.group_id, remedy: ID },
  { field: 'areaId', names: ['khu vuc', 'dia ban'], read: text, write: (row) => row.area_id, remedy: ID },
  {
    field: 'purposes',
    names: ['muc dich'],
    read: (cell) => cell.split(/[\s|,;]+/).filter((purpose) => purpose !== ''),
    write: ({ purposes }) => purposes.join(' '),
    remedy: remedy(
      'Điền một hay nhiều mục đích, cách nhau bằng dấu cách: public-order, traffic, urban-order, investigation, one-stop-office, maintenance.',
      'Fill in purposes with spaces between: public-order, traffic, urban-order, investigation, one-stop-office, maintenance.',
    ),
  },
  {
    field: 'latitude',
    names: ['vi do', 'lat'],
    read: numeric,
    write: ({ latitude }) => latitude,
    remedy: remedy(
      'Điền độ từ -90 đến 90 và điền cả kinh độ.',
      'Fill in degrees from -90 to 90, and the longitude too.',
    ),
  },
  {
    field: 'longitude',
    names: ['kinh do', 'lon', 'lng'],
    read: numeric,
    write: ({ longitude }) => longitude,
    remedy: remedy(
      'Điền độ từ -180 đến 180 và điền cả vĩ độ.',
      'Fill in degrees from -180 to 180, and the latitude too.',
    ),
  },
  {
    field: 'bearingDeg',
    names: ['huong', 'huong nhin'],
    read: numeric,
    write: (row) => row.bearing_deg,
    remedy: remedy('Điền độ từ 0 đến dưới 360.', 'Fill in degrees from 0 to below 360.'),
  },
  {
    field: 'viewDeg',
    names: ['goc nhin'],
    read: numeric,
    write: (row) => row.view_deg,
    remedy: remedy('Điền độ trên 0 đến 360.', 'Fill in degrees above 0 up to 360.'),
  },
  {
    field: 'viewM',
    names: ['tam nhin'],
    read: numeric,
    write: (row) => row.view_m,
    remedy: remedy('Điền mét trên 0 đến 5000.', 'Fill in metres above 0 up to 5000.'),
  },
  {
    field: 'site',
    names: ['tu', 'diem dat'],
    read: text,
    write: ({ site }) => site,
    remedy: remedy('Dài nhất 60 ký tự.', 'At most 60 characters.'),
  },
  {
    field: 'source',
    names: ['nguon'],
    read: (cell) => cell.toLowerCase(),
    write: ({ source }) => source,
    remedy: remedy('Điền rtsp hoặc ffmpeg.', 'Fill in rtsp or ffmpeg.'),
  },
  {
    field: 'transport',
    names: ['truyen', 'giao thuc'],
    read: (cell) => cell.toLowerCase(),
    write: ({ transport }) => transport,
    remedy: remedy('Điền auto, tcp hoặc udp.', 'Fill in auto, tcp or udp.'),
  },
  {
    field: 'motionFps',
    names: ['hinh moi giay'],
    read: numeric,
    write: (row) => row.motion_fps,
    remedy: remedy('Điền số trên 0 đến 30.', 'Fill in a number above 0 up to 30.'),
  },
  {
    field: 'onvifUrl',
    names: ['onvif', 'dia chi onvif'],
    read: text,
    write: (row) => row.onvif_url,
    remedy: remedy(
      'Viết dạng http://máy/đường-dẫn, không có tài khoản.',
      'Write it like http://host/path, without an account.',
    ),
  },
];

/** The column that a header names, whatever its case and accents; null: none. */
export function columnOf(header: string): CsvColumn | null {
  const folded = foldText(header);
  return CSV_COLUMNS.find(({ field, names }) => field.toLowerCase() === folded || names.includes(folded)) ?? null;
}
