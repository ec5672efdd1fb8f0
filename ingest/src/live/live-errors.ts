import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';

/** What the live window refuses. `{file}` is the last part of the path. */
export const LIVE_ERRORS = {
  TC_LIVE_UNKNOWN: {
    status: 404,
    vi: 'Không có luồng trực tiếp ở địa chỉ này. Kiểm tra mã camera và tên luồng (main hoặc sub).',
    en: 'There is no live stream at this address. Check the camera id and the stream name (main or sub).',
    retryable: false,
  },
  TC_LIVE_NOT_READY: {
    status: 503,
    vi: 'Camera chưa gửi hình. Xem trạng thái của camera rồi thử lại.',
    en: 'The camera sends no picture now. See its status and try again.',
    retryable: true,
  },
  TC_LIVE_GONE: {
    status: 404,
    vi: 'Đoạn hình {file} không còn trong bộ nhớ trực tiếp. Tải lại danh sách phát.',
    en: '{file} is no longer in the live window. Load the playlist again.',
    retryable: false,
  },
  TC_LIVE_REQUEST: {
    status: 400,
    vi: 'Yêu cầu danh sách phát không hợp lệ ({detail}).',
    en: 'The playlist request is not valid ({detail}).',
    retryable: false,
  },
  TC_LIVE_TIMEOUT: {
    status: 503,
    vi: 'Chưa có hình mới trong thời gian chờ. Thử lại.',
    en: 'No new picture came in time. Try again.',
    retryable: true,
  },
  TC_LIVE_BUSY: {
    status: 503,
    vi: 'Quá nhiều người xem đang chờ luồng này. Thử lại sau.',
    en: 'Too many viewers wait for this stream. Try again later.',
    retryable: true,
  },
} as const satisfies ErrorTable;

export const liveError = errorsOf(LIVE_ERRORS);
