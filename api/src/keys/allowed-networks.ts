import { BlockList, isIP } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** `10.1.0.0/16` of what was typed, a single address with its full length; null when it is neither. */
export function networkOf(text: string): string | null {
  const [address = '', length, ...rest] = text.trim().split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes('%')) return null;
  const longest = family === 4 ? 32 : 128;
  if (length === undefined) return `${address}/${longest}`;
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) return null;
  return `${address}/${Number(length)}`;
}

/** Whether the address lies in one of the networks; in none of an empty list everything does. */
export function isAllowedFrom(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true;
  const plain = MAPPED_IPV4.exec(address)?.[1] ?? address;
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', length = ''] = network.split('/');
    list.addSubnet(base, Number(length), isIP(base) === 4 ? 'ipv4' : 'ipv6');
  }
  return list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}
