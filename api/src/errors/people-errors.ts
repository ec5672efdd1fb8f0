import type { ErrorTable } from '@thapcanh/core/errors/app-error';

/** Refusals about places, teams, grants and sessions; part of `API_ERRORS`. */
export const PEOPLE_ERRORS = {
  TC_AREA_NOT_FOUND: {
    status: 404,
    vi: 'Không có khu vực “{areaId}”.',
    en: 'There is no area “{areaId}”.',
    retryable: false,
  },
  TC_AREA_ID_TAKEN: {
    status: 409,
    vi: 'Mã khu vực “{areaId}” đã có. Chọn mã khác.',
    en: 'The area id “{areaId}” is taken. Choose another.',
    retryable: false,
  },
  TC_AREA_SETTINGS_INVALID: {
    status: 422,
    vi: 'Thiết lập khu vực không hợp lệ: {detail}. Phường thuộc tỉnh, điểm thuộc phường, tỉnh không thuộc khu vực nào.',
    en: 'The area settings are not valid: {detail}. A ward lies in a province, a site in a ward, a province in none.',
    retryable: false,
  },
  TC_AREA_IN_USE: {
    status: 409,
    vi: 'Không xóa được khu vực “{areaId}”: còn khu vực con, camera, khu tác nghiệp hoặc quyền gắn với nó. Chuyển chúng sang khu vực khác trước.',
    en: 'The area “{areaId}” cannot be removed: areas, cameras, operating areas or grants refer to it. Move them to another area first.',
    retryable: false,
  },
  TC_PLACE_REFUSED: {
    status: 403,
    vi: 'Chỉ được đặt camera trong khu vực, nhóm và mục đích mà bạn quản lý. Chọn nơi khác hoặc nhờ người quản trị.',
    en: 'You may put cameras only into areas, groups and purposes that you manage. Choose another place or ask an administrator.',
    retryable: false,
  },
  TC_SESSION_NOT_FOUND: {
    status: 404,
    vi: 'Không có phiên này; có thể nó vừa kết thúc.',
    en: 'There is no such session; it may have just ended.',
    retryable: false,
  },
  TC_CODE_REQUIRED: {
    status: 401,
    vi: 'Nhập mã xác thực từ ứng dụng trên điện thoại, hoặc một mã dự phòng.',
    en: 'Enter the code of the app on your phone, or a recovery code.',
    retryable: false,
  },
  TC_CODE_WRONG: {
    status: 401,
    vi: 'Mã xác thực không đúng hoặc đã dùng. Chờ mã mới rồi nhập lại; kiểm tra giờ của điện thoại.',
    en: 'The code is wrong or was used already. Wait for the next one; check the clock of the phone.',
    retryable: false,
  },
  TC_CODE_UNPROVEN: {
    status: 422,
    vi: 'Mã xác thực không đúng. Quét lại mã QR, kiểm tra giờ của điện thoại rồi nhập mã mới.',
    en: 'The code is not right. Scan the QR code again, check the clock of the phone and enter a new code.',
    retryable: false,
  },
  TC_SECOND_FACTOR_REQUIRED: {
    status: 403,
    vi: 'Vai trò của bạn cần xác thực hai lớp. Bật trong trình đơn tài khoản trước khi dùng tiếp.',
    en: 'Your role needs a second factor. Set it up in the account menu before anything else.',
    retryable: false,
  },
  TC_SECOND_FACTOR_NEEDED: {
    status: 409,
    vi: 'Không tắt được xác thực hai lớp: vai trò của bạn bắt buộc có.',
    en: 'The second factor cannot be switched off: your role needs it.',
    retryable: false,
  },
  TC_SECOND_FACTOR_NONE: {
    status: 409,
    vi: 'Xác thực hai lớp chưa được bật hoặc chưa bắt đầu. Bắt đầu lại từ mã QR.',
    en: 'The second factor is not on, or was not begun. Begin again with the QR code.',
    retryable: false,
  },
  TC_SECOND_FACTOR_ON: {
    status: 409,
    vi: 'Xác thực hai lớp đang bật. Tắt trước nếu muốn chuyển sang điện thoại khác.',
    en: 'The second factor is on already. Switch it off first to move to another phone.',
    retryable: false,
  },
  TC_KEY_REFUSED: {
    status: 401,
    vi: 'Khóa API không dùng được: sai, hết hạn, đã thu hồi hoặc gọi từ địa chỉ không được phép. Nhờ người quản trị cấp khóa mới.',
    en: 'The API key is refused: wrong, expired, revoked, or used from an address that is not allowed. Ask an administrator for another.',
    retryable: false,
  },
  TC_KEY_NOT_FOUND: {
    status: 404,
    vi: 'Không có khóa API này.',
    en: 'There is no such API key.',
    retryable: false,
  },
  TC_KEY_INVALID: {
    status: 422,
    vi: 'Không tạo được khóa API: {detail}.',
    en: 'The API key cannot be made: {detail}.',
    retryable: false,
  },
  TC_OIDC_REFUSED: {
    status: 403,
    vi: 'Đăng nhập một lần không thành công: {detail}. Thử lại hoặc đăng nhập bằng mật khẩu.',
    en: 'Single sign-on did not succeed: {detail}. Try again or log in with a password.',
    retryable: false,
  },
  TC_OIDC_UNAVAILABLE: {
    status: 503,
    vi: 'Không hỏi được máy chủ đăng nhập một lần. Thử lại sau hoặc đăng nhập bằng mật khẩu.',
    en: 'The single sign-on server cannot be asked. Try again later or log in with a password.',
    retryable: true,
  },
  TC_OIDC_OFF: {
    status: 404,
    vi: 'Chưa cài đặt đăng nhập một lần.',
    en: 'Single sign-on is not set up.',
    retryable: false,
  },
  TC_TEAM_NOT_FOUND: {
    status: 404,
    vi: 'Không có đội này.',
    en: 'There is no such team.',
    retryable: false,
  },
  TC_TEAM_NAME_TAKEN: {
    status: 409,
    vi: 'Đã có đội tên “{name}”. Chọn tên khác.',
    en: 'There is a team named “{name}” already. Choose another name.',
    retryable: false,
  },
  TC_GRANT_NOT_FOUND: {
    status: 404,
    vi: 'Không có quyền này; có thể nó vừa được thu hồi.',
    en: 'There is no such grant; it may have just been taken back.',
    retryable: false,
  },
  TC_GRANT_INVALID: {
    status: 422,
    vi: 'Không cấp được quyền: {detail}.',
    en: 'This cannot be granted: {detail}.',
    retryable: false,
  },
} as const satisfies ErrorTable;
