import { splitCredentials } from './camera-seed.ts';

/** As ingest takes them: names with letters, digits, `.`, `_`, `-`, or an IPv6 address in brackets. */
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_.])?|\[[0-9a-f:.]+\])$/i;
const BLANK_OR_CONTROL = /[\s\p{Cc}]/u;

/** Whether this is `rtsp[s]://host[:port][/path]`, with or without credentials. Says nothing about who answers there. */
export function isCameraAddress(text: string): boolean {
  const { url } = splitCredentials(text);
  if (BLANK_OR_CONTROL.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  return (protocol === 'rtsp:' || protocol === 'rtsps:') && HOST.test(hostname) && port !== '0';
}

/** An address fit to be shown: whatever may be user and password, up to the last `@`, is cut out. */
export function shownAddress(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? '';
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${scheme}***${text.slice(at)}`;
}
