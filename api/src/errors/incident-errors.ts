import type { ErrorTable } from '@thapcanh/core/errors/app-error';

/** Refusals about alarms, the shift log and incidents; part of `API_ERRORS`. */
export const INCIDENT_ERRORS = {
  TC_IDEMPOTENCY_CONFLICT: {
    status: 422,
    vi: 'Khóa “{key}” đã dùng cho một yêu cầu khác. Dùng khóa mới cho mỗi yêu cầu.',
    en: 'The key “{key}” was used for another request. Use a new key for each request.',
    retryable: false,
  },
  TC_ALARM_NOT_FOUND: {
    status: 404,
    vi: 'Không có cảnh báo này.',
    en: 'There is no such alarm.',
    retryable: false,
  },
  TC_ALARM_STATE: {
    status: 409,
    vi: 'Cảnh báo đang ở trạng thái “{state}” nên không làm được việc này. Tải lại để xem ai đã xử lý.',
    en: 'The alarm is “{state}”, so this cannot be done. Load it again to see who has handled it.',
    retryable: false,
  },
  TC_ALARM_KIND_INVALID: {
    status: 422,
    vi: 'Loại cảnh báo “{kind}” là của hệ thống, hoặc thiếu tiêu đề. Hệ thống ngoài dùng loại riêng, ví dụ “tu-bao-chay.khoi”, kèm tiêu đề.',
    en: 'The alarm kind “{kind}” is the platform’s own, or the title is missing. Other systems use kinds of their own, such as “fire-panel.smoke”, with a title.',
    retryable: false,
  },
  TC_MUTE_NOT_FOUND: {
    status: 404,
    vi: 'Không có lệnh tắt cảnh báo này, hoặc nó đã hết hạn.',
    en: 'There is no such mute, or it is over.',
    retryable: false,
  },
  TC_MUTE_INVALID: {
    status: 422,
    vi: 'Lệnh tắt cảnh báo không hợp lệ: {detail}. Chọn camera hoặc loại, hạn trong tương lai và không quá {maxDays} ngày.',
    en: 'The mute is not valid: {detail}. Choose a camera or a kind, and an end in the future within {maxDays} days.',
    retryable: false,
  },
  TC_ROOM_NOT_FOUND: {
    status: 404,
    vi: 'Không có phòng trực “{roomId}”.',
    en: 'There is no control room “{roomId}”.',
    retryable: false,
  },
  TC_ROOM_ID_TAKEN: {
    status: 409,
    vi: 'Mã phòng trực “{roomId}” đã có. Chọn mã khác.',
    en: 'The control room id “{roomId}” is taken. Choose another.',
    retryable: false,
  },
  TC_HAND_OVER_NOT_FOUND: {
    status: 404,
    vi: 'Không có lần giao ca này, hoặc đã có người nhận.',
    en: 'There is no such hand-over, or somebody has taken it.',
    retryable: false,
  },
  TC_INCIDENT_NOT_FOUND: {
    status: 404,
    vi: 'Không có vụ việc này.',
    en: 'There is no such incident.',
    retryable: false,
  },
  TC_INCIDENT_STEP_INVALID: {
    status: 409,
    vi: 'Không chuyển vụ việc từ “{from}” sang “{to}” được. Đi tới từng bước; quay lại cần trưởng ca và lý do.',
    en: 'An incident cannot go from “{from}” to “{to}”. Go forward; the way back needs the shift lead and a reason.',
    retryable: false,
  },
  TC_INCIDENT_MERGED: {
    status: 409,
    vi: 'Vụ việc này đã gộp vào vụ khác. Mở vụ chính để làm tiếp.',
    en: 'This incident was merged into another. Open that one to go on.',
    retryable: false,
  },
  TC_INCIDENT_MERGE_INVALID: {
    status: 409,
    vi: 'Không gộp được: hai vụ phải khác nhau và vụ chính còn mở.',
    en: 'They cannot be merged: the two must differ and the other one must be open.',
    retryable: false,
  },
  TC_INCIDENT_CAMERA_LIMIT: {
    status: 409,
    vi: 'Vụ việc đã có {max} camera. Bớt một camera trước.',
    en: 'The incident has {max} cameras. Take one away first.',
    retryable: false,
  },
  TC_INCIDENT_INVALID: {
    status: 422,
    vi: 'Vụ việc không hợp lệ: {detail}.',
    en: 'The incident is not valid: {detail}.',
    retryable: false,
  },
  TC_UNIT_NOT_FOUND: {
    status: 404,
    vi: 'Không có đội hoặc người này để giao việc.',
    en: 'There is no such team or person to send.',
    retryable: false,
  },
  TC_ASSIGNMENT_NOT_FOUND: {
    status: 404,
    vi: 'Không có phân công này, hoặc nó không giao cho bạn.',
    en: 'There is no such assignment, or it is not yours.',
    retryable: false,
  },
  TC_CHECK_ITEM_NOT_FOUND: {
    status: 404,
    vi: 'Danh mục của loại vụ việc này không có mục “{item}”.',
    en: 'The checklist of this kind has no item “{item}”.',
    retryable: false,
  },
} as const satisfies ErrorTable;
