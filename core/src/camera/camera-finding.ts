import { type ErrorParams, formatMessage, type Language } from '../errors/app-error.ts';

interface FindingEntry {
  /** What is wrong and what to do about it. */
  readonly vi: string;
  readonly en: string;
  readonly severity: 'info' | 'warning' | 'serious';
}

/** What is wrong with a camera although it delivers, by stable code. Parameters stand in braces. */
export const CAMERA_FINDINGS = {
  'gop-too-long': {
    vi: 'Khung hình chính cách nhau {gopS} giây: mở hình chậm, tìm chậm. Đặt khoảng cách khung chính (GOP) 1 giây.',
    en: 'Key frames are {gopS} s apart: pictures open and seek slowly. Set the key-frame distance (GOP) to 1 s.',
    severity: 'warning',
  },
  'gop-varies': {
    vi: 'Khoảng cách khung hình chính thay đổi ({minS}-{maxS} giây): camera bật "smart codec". Tắt H.264+/H.265+/Smart.',
    en: 'The key-frame distance varies ({minS}-{maxS} s): a "smart codec" is on. Switch H.264+/H.265+/Smart off.',
    severity: 'warning',
  },
  'clock-off': {
    vi: 'Đồng hồ camera lệch {offsetS} giây. Bật đồng bộ giờ NTP trên camera.',
    en: 'The clock of the camera is {offsetS} s off. Switch NTP time on in the camera.',
    severity: 'serious',
  },
  'clock-drifts': {
    vi: 'Đồng hồ camera trôi {msPerHour} ms mỗi giờ. Bật đồng bộ giờ NTP trên camera.',
    en: 'The clock of the camera drifts {msPerHour} ms an hour. Switch NTP time on in the camera.',
    severity: 'warning',
  },
  'default-password': {
    vi: 'Camera còn dùng mật khẩu mặc định của hãng. Đổi mật khẩu ngay.',
    en: 'The camera still has its maker’s default password. Change it now.',
    severity: 'serious',
  },
  'basic-authentication': {
    vi: 'Camera nhận mật khẩu không mã hóa (Basic). Bật Digest hoặc RTSPS.',
    en: 'The camera takes the password in the clear (Basic). Switch Digest or RTSPS on.',
    severity: 'warning',
  },
  'audio-dropped': {
    vi: 'Âm thanh {codec} không được ghi. Đổi âm thanh của camera sang AAC.',
    en: 'Sound in {codec} is not recorded. Set the sound of the camera to AAC.',
    severity: 'info',
  },
  'no-browser-stream': {
    vi: 'Không có luồng H.264: trình duyệt có thể không phát được H.265. Thêm luồng phụ H.264.',
    en: 'There is no H.264 stream: browsers may not play H.265. Add a sub-stream in H.264.',
    severity: 'warning',
  },
  'packet-loss': {
    vi: 'Mất {percent} % gói tin trong 5 phút qua. Kiểm tra dây mạng, băng thông, hoặc dùng TCP.',
    en: '{percent} % of packets were lost in the last 5 minutes. Check cable and bandwidth, or use TCP.',
    severity: 'warning',
  },
  'no-pictures': {
    vi: 'Luồng {stream} có dữ liệu nhưng không giải mã được ảnh nào. Khởi động lại camera hoặc đặt lại kiểu mã hóa H.264.',
    en: 'Data of the {stream} stream arrives but no picture of it decodes. Restart the camera or set it to H.264 anew.',
    severity: 'serious',
  },
  'timestamp-jumps': {
    vi: 'Mốc thời gian của luồng nhảy {count} lần trong giờ qua. Cập nhật phần mềm của camera.',
    en: 'The time stamps of the stream jumped {count} times in the last hour. Update the firmware of the camera.',
    severity: 'warning',
  },
} as const satisfies Readonly<Record<string, FindingEntry>>;

export type CameraFindingCode = keyof typeof CAMERA_FINDINGS;

export interface CameraFinding {
  readonly code: CameraFindingCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export const isCameraFindingCode = (text: string): text is CameraFindingCode => Object.hasOwn(CAMERA_FINDINGS, text);

export function cameraFindingText(code: CameraFindingCode, params: ErrorParams, language: Language): string {
  return formatMessage(CAMERA_FINDINGS[code][language], params, language);
}
