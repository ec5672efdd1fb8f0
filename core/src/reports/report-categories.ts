import type { LocalText } from '../errors/app-error.ts';

const HOUR_MS = 3_600_000;

/** What citizens report, and how soon it is answered, as it holds in a span of time. */
export interface ReportCategory {
  /** Never renamed or reused: stored reports keep it. */
  readonly id: string;
  readonly name: LocalText;
  readonly acceptWithinMs: number;
  readonly resolveWithinMs: number;
  /** RFC 3339; `validTo` null: still in force. A report keeps the times of the moment it came. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
}

const DEFAULT = 'Tháp Canh defaults, no legal text: a city sets times of its own by adding rows with their own dates';

function category(id: string, vi: string, en: string, acceptHours: number, resolveHours: number): ReportCategory {
  const [acceptWithinMs, resolveWithinMs] = [acceptHours * HOUR_MS, resolveHours * HOUR_MS];
  const inForce = { validFrom: '2026-01-01T00:00:00+07:00', validTo: null, source: DEFAULT };
  return { id, name: { vi, en }, acceptWithinMs, resolveWithinMs, ...inForce };
}

export const REPORT_CATEGORIES: readonly ReportCategory[] = [
  category('accident', 'Tai nạn giao thông', 'Traffic accident', 0.25, 24),
  category('disorder', 'Mất trật tự, đánh nhau', 'Disorder, fighting', 0.25, 24),
  category('racing', 'Đua xe, lạng lách', 'Illegal racing', 0.5, 48),
  category('traffic', 'Vi phạm giao thông, ùn tắc', 'Traffic offence, jam', 2, 72),
  category('encroachment', 'Lấn chiếm lòng, lề đường', 'Pavement or road occupied', 4, 72),
  category('soliciting', 'Chèo kéo khách du lịch', 'Soliciting tourists', 2, 48),
  category('litter', 'Rác thải, vệ sinh môi trường', 'Litter and waste', 8, 72),
  category('infrastructure', 'Hư hỏng hạ tầng, đèn, biển báo', 'Broken road, light or sign', 8, 168),
  category('other', 'Việc khác', 'Something else', 8, 168),
];

/** The categories in force at the instant (UTC ms), in the order in which they are offered. */
export function reportCategoriesAt(atMs: number): readonly ReportCategory[] {
  return REPORT_CATEGORIES.filter(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= atMs && (validTo === null || atMs < Date.parse(validTo)),
  );
}

/** The category by its id, also one that is no longer in force. */
export function reportCategory(id: string): ReportCategory | null {
  return REPORT_CATEGORIES.findLast((one) => one.id === id) ?? null;
}
