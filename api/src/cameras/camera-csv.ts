import type { LocalText } from '@thapcanh/core/errors/app-error';
import { CsvError, parse } from 'csv-parse/sync';
import { apiError } from '../errors/api-errors.ts';
import { isStorableText } from '../http/storable-text.ts';
import type { CameraRow } from './camera-changes.ts';
import { CSV_COLUMNS, type CsvColumn, columnOf } from './camera-csv-columns.ts';

export const MAX_CSV_BYTES = 5_000_000;
export const MAX_CSV_ROWS = 2000;
const BOM = '\uFEFF';

/** One row of a file. */
export interface CsvRow {
  /** Where it ends in the file; the header is line 1. */
  readonly line: number;
  /** The filled cells with their columns. */
  readonly cells: readonly { readonly column: CsvColumn; readonly text: string }[];
  /** More filled cells than the header has. */
  readonly isTooLong: boolean;
}

/**
 * Reads UTF-8 with or without a byte order mark, separated by commas or semicolons (RFC 4180). Throws `TC_CSV_UNREADABLE`,
 * whose text repeats nothing of the file: any cell may hold a password.
 */
export function readCameraCsv(bytes: Buffer): CsvRow[] {
  const [header, ...rows] = recordsOf(textOf(bytes));
  if (!header) throw unreadable('tệp trống', 'the file is empty');
  const columns = columnsOf(header.cells);
  if (rows.length === 0) throw unreadable('tệp chỉ có dòng tiêu đề', 'there is only the header line');
  if (rows.length > MAX_CSV_ROWS) {
    throw unreadable(`quá ${MAX_CSV_ROWS} dòng, hãy chia tệp`, `more than ${MAX_CSV_ROWS} rows, split the file`);
  }
  return rows.map(({ line, cells }) => ({
    line,
    cells: columns.flatMap((column, index) => {
      const text = plain(cells[index] ?? '');
      return text === '' ? [] : [{ column, text }];
    }),
    isTooLong: cells.slice(columns.length).some((cell) => cell.trim() !== ''),
  }));
}

/** What spreadsheets open as it is: with a byte order mark, nothing in it taken for a formula, no passwords. */
export function writeCameraCsv(cameras: readonly CameraRow[]): string {
  const written = CSV_COLUMNS.flatMap(({ field, write }) => (write === undefined ? [] : [{ field, write }]));
  const lines = cameras.map((camera) => written.map(({ write }) => cellOf(write(camera))).join(','));
  return `${BOM}${[written.map(({ field }) => field).join(','), ...lines].join('\r\n')}\r\n`;
}

function textOf(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('tệp không phải UTF-8', 'it is not UTF-8');
  }
  if (!isStorableText(text)) throw unreadable('có ký tự U+0000', 'it holds the character U+0000');
  return text;
}

function recordsOf(text: string): { line: number; cells: string[] }[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ',';
  const found: { line: number; cells: string[] }[] = [];
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 64 * 1024,
      to: MAX_CSV_ROWS + 2,
      on_record: (cells: string[], { lines }) => {
        found.push({ line: lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : found.length + 1;
    throw unreadable(`dấu ngoặc kép ở gần dòng ${line} sai chỗ`, `quotes near line ${line} are out of place`);
  }
  return found;
}

function columnsOf(header: readonly string[]): CsvColumn[] {
  const names = CSV_COLUMNS.map(({ field }) => field).join(', ');
  const columns = header.map((cell, index) => {
    const column = columnOf(cell);
    if (column) return column;
    const at = index + 1;
    throw unreadable(`cột thứ ${at} có tên lạ, dùng: ${names}`, `column ${at} has an unknown name, use: ${names}`);
  });
  const double = columns.find((column, index) => columns.indexOf(column) !== index);
  if (double) throw unreadable(`cột ${double.field} có hai lần`, `the column ${double.field} is there twice`);
  for (const field of ['name', 'mainUrl'] as const) {
    if (!columns.some((column) => column.field === field)) {
      throw unreadable(`thiếu cột ${field}`, `the column ${field} is missing`);
    }
  }
  return columns;
}

/** Takes back the apostrophe that an exported file puts before what a spreadsheet would take for a formula. */
function plain(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@])/, '');
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function unreadable(vi: string, en: string) {
  const detail: LocalText = { vi, en };
  return apiError('TC_CSV_UNREADABLE', { detail });
}
