import type { ErrorTable } from '@thapcanh/core/errors/app-error';

/** Refusals about the map, the care of cameras and reports of citizens; part of `API_ERRORS`. */
export const CITY_ERRORS = {
  TC_MAP_FILE_NOT_FOUND: {
    status: 404,
    vi: 'Không có tệp bản đồ “{file}”. Đặt tệp vào thư mục THAPCANH_MAP_DIR.',
    en: 'There is no map file “{file}”. Put it into the folder THAPCANH_MAP_DIR.',
    retryable: false,
  },
  TC_CSV_UNREADABLE: {
    status: 422,
    vi: 'Không đọc được tệp CSV: {detail}. Lưu dạng CSV UTF-8 với dấu phẩy hoặc dấu chấm phẩy.',
    en: 'The CSV file cannot be read: {detail}. Save it as CSV UTF-8 with commas or semicolons.',
    retryable: false,
  },
  TC_BULK_CHANGED: {
    status: 409,
    vi: '{count} camera vừa được người khác sửa hoặc xóa. Xem trước lại rồi áp dụng.',
    en: '{count} cameras were just edited or removed by somebody else. Preview again, then apply.',
    retryable: false,
  },
  TC_REPORT_NOT_FOUND: {
    status: 404,
    vi: 'Không có phản ánh này. Kiểm tra lại mã tra cứu.',
    en: 'There is no such report. Check the address you were given.',
    retryable: false,
  },
  TC_REPORTS_CLOSED: {
    status: 403,
    vi: 'Thành phố chưa mở tiếp nhận phản ánh ở đây. Gọi đường dây nóng của phường hoặc 113.',
    en: 'The city does not take reports here. Call the ward or 113.',
    retryable: false,
  },
  TC_REPORT_INVALID: {
    status: 422,
    vi: 'Phản ánh chưa gửi được: {detail}.',
    en: 'The report cannot be taken: {detail}.',
    retryable: false,
  },
  TC_REPORT_STEP_REFUSED: {
    status: 409,
    vi: 'Phản ánh đang ở bước khác nên không làm được việc này. Tải lại để xem bước hiện tại.',
    en: 'The report is at another step, so this cannot be done. Reload to see where it stands.',
    retryable: false,
  },
  TC_PHOTO_REFUSED: {
    status: 422,
    vi: 'Không nhận được ảnh: {detail}. Gửi ảnh JPEG, PNG hoặc WebP khác.',
    en: 'The photo cannot be taken: {detail}. Send another JPEG, PNG or WebP photo.',
    retryable: false,
  },
  TC_PHOTO_NOT_FOUND: {
    status: 404,
    vi: 'Phản ánh này không có ảnh, hoặc ảnh đã được xóa theo thời hạn lưu.',
    en: 'This report has no photo, or it was removed when its time was over.',
    retryable: false,
  },
} as const satisfies ErrorTable;
