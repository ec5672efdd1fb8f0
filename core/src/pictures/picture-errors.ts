import { type ErrorTable, errorsOf } from '../errors/app-error.ts';

/**
 * Why there is no picture of an instant, as the ingest worker says it and the API passes it on. `{at}` is RFC 3339.
 */
export const PICTURE_ERRORS = {
  TC_PICTURE_NONE: {
    status: 404,
    vi: 'Camera không có hình lúc {at}: không ghi hình hoặc bản ghi đã bị xóa. Chọn lúc khác trên dòng thời gian.',
    en: 'The camera has no picture of {at}: it was not recorded, or the recording was deleted. Choose another instant.',
    retryable: false,
  },
  TC_PICTURE_ELSEWHERE: {
    status: 503,
    vi: 'Bản ghi lúc {at} nằm trên máy chủ khác, hiện không trả lời. Kiểm tra máy đó đang chạy rồi thử lại.',
    en: 'The recording of {at} lies on another node, which does not answer. Check that it runs and try again.',
    retryable: true,
  },
  TC_PICTURE_FILE_MISSING: {
    status: 410,
    vi: 'Tệp ghi hình lúc {at} không còn trên đĩa hoặc đã bị cắt ngắn. Kiểm tra thư mục ghi hình.',
    en: 'The file of the recording of {at} is missing or cut short on the disk. Check the recordings directory.',
    retryable: false,
  },
  TC_PICTURE_UNDECODABLE: {
    status: 502,
    vi: 'Không giải mã được hình lúc {at}. Chọn lúc khác, hoặc xem lại bằng phát lại.',
    en: 'The picture of {at} cannot be decoded. Choose another instant, or use playback.',
    retryable: false,
  },
  TC_PICTURE_NO_WORKER: {
    status: 503,
    vi: 'Không có tiến trình ghi hình nào trả lời. Kiểm tra vai trò ingest đang chạy rồi thử lại.',
    en: 'No ingest worker answers. Check that the ingest role runs and try again.',
    retryable: true,
  },
  TC_PICTURE_BUSY: {
    status: 503,
    vi: 'Đang có quá nhiều yêu cầu lấy hình. Thử lại sau ít giây.',
    en: 'Too many pictures are being decoded. Try again in a few seconds.',
    retryable: true,
  },
  TC_PICTURE_TIMEOUT: {
    status: 504,
    vi: 'Giải mã hình mất quá lâu. Thử lại sau ít giây.',
    en: 'Decoding the picture takes too long. Try again in a few seconds.',
    retryable: true,
  },
} as const satisfies ErrorTable;

export const pictureError = errorsOf(PICTURE_ERRORS);
