/**
 * Vietnamese for the `detail` of camera faults. Faults keep the short English phrase, which is stable in logs and in the
 * database; people who read Vietnamese see it translated. What a camera itself said (`DESCRIBE: 404 Not Found`) and
 * anything unknown stay as they are.
 */
const PHRASES: Readonly<Record<string, string>> = {
  'the address is too long': 'địa chỉ quá dài',
  'the address holds a space or a control character': 'địa chỉ có dấu cách hoặc ký tự điều khiển',
  'this is not a URL': 'đây không phải là địa chỉ URL',
  'the host name is missing or wrong': 'thiếu tên máy hoặc tên máy sai',
  'port 0': 'cổng 0',
  redirected: 'bị chuyển hướng',
  'closed by us': 'hệ thống đã đóng',
  'redirect loop': 'chuyển hướng vòng quanh',
  'redirect to no RTSP address': 'chuyển hướng tới địa chỉ không phải RTSP',
  'redirect from RTSPS to RTSP without encryption': 'chuyển hướng từ RTSPS sang RTSP không mã hóa',
  'SETUP: no interleaved transport': 'SETUP: không nhận truyền qua TCP',
  'SETUP: no UDP transport': 'SETUP: không nhận truyền qua UDP',
  'no free pair of UDP ports': 'không còn cặp cổng UDP trống',
  'endless noise between the packets': 'dữ liệu lạ không dứt giữa các gói tin',
  'data that cannot be read': 'dữ liệu không đọc được',
  'the camera closed the connection': 'camera đã đóng kết nối',
  'endless header': 'phần đầu không có điểm kết thúc',
  'header too long': 'phần đầu quá dài',
  'no RTSP status line': 'không có dòng trạng thái RTSP',
  'too many headers': 'quá nhiều dòng đầu',
  'wrong Content-Length': 'Content-Length sai',
  'wrong status': 'mã trạng thái sai',
  'an unnamed codec': 'một bộ mã hoá không tên',
  'video without a payload type': 'luồng hình không có kiểu tải',
  'too many lines': 'quá nhiều dòng',
  'a media line is broken': 'một dòng mô tả luồng bị hỏng',
  'no SDP in the answer': 'câu trả lời không có SDP',
  'no media at all': 'không có luồng nào',
  'ffmpeg ended': 'ffmpeg đã dừng',
  'the disk is too slow': 'đĩa quá chậm',
  'the recordings storage is not mounted': 'ổ lưu bản ghi chưa được gắn',
  'the recordings storage is another one': 'ổ lưu bản ghi không phải ổ đã biết',
  'internal error': 'lỗi nội bộ',
};

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^(H26[45]) with a clock other than 90000$/, '$1 với đồng hồ khác 90000'],
  [/^no answer within ([\d.]+) s$/, 'không trả lời trong $1 giây'],
  [/^only (.+)$/, 'chỉ có $1'],
  [/^the scheme is (.+) instead of rtsp:$/, 'bắt đầu bằng $1 thay vì rtsp:'],
  [/^redirect (\d+) without a target$/, 'chuyển hướng $1 không có đích'],
  [/^([\d.]+) s$/, '$1 giây'],
  [/^no answer to (\w+) within ([\d.]+) s$/, 'không trả lời $1 trong $2 giây'],
  [/^ENOSPC: .+$/, 'ENOSPC: hết dung lượng đĩa'],
  [/^EDQUOT: .+$/, 'EDQUOT: hết hạn mức đĩa'],
  [/^EROFS: .+$/, 'EROFS: đĩa chỉ cho đọc'],
  [/^(EACCES|EPERM): .+$/, '$1: không có quyền ghi'],
  [/^EIO: .+$/, 'EIO: đĩa đọc ghi bị lỗi'],
];

/** The phrase in Vietnamese, or as it is when there is none. */
export function faultDetailInVietnamese(detail: string): string {
  const phrase = PHRASES[detail];
  if (phrase !== undefined) return phrase;
  const match = PATTERNS.find(([pattern]) => pattern.test(detail));
  return match === undefined ? detail : detail.replace(match[0], match[1]);
}
