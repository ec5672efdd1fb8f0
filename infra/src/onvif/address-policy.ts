import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { OnvifError } from './onvif-error.ts';

/** Says whether a device may be asked at an IP address. */
export type AddressPolicy = (ip: string) => boolean;

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4');
}
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/**
 * Where cameras stand: private addresses (RFC 1918, RFC 6598, RFC 4193). Not this machine (its own services), not
 * link-local (metadata services of clouds live there), not the internet.
 */
export const privateAddresses: AddressPolicy = (ip) => {
  const plain = plainIp(ip);
  const family = isIP(plain);
  return family !== 0 && PRIVATE.check(plain, family === 6 ? 'ipv6' : 'ipv4');
};

const NEVER = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  NEVER.addSubnet(net, bits, 'ipv4');
}
NEVER.addAddress('::', 'ipv6');
NEVER.addAddress('::1', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');

/** Where a camera may stand that an administrator entered: anywhere but this machine, link-local and multicast. */
export const enteredAddresses: AddressPolicy = (ip) => {
  const plain = plainIp(ip);
  const family = isIP(plain);
  return family !== 0 && !NEVER.check(plain, family === 6 ? 'ipv6' : 'ipv4');
};

/**
 * Turns a host into the IP address to connect to, so that the checked address is the one used whatever the name says a
 * moment later. @throws OnvifError 'unreachable' for an unknown name, 'forbidden-address' when the policy refuses it.
 */
export async function resolveAllowed(host: string, mayReach: AddressPolicy, signal?: AbortSignal): Promise<string> {
  const plain = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(plain) === 0 ? await resolveName(plain) : [plain];
  signal?.throwIfAborted();
  const allowed = addresses.find((address) => mayReach(plainIp(address)));
  if (allowed === undefined) throw new OnvifError('forbidden-address', 'this address may not be asked');
  return plainIp(allowed);
}

async function resolveName(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw new OnvifError('unreachable', 'the name is unknown', { cause: error });
  }
}

/** An IPv4 address written as IPv6 is that IPv4 address. */
function plainIp(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
