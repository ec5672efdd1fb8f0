import { type ErrorParams, formatMessage, type Language, type LocalText } from '../errors/app-error.ts';

/**
 * Why deletion of recordings stands still until a person has looked, by stable code. Parameters: `group`, `due`, `total`
 * (recordings); `missing`, `examined` (files); `deletedMb`, `freeMb`.
 */
export const BREAKER_REASONS = {
  'due-implausible': {
    vi: 'Quy tắc lưu trữ muốn xóa {due} trong {total} bản ghi của nhóm “{group}” cùng lúc. Kiểm tra đồng hồ máy chủ và thời hạn lưu của nhóm, rồi cho phép xóa tiếp.',
    en: 'Retention wants to delete {due} of the {total} recordings of the group “{group}” at once. Check the clock of the server and the limits of the group, then let deletion go on.',
  },
  'files-missing': {
    vi: '{missing} trong {examined} tệp cần xóa không còn trên đĩa. Kiểm tra thư mục ghi hình có đúng đĩa không, rồi cho phép xóa tiếp.',
    en: '{missing} of {examined} files to be deleted are not on the disk. Check that the recordings directory is on the right disk, then let deletion go on.',
  },
  'relief-stalled': {
    vi: 'Đã xóa {deletedMb} MB vì đĩa đầy nhưng chỉ còn trống {freeMb} MB: chương trình khác đang làm đầy đĩa. Dọn đĩa, rồi cho phép xóa tiếp.',
    en: '{deletedMb} MB were deleted because the disk is full, yet only {freeMb} MB are free: something else fills the disk. Clear it, then let deletion go on.',
  },
} as const satisfies Readonly<Record<string, LocalText>>;

export type BreakerReason = keyof typeof BREAKER_REASONS;

export const isBreakerReason = (text: string): text is BreakerReason => Object.hasOwn(BREAKER_REASONS, text);

/** The sentence that a person reads beside an open breaker. */
export function breakerReasonText(reason: BreakerReason, params: ErrorParams, language: Language): string {
  return formatMessage(BREAKER_REASONS[reason][language], params, language);
}
