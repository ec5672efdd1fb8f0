import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { childAt, childrenNamed, parseXml, textAt } from './xml-element.ts';

/** A device that answered a probe. */
export interface DiscoveredDevice {
  /** `urn:uuid:...`; the same device says the same on every network. */
  readonly id: string;
  /** The service address on the network it was heard from. */
  readonly deviceUrl: string;
  /** IP address the answer came from. */
  readonly address: string;
  /** From the scopes, when it tells: maker or given name, model, place. */
  readonly name: string | null;
  readonly hardware: string | null;
  readonly location: string | null;
}

export interface DiscoveryOptions {
  /** How long answers are awaited; 3 s by default. Devices wait up to 0.5 s at random before they answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Where to ask; by default 239.255.255.250:3702 on every interface. */
  readonly targets?: readonly { readonly address: string; readonly port: number }[];
}

const GROUP = { address: '239.255.255.250', port: 3702 };
const MAX_DATAGRAM_BYTES = 16 * 1024;
const MAX_DEVICES = 2000;
const REPEAT_AFTER_MS = 400;

/**
 * Finds ONVIF devices by WS-Discovery 2005/04 probes: one socket for every IPv4 address of this machine, each probe sent
 * twice since datagrams get lost. Answers that do not fit the question are ignored. Each device comes once.
 */
export async function discoverDevices(options: DiscoveryOptions = {}): Promise<DiscoveredDevice[]> {
  const { timeoutMs = 3000, signal, targets = [GROUP] } = options;
  const messageId = `urn:uuid:${randomUUID()}`;
  const found = new Map<string, DiscoveredDevice>();
  const listen = (bytes: Buffer, from: { address: string }): void => {
    if (bytes.length > MAX_DATAGRAM_BYTES || found.size >= MAX_DEVICES) return;
    for (const device of readMatches(bytes.toString('utf8'), messageId, from.address)) {
      if (!found.has(device.id)) found.set(device.id, device);
    }
  };
  const sockets = await openSockets(listen, targets === undefined || targets[0] === GROUP);
  try {
    const probe = Buffer.from(probeMessage(messageId));
    const sendAll = (): void => {
      for (const socket of sockets) {
        for (const { address, port } of targets) socket.send(probe, port, address, () => {});
      }
    };
    sendAll();
    await delay(Math.min(REPEAT_AFTER_MS, timeoutMs), undefined, signal === undefined ? {} : { signal });
    sendAll();
    await delay(Math.max(0, timeoutMs - REPEAT_AFTER_MS), undefined, signal === undefined ? {} : { signal });
  } finally {
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  }
  return [...found.values()];
}

async function openSockets(
  listen: (bytes: Buffer, from: { address: string }) => void,
  isMulticast: boolean,
): Promise<Socket[]> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !(isMulticast && internal))
    .map(({ address }) => address);
  const sockets: Socket[] = [];
  // Unicast questions leave by whichever way leads there.
  for (const address of isMulticast ? addresses : ['0.0.0.0']) {
    const socket = createSocket('udp4');
    socket.on('message', listen);
    socket.on('error', () => {});
    try {
      socket.bind(0, address);
      await once(socket, 'listening');
      if (isMulticast) {
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(1);
      }
      sockets.push(socket);
    } catch {
      // An interface that just went away has no cameras.
      socket.close();
    }
  }
  return sockets;
}

function probeMessage(messageId: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" ' +
    'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>' +
    '<a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>' +
    `<a:MessageID>${messageId}</a:MessageID><a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>` +
    '</s:Header><s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>'
  );
}

function readMatches(text: string, messageId: string, address: string): DiscoveredDevice[] {
  try {
    const envelope = parseXml(text);
    if (textAt(envelope, 'Header', 'RelatesTo') !== messageId) return [];
    return childrenNamed(childAt(envelope, 'Body', 'ProbeMatches'), 'ProbeMatch').flatMap((match) => {
      const id = textAt(match, 'EndpointReference', 'Address');
      const deviceUrl = chooseUrl(textAt(match, 'XAddrs') ?? '', address);
      if (id === undefined || id.length > 200 || deviceUrl === null) return [];
      const scope = scopeReader(textAt(match, 'Scopes') ?? '');
      return [
        { id, deviceUrl, address, name: scope('name'), hardware: scope('hardware'), location: scope('location') },
      ];
    });
  } catch {
    return [];
  }
}

/** Of several addresses the one on the network it answered from. */
function chooseUrl(addresses: string, answeredFrom: string): string | null {
  const urls = addresses
    .split(/\s+/)
    .filter((text) => text.length <= 500 && URL.canParse(text))
    .map((text) => new URL(text))
    .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:');
  const here = urls.find(({ hostname }) => hostname === answeredFrom) ?? urls[0];
  if (here === undefined) return null;
  here.hostname = answeredFrom;
  here.username = '';
  here.password = '';
  return here.href;
}

function scopeReader(scopes: string): (name: string) => string | null {
  const list = scopes.split(/\s+/).slice(0, 100);
  return (name) => {
    const prefix = `onvif://www.onvif.org/${name}/`;
    const value = list.find((scope) => scope.startsWith(prefix))?.slice(prefix.length, prefix.length + 200);
    if (value === undefined || value === '') return null;
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  };
}
