import { CameraFailure } from './camera-failure.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A camera's address, taken apart. */
export interface RtspTarget {
  /** For connecting: a name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `rtsps:`, RTSP in TLS. */
  readonly isEncrypted: boolean;
  /** `rtsp[s]://host[:port]/path?query`, what goes into request lines: no credentials, no fragment. */
  readonly requestUrl: string;
  /** From the URL's user part, percent-decoded. */
  readonly credentials: Credentials | null;
}

const DEFAULT_PORT = 554;
const DEFAULT_PORT_TLS = 322;
const MAX_URL_CHARACTERS = 2_048;
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_.])?$/i;
const IPV6 = /^\[[0-9a-f:.]+\]$/i;

const invalid = (detail: string): CameraFailure => new CameraFailure('TC_CAMERA_URL_INVALID', { detail });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Throws `CameraFailure` (`TC_CAMERA_URL_INVALID`) with a detail that never repeats the URL. */
export function parseRtspUrl(text: string): RtspTarget {
  if (text.length > MAX_URL_CHARACTERS) throw invalid('the address is too long');
  const hasForbidden = [...text].some((character) => character <= ' ' || character === '\x7f');
  if (hasForbidden) throw invalid('the address holds a space or a control character');
  if (!URL.canParse(text)) throw invalid('this is not a URL');
  const url = new URL(text);
  const isEncrypted = url.protocol === 'rtsps:';
  if (url.protocol !== 'rtsp:' && !isEncrypted)
    throw invalid(`the scheme is ${url.protocol.slice(0, 12)} instead of rtsp:`);
  if (!HOST_NAME.test(url.hostname) && !IPV6.test(url.hostname)) throw invalid('the host name is missing or wrong');
  if (url.port === '0') throw invalid('port 0');
  const credentials = url.username === '' ? null : { username: decoded(url.username), password: decoded(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isEncrypted ? DEFAULT_PORT_TLS : DEFAULT_PORT) : Number(url.port),
    isEncrypted,
    requestUrl: `${url.protocol}//${url.host}${url.pathname}${url.search}`,
    credentials,
  };
}
