import type { CameraSource } from '@thapcanh/core/camera/camera';

/**
 * Which cameras share a switch or a line: the site a person named, else the network of the address (IPv4 /24, IPv6 /64),
 * else the host by name.
 */
export function siteKeyOf({ site, mainUrl }: Pick<CameraSource, 'site' | 'mainUrl'>): string {
  if (site !== '') return `site:${site}`;
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?(\[[^\]/]*\]|[^:/?#]*)/i.exec(mainUrl)?.[1]?.toLowerCase() ?? '';
  if (host.startsWith('[')) return `net:${networkOfV6(host.slice(1, -1))}`;
  const network = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(host)?.[1];
  return network === undefined ? `host:${host}` : `net:${network}`;
}

/** The first four of eight groups; `::` stands for as many zeros as are missing. */
function networkOfV6(address: string): string {
  const [head = '', tail] = address.split('::', 2);
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const first = groups(head);
  const last = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':');
}
