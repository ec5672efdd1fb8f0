import type { ErrorTable } from '@thapcanh/core/errors/app-error';

/** Refusals about walls, their panels and screens; part of `API_ERRORS`. */
export const WALL_ERRORS = {
  TC_WALL_NOT_FOUND: {
    status: 404,
    vi: 'Không có màn hình ghép “{wallId}”.',
    en: 'There is no wall “{wallId}”.',
    retryable: false,
  },
  TC_WALL_ID_TAKEN: {
    status: 409,
    vi: 'Mã màn hình ghép “{wallId}” đã có. Chọn mã khác.',
    en: 'The wall id “{wallId}” is taken. Choose another.',
    retryable: false,
  },
  TC_WALL_SETTINGS_INVALID: {
    status: 422,
    vi: 'Thiết lập màn hình ghép không hợp lệ: {detail}. Sửa phần được nêu rồi lưu lại.',
    en: 'The wall settings are not valid: {detail}. Correct what is named and save again.',
    retryable: false,
  },
  TC_WALL_PANEL_NOT_FOUND: {
    status: 404,
    vi: 'Màn hình ghép này không có ô số {panel}.',
    en: 'This wall has no panel {panel}.',
    retryable: false,
  },
  TC_WALL_PRESET_NOT_FOUND: {
    status: 404,
    vi: 'Màn hình ghép này không có bố cục số {number}.',
    en: 'This wall has no preset {number}.',
    retryable: false,
  },
  TC_WALL_PANEL_LOCKED: {
    status: 409,
    vi: '{name} đang khoá ô {panel}, còn {seconds} giây. Chọn ô khác, hoặc nhờ trưởng ca mở khoá.',
    en: '{name} has locked panel {panel} for another {seconds} s. Choose another panel, or ask the shift lead to break the lock.',
    retryable: true,
  },
  TC_WALL_PANEL_EMPTY: {
    status: 422,
    vi: 'Ô {panel} đang trống. Đẩy nội dung lên ô rồi khoá.',
    en: 'Panel {panel} is empty. Put something on it, then lock it.',
    retryable: false,
  },
  TC_WALL_CLIP_INVALID: {
    status: 422,
    vi: 'Đoạn ghi hình không hợp lệ: chọn từ trước đến sau, dài nhất một giờ.',
    en: 'The clip is not valid: choose an earlier start and a later end, an hour at most.',
    retryable: false,
  },
  TC_WALL_INCIDENT_NOT_FOUND: {
    status: 404,
    vi: 'Không có vụ việc này.',
    en: 'There is no such incident.',
    retryable: false,
  },
  TC_WALL_KEY_REFUSED: {
    status: 401,
    vi: 'Khoá của màn hình này không đúng hoặc đã bị huỷ. Tạo khoá mới ở trang màn hình ghép rồi mở lại địa chỉ.',
    en: 'The key of this screen is wrong or was withdrawn. Make a new one on the page of the wall and open its address.',
    retryable: false,
  },
  TC_WALL_KEY_NOT_FOUND: {
    status: 404,
    vi: 'Không có khoá màn hình này.',
    en: 'There is no such screen key.',
    retryable: false,
  },
  TC_CONSOLE_LAYOUT_NOT_FOUND: {
    status: 404,
    vi: 'Chưa lưu bố cục số {number}.',
    en: 'No layout {number} was saved.',
    retryable: false,
  },
} as const satisfies ErrorTable;
