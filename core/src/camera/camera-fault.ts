import { type ErrorParams, type ErrorTable, formatMessage, type Language } from '../errors/app-error.ts';
import { faultDetailInVietnamese } from './camera-fault-detail.ts';

/**
 * Why a camera does not deliver video, as the console, the camera's status row and the screen say it.
 * Parameters: `host`, `port`, `detail` (already freed of credentials by whoever raises it).
 */
export const CAMERA_FAULTS = {
  TC_CAMERA_URL_INVALID: {
    status: 422,
    vi: 'Địa chỉ camera không hợp lệ: {detail}. Sửa lại theo dạng rtsp://máy:554/đường-dẫn, tên và mật khẩu nhập ở ô riêng.',
    en: 'The camera address is not valid: {detail}. Use rtsp://host:554/path and enter name and password in their own fields.',
    retryable: false,
  },
  TC_CAMERA_HOST_UNKNOWN: {
    status: 502,
    vi: 'Không tìm thấy máy {host}. Kiểm tra tên máy hoặc DNS.',
    en: 'Host {host} cannot be found. Check the host name or the DNS.',
    retryable: true,
  },
  TC_CAMERA_UNREACHABLE: {
    status: 502,
    vi: 'Không kết nối được tới {host}:{port}. Kiểm tra nguồn điện, dây mạng, tường lửa và số cổng.',
    en: 'No connection to {host}:{port}. Check power, cable, firewall and the port number.',
    retryable: true,
  },
  TC_CAMERA_AUTH_FAILED: {
    status: 502,
    vi: 'Camera {host} từ chối tên đăng nhập hoặc mật khẩu. Sửa tài khoản trong phần cài đặt camera.',
    en: 'Camera {host} refused the user name or password. Correct the account in the camera settings.',
    retryable: false,
  },
  TC_CAMERA_PATH_NOT_FOUND: {
    status: 502,
    vi: 'Camera {host} không có luồng ở đường dẫn này ({detail}). Kiểm tra đường dẫn RTSP trong tài liệu của hãng.',
    en: 'Camera {host} has no stream at this path ({detail}). Check the RTSP path in the maker’s documentation.',
    retryable: false,
  },
  TC_CAMERA_SDP_INVALID: {
    status: 502,
    vi: 'Camera {host} gửi mô tả luồng (SDP) hỏng: {detail}. Khởi động lại camera hoặc cập nhật phần mềm của camera.',
    en: 'Camera {host} sent a broken stream description (SDP): {detail}. Restart the camera or update its firmware.',
    retryable: true,
  },
  TC_CAMERA_NO_VIDEO: {
    status: 502,
    vi: 'Luồng của camera {host} không có hình ({detail}). Chọn luồng có hình H.264 hoặc H.265.',
    en: 'The stream of camera {host} carries no video ({detail}). Choose a stream with H.264 or H.265 video.',
    retryable: false,
  },
  TC_CAMERA_CODEC_UNSUPPORTED: {
    status: 502,
    vi: 'Camera {host} phát hình bằng {detail}, chưa được hỗ trợ. Đổi camera sang H.264 hoặc H.265.',
    en: 'Camera {host} sends {detail}, which is not supported yet. Set the camera to H.264 or H.265.',
    retryable: false,
  },
  TC_CAMERA_NO_FRAMES: {
    status: 504,
    vi: 'Camera {host} đã nhận kết nối nhưng không gửi hình trong {detail}. Kiểm tra luồng và băng thông của camera.',
    en: 'Camera {host} accepted the connection but sent no picture for {detail}. Check the stream and the bandwidth.',
    retryable: true,
  },
  TC_CAMERA_CONNECTION_LOST: {
    status: 502,
    vi: 'Mất kết nối với camera {host} ({detail}). Hệ thống đang tự kết nối lại.',
    en: 'The connection to camera {host} was lost ({detail}). Reconnecting by itself.',
    retryable: true,
  },
  TC_CAMERA_BUSY: {
    status: 502,
    vi: 'Camera {host} đang quá tải, không còn chỗ cho kết nối mới ({detail}). Tắt bớt máy khác đang xem camera, hoặc giảm số luồng.',
    en: 'Camera {host} is busy and takes no further connection ({detail}). Stop other viewers of the camera or use fewer streams.',
    retryable: true,
  },
  TC_CAMERA_TRANSPORT_REFUSED: {
    status: 502,
    vi: 'Camera {host} từ chối cách truyền đã chọn ({detail}). Đặt cách truyền của camera là tự động.',
    en: 'Camera {host} refused the chosen transport ({detail}). Set the transport of the camera to automatic.',
    retryable: false,
  },
  TC_CAMERA_TLS_FAILED: {
    status: 502,
    vi: 'Không mở được kết nối mã hóa RTSPS tới {host}:{port} ({detail}). Kiểm tra cổng RTSPS, hoặc dùng rtsp://.',
    en: 'The encrypted connection (RTSPS) to {host}:{port} could not be opened ({detail}). Check the RTSPS port, or use rtsp://.',
    retryable: true,
  },
  TC_CAMERA_FFMPEG_MISSING: {
    status: 503,
    vi: 'Camera này đọc bằng ffmpeg nhưng máy chủ chưa có ffmpeg. Cài ffmpeg, hoặc đổi nguồn của camera sang RTSP.',
    en: 'This camera is read by ffmpeg, which is not installed on the server. Install ffmpeg, or set the source of the camera to RTSP.',
    retryable: true,
  },
  TC_CAMERA_PROTOCOL: {
    status: 502,
    vi: 'Camera {host} trả lời sai giao thức RTSP ({detail}). Kiểm tra xem địa chỉ có đúng là camera RTSP không.',
    en: 'Camera {host} does not speak RTSP correctly ({detail}). Check that the address really is an RTSP camera.',
    retryable: true,
  },
  TC_CAMERA_STORAGE_FAILED: {
    status: 507,
    vi: 'Không ghi được bản ghi hình ({detail}). Giải phóng dung lượng đĩa hoặc sửa quyền ghi; xem trực tiếp vẫn hoạt động.',
    en: 'The recording cannot be written ({detail}). Free disk space or mend the write permission; live view goes on.',
    retryable: true,
  },
} as const satisfies ErrorTable;

export type CameraFaultCode = keyof typeof CAMERA_FAULTS;

/** The sentence about one fault: cause and remedy. */
export function cameraFaultText(code: CameraFaultCode, params: ErrorParams, language: Language): string {
  const { detail } = params;
  const isTranslated = language === 'vi' && typeof detail === 'string';
  const shown = isTranslated ? { ...params, detail: faultDetailInVietnamese(detail) } : params;
  return formatMessage(CAMERA_FAULTS[code][language], shown, language);
}
