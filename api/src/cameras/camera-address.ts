import type { LocalText } from '@thapcanh/core/errors/app-error';
import { apiError } from '../errors/api-errors.ts';

const FIELDS = {
  mainUrl: { vi: 'địa chỉ luồng chính', en: 'the main stream address' },
  subUrl: { vi: 'địa chỉ luồng phụ', en: 'the sub stream address' },
} as const;

/** An RTSP address without credentials, and the credentials that were written into it. */
export interface CameraAddress {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/**
 * Reads `rtsp://[user[:password]@]host[:port][/path]` (RFC 7826, section 4.2) or the same over TLS, `rtsps://`. Credentials are split off and
 * percent-decoded. Throws `TC_CAMERA_SETTINGS_INVALID`, whose text never repeats the address (it may hold a password).
 */
export function parseCameraAddress(text: string, field: 'mainUrl' | 'subUrl'): CameraAddress {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url) throw invalid({ vi: `${FIELDS[field].vi} không phải là địa chỉ`, en: `${FIELDS[field].en} is no address` });
  if (url.protocol !== 'rtsp:' && url.protocol !== 'rtsps:') {
    throw invalid({
      vi: `${FIELDS[field].vi} bắt đầu bằng ${url.protocol}// thay vì rtsp://`,
      en: `${FIELDS[field].en} begins with ${url.protocol}// instead of rtsp://`,
    });
  }
  if (url.hostname === '')
    throw invalid({ vi: `${FIELDS[field].vi} thiếu tên máy`, en: `${FIELDS[field].en} has no host` });
  if (url.port === '0') throw invalid({ vi: `${FIELDS[field].vi} có cổng 0`, en: `${FIELDS[field].en} has port 0` });
  if (url.hash !== '') {
    throw invalid({
      vi: `${FIELDS[field].vi} có dấu #, hãy viết %23`,
      en: `${FIELDS[field].en} holds a #, write %23`,
    });
  }
  const username = decode(url.username);
  const password = decode(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, username: username || null, password: password || null };
}

/**
 * The addresses of one camera with the account both use. Explicit fields win over credentials written into an address;
 * two addresses with different accounts are refused. `undefined` means that nothing was said about a field.
 */
export function mergeCameraAccount(
  addresses: readonly CameraAddress[],
  fields: { username?: string | null | undefined; password?: string | null | undefined },
): { username: string | null | undefined; password: string | null | undefined } {
  const accounts = addresses.filter((address) => address.username !== null || address.password !== null);
  const first = accounts[0];
  if (accounts.some((account) => account.username !== first?.username || account.password !== first?.password)) {
    throw invalid({ vi: 'hai luồng có hai tài khoản khác nhau', en: 'the two streams carry different accounts' });
  }
  const username = fields.username === undefined ? first?.username : fields.username;
  const password = fields.password === undefined ? first?.password : fields.password;
  return { username: username === '' ? null : username, password: password === '' ? null : password };
}

/**
 * The address of an ONVIF device service: `http://host[:port]/path` or https. Throws `TC_CAMERA_SETTINGS_INVALID`, also for
 * credentials in it, which would be shown; the camera's account is used.
 */
export function parseOnvifUrl(text: string): string {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw invalid({
      vi: 'địa chỉ ONVIF phải có dạng http://máy/đường-dẫn',
      en: 'the ONVIF address must look like http://host/path',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid({ vi: 'địa chỉ ONVIF không được chứa tài khoản', en: 'the ONVIF address must not hold an account' });
  }
  return url.href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(detail: LocalText) {
  return apiError('TC_CAMERA_SETTINGS_INVALID', { detail });
}
