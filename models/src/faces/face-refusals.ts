import { formatMessage, type LocalText } from '@thapcanh/core/errors/app-error';

/** Why a face is not turned into a vector. Codes are kept in records: never renamed or reused. */
export type FaceRefusalCode = 'FACE_TOO_SMALL' | 'FACE_BLURRED' | 'FACE_TURNED' | 'FACE_TILTED' | 'FACE_CUT';

/** `{found}` and `{needed}` are filled in; each text ends with what to do. */
const TEXTS: Readonly<Record<FaceRefusalCode, LocalText>> = {
  FACE_TOO_SMALL: {
    vi: 'Khuôn mặt quá nhỏ: cao {found} điểm ảnh, cần ít nhất {needed}. Chọn khung hình gần hơn hoặc dùng luồng chính của camera.',
    en: 'The face is too small: {found} px high, at least {needed} are needed. Choose a closer picture or the main stream of the camera.',
  },
  FACE_BLURRED: {
    vi: 'Khuôn mặt bị nhòe: độ nét {found}, cần ít nhất {needed}. Chọn khung hình lúc người đứng yên; nếu mọi khung hình đều nhòe, lau ống kính và chỉnh lại nét.',
    en: 'The face is blurred: sharpness {found}, at least {needed} is needed. Choose a picture in which the person stands still; if all are blurred, clean and focus the lens.',
  },
  FACE_TURNED: {
    vi: 'Khuôn mặt quay đi, ngửa hoặc cúi quá nhiều. Chọn khung hình người nhìn gần về phía camera.',
    en: 'The face is turned away, up or down too far. Choose a picture in which the person looks about towards the camera.',
  },
  FACE_TILTED: {
    vi: 'Khuôn mặt nghiêng {found} độ, tối đa {needed}. Chọn khung hình khác hoặc kiểm tra camera có bị lắp nghiêng không.',
    en: 'The face is tilted by {found} degrees, at most {needed}. Choose another picture, or check that the camera hangs level.',
  },
  FACE_CUT: {
    vi: 'Khuôn mặt bị mép ảnh cắt mất một phần. Chọn khung hình thấy trọn khuôn mặt.',
    en: 'The edge of the picture cuts the face. Choose a picture that shows all of it.',
  },
};

export interface FaceRefusal {
  readonly code: FaceRefusalCode;
  /** For the officer, with the remedy. */
  readonly text: LocalText;
}

export function faceRefusal(code: FaceRefusalCode, found = 0, needed = 0): FaceRefusal {
  const params = { found: Math.round(found * 100) / 100, needed };
  const { vi, en } = TEXTS[code];
  return { code, text: { vi: formatMessage(vi, params, 'vi'), en: formatMessage(en, params, 'en') } };
}
