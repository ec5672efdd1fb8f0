import { faultDetailInVietnamese } from '../camera/camera-fault-detail.ts';
import { type ErrorParams, formatMessage, type Language } from '../errors/app-error.ts';

/** Why a stretch of time of a wanted camera is not recorded. `isOurs`: our own side lost it, not the camera or its line. */
interface GapCauseEntry {
  readonly vi: string;
  readonly en: string;
  readonly isOurs: boolean;
}

/**
 * Causes of gaps in the coverage ledger, by stable code. Every second of a camera that is switched on is recorded or
 * stands in a gap with one of these. Parameters: `detail`.
 */
export const GAP_CAUSES = {
  'camera-offline': {
    vi: 'Camera không kết nối được ({detail})',
    en: 'The camera could not be reached ({detail})',
    isOurs: false,
  },
  'camera-auth': {
    vi: 'Camera từ chối tên đăng nhập hoặc mật khẩu',
    en: 'The camera refused the user name or password',
    isOurs: false,
  },
  'camera-silent': {
    vi: 'Camera kết nối nhưng không gửi hình',
    en: 'The camera was connected but sent no pictures',
    isOurs: false,
  },
  'camera-protocol': {
    vi: 'Camera gửi luồng không đọc được ({detail})',
    en: 'The camera sent a stream that cannot be read ({detail})',
    isOurs: false,
  },
  'network-cut': {
    vi: 'Mất kết nối với camera ({detail})',
    en: 'The connection to the camera was lost ({detail})',
    isOurs: false,
  },
  'packet-loss': {
    vi: 'Mất gói tin trên mạng, bỏ hình hỏng',
    en: 'Packets were lost on the network, damaged pictures were dropped',
    isOurs: false,
  },
  'clock-jump': {
    vi: 'Đồng hồ của luồng nhảy',
    en: 'The clock of the stream jumped',
    isOurs: false,
  },
  'stream-change': {
    vi: 'Camera đổi thiết lập hình',
    en: 'The camera changed its picture settings',
    isOurs: false,
  },
  connecting: {
    vi: 'Đang kết nối camera lần đầu',
    en: 'The camera was being connected for the first time',
    isOurs: false,
  },
  'settings-change': {
    vi: 'Thiết lập của camera được sửa, kết nối lại',
    en: 'The settings of the camera were edited, it was connected anew',
    isOurs: false,
  },
  'worker-restart': {
    vi: 'Tiến trình thu hình khởi động lại',
    en: 'The ingest process was started again',
    isOurs: true,
  },
  'worker-moved': {
    vi: 'Camera được chuyển sang tiến trình thu hình khác',
    en: 'The camera moved to another ingest process',
    isOurs: true,
  },
  'system-stopped': {
    vi: 'Hệ thống được dừng',
    en: 'The system was stopped',
    isOurs: true,
  },
  'disk-full': { vi: 'Đĩa đầy', en: 'The disk was full', isOurs: true },
  'disk-failed': {
    vi: 'Không ghi được lên đĩa ({detail})',
    en: 'The disk could not be written ({detail})',
    isOurs: true,
  },
  'disk-slow': {
    vi: 'Đĩa ghi chậm hơn hình đến',
    en: 'The disk was slower than the pictures that came',
    isOurs: true,
  },
  'admission-wait': {
    vi: 'Chờ đến lượt kết nối lại (nhiều camera cùng mất kết nối)',
    en: 'Waiting for its turn to reconnect (many cameras were lost together)',
    isOurs: true,
  },
  'ffmpeg-missing': {
    vi: 'Máy chủ thiếu chương trình ffmpeg mà camera này cần',
    en: 'The server lacks the program ffmpeg that this camera needs',
    isOurs: true,
  },
  unknown: { vi: 'Chưa rõ nguyên nhân', en: 'The cause is not known', isOurs: true },
} as const satisfies Readonly<Record<string, GapCauseEntry>>;

export type GapCause = keyof typeof GAP_CAUSES;

export const isGapCause = (text: string): text is GapCause => Object.hasOwn(GAP_CAUSES, text);

/** The sentence about one gap. */
export function gapCauseText(cause: GapCause, params: ErrorParams, language: Language): string {
  const detail = typeof params.detail === 'string' ? params.detail : '';
  const shown = { ...params, detail: language === 'vi' ? faultDetailInVietnamese(detail) : detail };
  // Without a detail no empty brackets stay.
  return formatMessage(GAP_CAUSES[cause][language], shown, language).replace(' ()', '');
}
