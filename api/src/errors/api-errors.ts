import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';
import { PICTURE_ERRORS } from '@thapcanh/core/pictures/picture-errors';
import { CITY_ERRORS } from './city-errors.ts';
import { INCIDENT_ERRORS } from './incident-errors.ts';
import { PEOPLE_ERRORS } from './people-errors.ts';
import { WALL_ERRORS } from './wall-errors.ts';

/**
 * Every refusal and failure the HTTP API answers with. A client decides by `code`; people read `vi` or `en`, both of
 * which say what to do next. Camera faults have their own table, `CAMERA_FAULTS`, and reach clients inside a camera's
 * status.
 */
export const API_ERRORS = {
  TC_REQUEST_INVALID: {
    status: 400,
    vi: 'Yêu cầu không hợp lệ: {detail}. Sửa các trường được nêu rồi gửi lại.',
    en: 'The request is not valid: {detail}. Correct the fields named and send it again.',
    retryable: false,
  },
  TC_REQUEST_TOO_LARGE: {
    status: 413,
    vi: 'Yêu cầu quá lớn. Giới hạn là {limit} byte.',
    en: 'The request is too large. The limit is {limit} bytes.',
    retryable: false,
  },
  TC_MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    vi: 'Kiểu nội dung không được hỗ trợ. Gửi application/json.',
    en: 'The content type is not supported. Send application/json.',
    retryable: false,
  },
  TC_NOT_FOUND: {
    status: 404,
    vi: 'Không có địa chỉ này trong API. Xem danh sách ở /api/openapi.json.',
    en: 'The API has no such address. See /api/openapi.json for the list.',
    retryable: false,
  },
  TC_RATE_LIMITED: {
    status: 429,
    vi: 'Quá nhiều yêu cầu. Thử lại sau {seconds} giây.',
    en: 'Too many requests. Try again in {seconds} s.',
    retryable: true,
  },
  TC_BUSY: {
    status: 503,
    vi: 'Máy chủ đang bận. Thử lại sau ít giây.',
    en: 'The server is busy. Try again in a few seconds.',
    retryable: true,
  },
  TC_INTERNAL: {
    status: 500,
    vi: 'Có lỗi bên trong máy chủ. Báo mã truy vết cho người quản trị để tìm trong nhật ký.',
    en: 'The server failed. Give the trace id to an administrator, who finds the cause in the log.',
    retryable: true,
  },
  TC_DATABASE_UNAVAILABLE: {
    status: 503,
    vi: 'Không kết nối được cơ sở dữ liệu. Hệ thống tự thử lại; nếu kéo dài, kiểm tra PostgreSQL.',
    en: 'The database cannot be reached. The system keeps trying; if it lasts, check PostgreSQL.',
    retryable: true,
  },
  TC_SESSION_REQUIRED: {
    status: 401,
    vi: 'Chưa đăng nhập hoặc phiên đã hết hạn. Đăng nhập lại.',
    en: 'Not logged in, or the session has ended. Log in again.',
    retryable: false,
  },
  TC_ACCESS_DENIED: {
    status: 403,
    vi: 'Tài khoản này không có quyền “{permission}”. Nhờ người quản trị cấp quyền.',
    en: 'This account lacks the permission “{permission}”. Ask an administrator for it.',
    retryable: false,
  },
  TC_PASSWORD_CHANGE_REQUIRED: {
    status: 403,
    vi: 'Phải đổi mật khẩu trước khi dùng tiếp.',
    en: 'The password has to be changed before anything else.',
    retryable: false,
  },
  TC_REQUEST_FORGED: {
    status: 403,
    vi: 'Yêu cầu thay đổi dữ liệu phải đến từ chính trang này và có tiêu đề x-requested-with: thapcanh.',
    en: 'A changing request must come from this site and carry the header x-requested-with: thapcanh.',
    retryable: false,
  },
  TC_LOGIN_REFUSED: {
    status: 401,
    vi: 'Sai tên đăng nhập hoặc mật khẩu, hoặc tài khoản đang tạm khóa sau nhiều lần sai. Kiểm tra lại; nếu đã sai 10 lần, chờ 15 phút.',
    en: 'Wrong user name or password, or the account is locked for a while after many failures. Check both; after 10 failures wait 15 minutes.',
    retryable: false,
  },
  TC_PASSWORD_WRONG: {
    status: 422,
    vi: 'Mật khẩu hiện tại không đúng.',
    en: 'The current password is not right.',
    retryable: false,
  },
  TC_PASSWORD_WEAK: {
    status: 422,
    vi: 'Mật khẩu mới chưa đạt: {detail}. Dùng ít nhất 12 ký tự, khác tên đăng nhập và khác mật khẩu cũ.',
    en: 'The new password will not do: {detail}. Use at least 12 characters, not the user name and not the old password.',
    retryable: false,
  },
  TC_USER_NOT_FOUND: {
    status: 404,
    vi: 'Không có người dùng này.',
    en: 'There is no such user.',
    retryable: false,
  },
  TC_USERNAME_TAKEN: {
    status: 409,
    vi: 'Tên đăng nhập “{username}” đã có. Chọn tên khác.',
    en: 'The user name “{username}” is taken. Choose another.',
    retryable: false,
  },
  TC_LAST_ADMIN: {
    status: 409,
    vi: 'Đây là người quản trị cuối cùng còn hoạt động. Cấp quyền quản trị cho người khác trước.',
    en: 'This is the last active administrator. Make somebody else an administrator first.',
    retryable: false,
  },
  TC_CAMERA_NOT_FOUND: {
    status: 404,
    vi: 'Không có camera “{cameraId}”.',
    en: 'There is no camera “{cameraId}”.',
    retryable: false,
  },
  TC_CAMERA_ID_TAKEN: {
    status: 409,
    vi: 'Mã camera “{cameraId}” đã có. Chọn mã khác.',
    en: 'The camera id “{cameraId}” is taken. Choose another.',
    retryable: false,
  },
  TC_CAMERA_NUMBER_TAKEN: {
    status: 409,
    vi: 'Số {number} đã thuộc về camera khác. Chọn số khác, hoặc để trống để hệ thống cấp số.',
    en: 'Number {number} belongs to another camera. Choose another, or leave it out and one is given.',
    retryable: false,
  },
  TC_CAMERA_SETTINGS_INVALID: {
    status: 422,
    vi: 'Thiết lập camera không hợp lệ: {detail}. Địa chỉ có dạng rtsp://máy:554/đường-dẫn; tên và mật khẩu nhập ở ô riêng.',
    en: 'The camera settings are not valid: {detail}. An address looks like rtsp://host:554/path; enter name and password in their own fields.',
    retryable: false,
  },
  TC_VERSION_REQUIRED: {
    status: 428,
    vi: 'Thiếu tiêu đề If-Match. Tải lại rồi gửi kèm phiên bản đang sửa.',
    en: 'The header If-Match is missing. Load it again and send the version you are editing.',
    retryable: false,
  },
  TC_VERSION_CONFLICT: {
    status: 412,
    vi: 'Người khác đã sửa trước. Tải lại rồi sửa tiếp.',
    en: 'Somebody else has edited this meanwhile. Load it again and repeat the edit.',
    retryable: false,
  },
  TC_LIVE_UNAVAILABLE: {
    status: 503,
    vi: 'Camera “{cameraId}” chưa có hình trực tiếp. Xem trạng thái camera để biết lý do; hệ thống tự kết nối lại.',
    en: 'Camera “{cameraId}” has no live picture yet. Its status says why; the system reconnects by itself.',
    retryable: true,
  },
  TC_LIVE_FILE_GONE: {
    status: 404,
    vi: 'Đoạn hình trực tiếp này không còn trong bộ nhớ. Tải lại danh sách phát.',
    en: 'This piece of the live window is no longer held. Load the playlist again.',
    retryable: false,
  },
  TC_WHEP_OFFER_INVALID: {
    status: 400,
    vi: 'Trình duyệt gửi lời mời WebRTC không dùng được (cần hình H.264). Hệ thống sẽ dùng WebSocket.',
    en: 'The browser sent a WebRTC offer that cannot be answered (H.264 video is needed). Watch over the WebSocket instead.',
    retryable: false,
  },
  TC_WHEP_UNSUPPORTED: {
    status: 422,
    vi: 'Luồng này dùng {detail} nên không xem được bằng WebRTC. Hệ thống sẽ dùng WebSocket; muốn trễ ít hơn, đổi camera sang H.264 không có B-frame.',
    en: 'This stream uses {detail}, which WebRTC cannot carry. Watch over the WebSocket; for less delay set the camera to H.264 without B-frames.',
    retryable: false,
  },
  TC_WHEP_GONE: {
    status: 404,
    vi: 'Phiên xem WebRTC này không còn.',
    en: 'This WebRTC session no longer exists.',
    retryable: false,
  },
  TC_SNAPSHOT_UNAVAILABLE: {
    status: 404,
    vi: 'Camera “{cameraId}” chưa có ảnh nào. Thử lại khi camera có hình.',
    en: 'Camera “{cameraId}” has no still yet. Try again when it delivers pictures.',
    retryable: true,
  },
  TC_PERIOD_INVALID: {
    status: 422,
    vi: 'Khoảng thời gian không hợp lệ: {detail}. Chọn từ trước đến sau, tối đa {maxHours} giờ một lần.',
    en: 'The period is not valid: {detail}. Choose an earlier start and a later end, at most {maxHours} hours at once.',
    retryable: false,
  },
  TC_RECORDING_NONE: {
    status: 404,
    vi: 'Camera “{cameraId}” không có bản ghi trong khoảng thời gian này. Chọn khoảng khác trên dòng thời gian.',
    en: 'Camera “{cameraId}” has no recording in this period. Choose another on the timeline.',
    retryable: false,
  },
  TC_RECORDING_NOT_FOUND: {
    status: 404,
    vi: 'Không có bản ghi này. Có thể nó đã bị xóa theo thời hạn lưu.',
    en: 'There is no such recording. Retention may have removed it.',
    retryable: false,
  },
  TC_RECORDING_FILE_MISSING: {
    status: 410,
    vi: 'Tệp của bản ghi không còn trên đĩa hoặc đã bị cắt ngắn. Kiểm tra thư mục ghi hình.',
    en: 'The file of this recording is missing or cut short on the disk. Check the recordings directory.',
    retryable: false,
  },
  TC_RANGE_NOT_SATISFIABLE: {
    status: 416,
    vi: 'Khoảng byte yêu cầu nằm ngoài tệp.',
    en: 'The byte range asked for lies outside the file.',
    retryable: false,
  },
  TC_RECORDING_NODE_AWAY: {
    status: 503,
    vi: 'Máy chủ “{nodeId}” giữ bản ghi này không trả lời. Kiểm tra máy đó đang chạy và THAPCANH_MEDIA_ADDRESS của nó.',
    en: 'The node “{nodeId}” that holds this recording does not answer. Check that it runs, and its THAPCANH_MEDIA_ADDRESS.',
    retryable: true,
  },
  ...PEOPLE_ERRORS,
  ...INCIDENT_ERRORS,
  ...WALL_ERRORS,
  ...CITY_ERRORS,
  TC_GROUP_NOT_FOUND: {
    status: 404,
    vi: 'Không có nhóm camera “{groupId}”.',
    en: 'There is no camera group “{groupId}”.',
    retryable: false,
  },
  TC_GROUP_ID_TAKEN: {
    status: 409,
    vi: 'Mã nhóm “{groupId}” đã có. Chọn mã khác.',
    en: 'The group id “{groupId}” is taken. Choose another.',
    retryable: false,
  },
  TC_GROUP_SETTINGS_INVALID: {
    status: 422,
    vi: 'Thiết lập nhóm không hợp lệ: {detail}.',
    en: 'The group settings are not valid: {detail}.',
    retryable: false,
  },
  TC_GROUP_IN_USE: {
    status: 409,
    vi: 'Không xóa được nhóm “{groupId}”: còn {cameras} camera trong nhóm, hoặc đó là nhóm mặc định. Chuyển camera sang nhóm khác trước.',
    en: 'The group “{groupId}” cannot be removed: {cameras} cameras are in it, or it is the default group. Move the cameras to another group first.',
    retryable: false,
  },
  TC_REASON_REQUIRED: {
    status: 422,
    vi: 'Cần ghi rõ lý do, ít nhất 3 ký tự.',
    en: 'Say why, in at least 3 characters.',
    retryable: false,
  },
  TC_HOLD_NOT_FOUND: {
    status: 404,
    vi: 'Không có lệnh giữ này.',
    en: 'There is no such hold.',
    retryable: false,
  },
  TC_HOLD_RELEASED: {
    status: 409,
    vi: 'Lệnh giữ này đã được thôi giữ trước đó.',
    en: 'This hold was released before.',
    retryable: false,
  },
  TC_STORE_NOT_FOUND: {
    status: 404,
    vi: 'Không có máy chủ ghi hình “{nodeId}”.',
    en: 'There is no recording node “{nodeId}”.',
    retryable: false,
  },
  TC_STORE_KNOWN: {
    status: 409,
    vi: 'Thư mục ghi hình của máy “{nodeId}” không ở trạng thái chờ nhận: đó vẫn là kho đã biết, hoặc không đọc được thư mục.',
    en: 'The recordings directory of the node “{nodeId}” does not wait to be accepted: it is the store we know, or cannot be read.',
    retryable: false,
  },
  TC_BREAKER_NOT_OPEN: {
    status: 409,
    vi: 'Việc xóa trên máy “{nodeId}” không bị dừng.',
    en: 'Deletion on the node “{nodeId}” does not stand still.',
    retryable: false,
  },
  TC_ONVIF_UNREACHABLE: {
    status: 502,
    vi: 'Camera không trả lời qua ONVIF. Kiểm tra địa chỉ, cổng, nguồn điện và đã bật ONVIF trên camera.',
    en: 'The camera does not answer over ONVIF. Check the address, the port, its power, and that ONVIF is on in the camera.',
    retryable: true,
  },
  TC_ONVIF_ADDRESS_FORBIDDEN: {
    status: 422,
    vi: 'Không được hỏi địa chỉ này. Chỉ hỏi camera trong mạng nội bộ (10.x, 172.16-31.x, 192.168.x); camera ở nơi khác thì thêm bằng địa chỉ RTSP.',
    en: 'This address may not be asked. Only cameras on private networks are (10.x, 172.16-31.x, 192.168.x); add others by their RTSP address.',
    retryable: false,
  },
  TC_ONVIF_ACCOUNT_REFUSED: {
    status: 422,
    vi: 'Camera không nhận tài khoản. Nhập tài khoản ONVIF của camera (có hãng tách riêng với tài khoản web) rồi thử lại ít lần để camera không tự khóa.',
    en: 'The camera refuses the account. Enter its ONVIF account (some makers keep it apart from the web account), and try few times: cameras lock accounts.',
    retryable: false,
  },
  TC_ONVIF_UNSUPPORTED: {
    status: 422,
    vi: 'Camera không có chức năng này.',
    en: 'The camera does not have this function.',
    retryable: false,
  },
  TC_ONVIF_ANSWER_INVALID: {
    status: 502,
    vi: 'Camera trả lời sai chuẩn ONVIF. Cập nhật phần mềm của camera, hoặc thêm bằng địa chỉ RTSP.',
    en: 'The camera answers against the ONVIF standard. Update its firmware, or add it by its RTSP address.',
    retryable: false,
  },
  TC_ONVIF_REFUSED: {
    status: 502,
    vi: 'Camera từ chối yêu cầu. Kiểm tra giá trị và quyền của tài khoản trên camera.',
    en: 'The camera refuses the request. Check the values and the rights of the account in the camera.',
    retryable: false,
  },
  TC_PTZ_TAKEN: {
    status: 409,
    vi: '{name} đang điều khiển camera này, còn {seconds} giây.',
    en: '{name} is turning this camera, for another {seconds} s.',
    retryable: true,
  },
  TC_PASSAGE_NOT_FOUND: {
    status: 404,
    vi: 'Không có lượt xe này.',
    en: 'There is no such passage.',
    retryable: false,
  },
  TC_PICTURE_MISSING: {
    status: 404,
    vi: 'Lượt xe này không có ảnh, hoặc ảnh không còn trong kho.',
    en: 'This passage has no such picture, or the store no longer holds it.',
    retryable: false,
  },
  TC_CURSOR_INVALID: {
    status: 400,
    vi: 'Con trỏ trang không hợp lệ. Tải lại từ trang đầu.',
    en: 'The page cursor is not valid. Start again from the first page.',
    retryable: false,
  },
  TC_VIEWER_MISSING: {
    status: 503,
    vi: 'Chưa dựng giao diện web. Chạy: npm run build',
    en: 'The web viewer has not been built. Run: npm run build',
    retryable: false,
  },
  ...PICTURE_ERRORS,
} as const satisfies ErrorTable;

/** `throw apiError('TC_CAMERA_NOT_FOUND', { cameraId })`. */
export const apiError = errorsOf(API_ERRORS);
