import { type ErrorParams, formatMessage, type Language } from '../errors/app-error.ts';

/** 1 notice, 2 minor, 3 major, 4 critical. */
export type AlarmSeverity = 1 | 2 | 3 | 4;

/** Where an alarm comes from. */
export const ALARM_SOURCES = ['health', 'device', 'finding', 'api', 'analytics', 'watchlist'] as const;
export type AlarmSource = (typeof ALARM_SOURCES)[number];

export interface AlarmKind {
  /** Shown as its name. */
  readonly vi: string;
  readonly en: string;
  readonly severity: AlarmSeverity;
  readonly source: AlarmSource;
  /** Repeats within this time after the last one are counted in the same alarm. */
  readonly groupS: number;
  /** It tells of a state: repeats while that lasts are no news, and it closes by itself when the state ends. */
  readonly isLasting: boolean;
}

interface AlarmKindTable {
  /** First day (UTC) on which it holds. */
  readonly from: string;
  readonly kinds: Readonly<Record<string, AlarmKind>>;
}

/**
 * What becomes an alarm and how grave it is, newest table first; an alarm keeps the severity of its day. A change is a
 * new table on top. Kinds that are not listed belong to other systems, which give their own title and severity.
 */
const TABLES: readonly AlarmKindTable[] = [
  {
    from: '2026-01-01',
    kinds: {
      'camera.offline': {
        vi: 'Camera mất tín hiệu',
        en: 'Camera offline',
        severity: 2,
        source: 'health',
        groupS: 300,
        isLasting: true,
      },
      'camera.stale': {
        vi: 'Hình camera đứng yên',
        en: 'Camera picture frozen',
        severity: 2,
        source: 'health',
        groupS: 300,
        isLasting: true,
      },
      'camera.fault': {
        vi: 'Camera có lỗi nhưng còn hình',
        en: 'Camera has a fault but still delivers',
        severity: 2,
        source: 'health',
        groupS: 300,
        isLasting: true,
      },
      'camera.finding': {
        vi: 'Camera cần sửa thiết lập',
        en: 'Camera settings need care',
        severity: 1,
        source: 'finding',
        groupS: 86_400,
        isLasting: true,
      },
      'recording.gap': {
        vi: 'Camera không được ghi hình',
        en: 'Camera is not being recorded',
        severity: 3,
        source: 'health',
        groupS: 300,
        isLasting: true,
      },
      'storage.breaker-opened': {
        vi: 'Việc xoá bản ghi đã dừng, cần người xem',
        en: 'Deletion stopped and needs a person',
        severity: 3,
        source: 'health',
        groupS: 3_600,
        isLasting: false,
      },
      'storage.disk-full': {
        vi: 'Đĩa ghi hình đầy',
        en: 'The recording disk is full',
        severity: 4,
        source: 'health',
        groupS: 3_600,
        isLasting: false,
      },
      'device.tamper': {
        vi: 'Camera báo bị che, xoay hoặc phá',
        en: 'Camera reports tampering',
        severity: 3,
        source: 'device',
        groupS: 120,
        isLasting: false,
      },
      'device.input': {
        vi: 'Đầu vào báo động của camera',
        en: 'Alarm input of a camera',
        severity: 2,
        source: 'device',
        groupS: 60,
        isLasting: false,
      },
    },
  },
];

/** Of a kind that no table lists. */
const OTHER_GROUP_S = 120;
const DAY_MS = 86_400_000;

/** Kinds as the newest table names them, in its order. */
export const ALARM_KINDS: Readonly<Record<string, AlarmKind>> = TABLES[0]?.kinds ?? {};

/** The kind as it stood on that day; null: another system's own. */
export function alarmKind(code: string, atMs: number): AlarmKind | null {
  const day = new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  const table = TABLES.find(({ from }) => from <= day);
  return (table !== undefined && Object.hasOwn(table.kinds, code) && table.kinds[code]) || null;
}

export function alarmGroupMs(code: string, atMs: number): number {
  return (alarmKind(code, atMs)?.groupS ?? OTHER_GROUP_S) * 1_000;
}

/** The name of the kind; of one that is not listed its title, or the code itself. `{name}` places are filled. */
export function alarmText(
  alarm: { readonly kind: string; readonly title: string | null; readonly params: ErrorParams },
  language: Language,
): string {
  const known = ALARM_KINDS[alarm.kind];
  return formatMessage(alarm.title ?? known?.[language] ?? alarm.kind, alarm.params, language);
}
