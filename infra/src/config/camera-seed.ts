import type { CameraSeed } from './config.ts';

/** `rtsp://` authority with credentials: everything up to the last `@` before the path, since passwords often hold one. */
const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@(.*)$/i;

export interface SplitUrl {
  /** Without credentials; not checked here. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** Takes user and password out of a camera address. */
export function splitCredentials(url: string): SplitUrl {
  const [, scheme, credentials, rest] = CREDENTIALS.exec(url.trim()) ?? [];
  if (scheme === undefined || credentials === undefined || rest === undefined) {
    return { url: url.trim(), username: null, password: null };
  }
  const colon = credentials.indexOf(':');
  const username = colon < 0 ? credentials : credentials.slice(0, colon);
  return {
    url: scheme + rest,
    username: username === '' ? null : decode(username),
    password: colon < 0 ? null : decode(credentials.slice(colon + 1)),
  };
}

/** Seeds of `--camera URL`, numbered in order: `camera-1`. They read plates, the reason why one camera is tried first. */
export function seedsOfUrls(urls: readonly string[]): CameraSeed[] {
  return urls.map((url, index) => {
    const { url: mainUrl, username, password } = splitCredentials(url);
    const host = /^[a-z]+:\/\/([^/:?#]+)/i.exec(mainUrl)?.[1] ?? mainUrl.slice(0, 40);
    const number = index + 1;
    const name = `Camera ${number} (${host})`;
    return {
      id: `camera-${number}`,
      name,
      mainUrl,
      subUrl: null,
      username,
      password,
      profile: 'plate-gate',
      origin: 'command-line',
    };
  });
}

/** A password typed with a bare `%` is meant as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
