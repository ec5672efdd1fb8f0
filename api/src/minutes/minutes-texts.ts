import type { Language } from '@thapcanh/core/errors/app-error';

/** Words of the printed minutes. */
export interface MinutesTexts {
  readonly state: string;
  readonly motto: string;
  readonly title: string;
  readonly number: string;
  readonly kind: string;
  readonly severity: string;
  readonly severities: readonly [string, string, string, string];
  readonly occurred: string;
  readonly place: string;
  readonly position: string;
  readonly source: string;
  readonly sources: Readonly<Record<'operator' | 'alarm' | 'citizen-report' | 'call', string>>;
  readonly opened: string;
  readonly status: string;
  readonly units: string;
  readonly summary: string;
  readonly times: string;
  readonly toVerify: string;
  readonly toDispatch: string;
  readonly toArrive: string;
  readonly toResolve: string;
  readonly notYet: string;
  readonly course: string;
  readonly checklist: string;
  readonly cameras: string;
  readonly held: string;
  readonly stills: string;
  readonly stillAt: string;
  readonly noStill: string;
  readonly none: string;
  readonly maker: string;
  readonly lead: string;
  readonly party: string;
  readonly signHere: string;
  readonly printed: string;
  readonly page: string;
  readonly events: Readonly<Record<string, string>>;
}

export const MINUTES_TEXTS: Readonly<Record<Language, MinutesTexts>> = {
  vi: {
    state: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    motto: 'Độc lập - Tự do - Hạnh phúc',
    title: 'BIÊN BẢN VỤ VIỆC',
    number: 'Số',
    kind: 'Loại vụ việc',
    severity: 'Mức độ',
    severities: ['Lưu ý', 'Nhẹ', 'Nặng', 'Khẩn cấp'],
    occurred: 'Xảy ra lúc',
    place: 'Địa điểm',
    position: 'Tọa độ (WGS84)',
    source: 'Nguồn tin',
    sources: {
      operator: 'Trực ban phát hiện',
      alarm: 'Cảnh báo của hệ thống',
      'citizen-report': 'Phản ánh của người dân',
      call: 'Cuộc gọi',
    },
    opened: 'Lập lúc',
    status: 'Tình trạng',
    units: 'Lực lượng được điều',
    summary: 'Nội dung',
    times: 'Thời gian xử lý (tính từ lúc lập)',
    toVerify: 'Xác minh',
    toDispatch: 'Điều lực lượng',
    toArrive: 'Đến hiện trường',
    toResolve: 'Giải quyết xong',
    notYet: 'chưa',
    course: 'Diễn biến',
    checklist: 'Việc đã làm theo danh mục',
    cameras: 'Camera ghi nhận',
    held: 'đã giữ hình từ {from} đến {to}',
    stills: 'Ảnh trích từ camera',
    stillAt: '{camera}, {at}',
    noStill: 'Không trích được ảnh: {reason}',
    none: 'không có',
    maker: 'NGƯỜI LẬP BIÊN BẢN',
    lead: 'TRƯỞNG CA TRỰC',
    party: 'NGƯỜI CHỨNG KIẾN / LIÊN QUAN',
    signHere: '(ký, ghi rõ họ tên)',
    printed: 'In từ hệ thống Tháp Canh lúc {at} bởi {who}',
    page: 'Trang {page}/{pages}',
    events: {
      created: 'Lập vụ việc',
      state: 'Chuyển từ “{from}” sang “{to}”',
      note: 'Ghi chú',
      edited: 'Sửa thông tin',
      'camera-added': 'Thêm camera',
      'camera-removed': 'Bớt camera',
      checked: 'Đã làm',
      unchecked: 'Bỏ đánh dấu',
      assigned: 'Phân công',
      'assignment-acknowledged': 'Đơn vị xác nhận đã nhận',
      unassigned: 'Thôi phân công',
      merged: 'Gộp vào vụ việc #{number}',
      'took-in': 'Nhận gộp vụ việc #{number}',
      alarm: 'Gắn cảnh báo',
    },
  },
  en: {
    state: 'SOCIALIST REPUBLIC OF VIET NAM',
    motto: 'Independence - Freedom - Happiness',
    title: 'MINUTES OF AN INCIDENT',
    number: 'No.',
    kind: 'Kind',
    severity: 'Severity',
    severities: ['Notice', 'Minor', 'Major', 'Critical'],
    occurred: 'Happened at',
    place: 'Place',
    position: 'Position (WGS84)',
    source: 'Reported by',
    sources: { operator: 'Operator', alarm: 'Alarm of the system', 'citizen-report': 'Citizen report', call: 'Call' },
    opened: 'Opened at',
    status: 'State',
    units: 'Units sent',
    summary: 'Description',
    times: 'Times (from opening)',
    toVerify: 'Verified',
    toDispatch: 'Dispatched',
    toArrive: 'On scene',
    toResolve: 'Resolved',
    notYet: 'not yet',
    course: 'Course of events',
    checklist: 'Done by the checklist',
    cameras: 'Cameras',
    held: 'footage held from {from} to {to}',
    stills: 'Pictures of the cameras',
    stillAt: '{camera}, {at}',
    noStill: 'No picture: {reason}',
    none: 'none',
    maker: 'WRITTEN BY',
    lead: 'SHIFT LEAD',
    party: 'WITNESS / PERSON CONCERNED',
    signHere: '(signature, full name)',
    printed: 'Printed from Tháp Canh at {at} by {who}',
    page: 'Page {page}/{pages}',
    events: {
      created: 'Opened',
      state: 'Moved from “{from}” to “{to}”',
      note: 'Note',
      edited: 'Edited',
      'camera-added': 'Camera added',
      'camera-removed': 'Camera taken away',
      checked: 'Done',
      unchecked: 'Mark taken back',
      assigned: 'Sent',
      'assignment-acknowledged': 'The unit has acknowledged',
      unassigned: 'Assignment ended',
      merged: 'Merged into incident #{number}',
      'took-in': 'Took in incident #{number}',
      alarm: 'Alarm linked',
    },
  },
};
