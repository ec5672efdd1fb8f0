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
