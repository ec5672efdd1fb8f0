import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { escapeXml, parseXml, textAt } from '../../onvif/xml-element.ts';

export interface DiscoveryResponderOptions {
  readonly id: string;
  /** Service addresses it names, separated by blanks. */
  readonly addresses: string;
  readonly scopes?: string;
  /** Listens here; with `group` set it also joins that multicast group. */
  readonly host?: string;
  readonly port?: number;
  readonly group?: string;
  /** Answers every probe this many times, as devices on several networks do. */
  readonly times?: number;
}

/** Answers WS-Discovery probes for one simulated device. */
export class DiscoveryResponder {
  readonly #options: DiscoveryResponderOptions;
  readonly #socket: Socket = createSocket({ type: 'udp4', reuseAddr: true });

  constructor(options: DiscoveryResponderOptions) {
    this.#options = options;
    this.#socket.on('error', () => {});
    this.#socket.on('message', (bytes, from) => {
      const answer = this.#answerTo(bytes.toString('utf8'));
      if (answer === null) return;
      for (let n = 0; n < (options.times ?? 1); n += 1) this.#socket.send(answer, from.port, from.address, () => {});
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  async start(): Promise<void> {
    const { host = '127.0.0.1', port = 0, group } = this.#options;
    this.#socket.bind(port, host);
    await once(this.#socket, 'listening');
    if (group !== undefined) this.#socket.addMembership(group);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  #answerTo(text: string): string | null {
    const { id, addresses, scopes = '' } = this.#options;
    try {
      const messageId = textAt(parseXml(text), 'Header', 'MessageID');
      if (messageId === undefined) return null;
      return (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
        'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
        `xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Header><a:RelatesTo>${escapeXml(messageId)}</a:RelatesTo>` +
        '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body>' +
        `<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${escapeXml(id)}</a:Address></a:EndpointReference>` +
        `<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${escapeXml(scopes)}</d:Scopes>` +
        `<d:XAddrs>${escapeXml(addresses)}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>` +
        '</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>'
      );
    } catch {
      return null;
    }
  }
}
