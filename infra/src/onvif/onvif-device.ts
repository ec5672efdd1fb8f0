import { setTimeout as delay } from 'node:timers/promises';
import { OnvifError } from './onvif-error.ts';
import { ONVIF } from './onvif-namespaces.ts';
import { SoapClient, type SoapClientOptions } from './soap-client.ts';
import { childAt, childrenNamed, escapeXml, numberAt, textAt, type XmlElement } from './xml-element.ts';

export interface DeviceInformation {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serialNumber: string;
}

export interface ClockReading {
  /** The device's clock minus ours, half of the round trip taken off. Devices tell whole seconds: good to 0.5 s. */
  readonly offsetMs: number;
  /** Half of the round trip: how uncertain the offset is besides. */
  readonly uncertainMs: number;
  readonly source: 'manual' | 'ntp' | 'unknown';
}

/** Addresses of a device's services, on the host it was reached at; null for one it does not have. */
export interface ServiceUrls {
  readonly media1: URL | null;
  readonly media2: URL | null;
  readonly ptz: URL | null;
  readonly events: URL | null;
}

const MAX_TEXT = 200;

/** The device service of an ONVIF device (Core Specification, 8) and what the other services need of it. */
export class OnvifDevice {
  readonly soap: SoapClient;
  readonly #options: SoapClientOptions;
  #urls: ServiceUrls | null = null;

  constructor(options: SoapClientOptions) {
    this.#options = options;
    this.soap = new SoapClient(options);
  }

  /** Reads the device's clock and keeps the offset for security tokens. Needs no account. */
  async readClock(signal?: AbortSignal): Promise<ClockReading> {
    const { clock } = this.#options;
    const [sentAt, sentWall] = [clock.monotonicMs(), clock.nowMs()];
    const answer = await this.#call('GetSystemDateAndTime', '', signal, true);
    const roundTripMs = clock.monotonicMs() - sentAt;
    const time = childAt(answer, 'SystemDateAndTime');
    const deviceMs = readUtc(childAt(time, 'UTCDateTime'));
    if (deviceMs === null) throw new OnvifError('bad-answer', 'the device does not tell the time');
    // The seconds are cut off: on average half of one has passed.
    const offsetMs = Math.round(deviceMs + 500 - (sentWall + roundTripMs / 2));
    this.soap.clockOffsetMs = offsetMs;
    const type = textAt(time, 'DateTimeType');
    const source = type === 'NTP' ? 'ntp' : type === 'Manual' ? 'manual' : 'unknown';
    return { offsetMs, uncertainMs: Math.round(roundTripMs / 2), source };
  }

  /**
   * Sets the clock: to ours (`manual`), or to follow a time server (`ntp`; without a server the one it has already or is
   * told by DHCP). Waits up to a second, since devices take whole seconds.
   */
  async setClock(
    mode: { readonly kind: 'manual' } | { readonly kind: 'ntp'; readonly server: string | null },
    signal?: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#options;
    if (mode.kind === 'ntp') {
      if (mode.server !== null) {
        const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(mode.server);
        const server = isAddress
          ? `<tt:Type>IPv4</tt:Type><tt:IPv4Address>${mode.server}</tt:IPv4Address>`
          : `<tt:Type>DNS</tt:Type><tt:DNSname>${escapeXml(mode.server)}</tt:DNSname>`;
        await this.#call('SetNTP', `<o:FromDHCP>false</o:FromDHCP><o:NTPManual>${server}</o:NTPManual>`, signal);
      }
      const type = '<o:DateTimeType>NTP</o:DateTimeType><o:DaylightSavings>false</o:DaylightSavings>';
      await this.#call('SetSystemDateAndTime', type, signal);
      return;
    }
    const { uncertainMs } = await this.readClock(signal);
    const ahead = clock.nowMs() + uncertainMs;
    const targetMs = Math.ceil(ahead / 1000) * 1000;
    await delay(targetMs - ahead, undefined, signal === undefined ? {} : { signal });
    const at = new Date(targetMs);
    await this.#call(
      'SetSystemDateAndTime',
      '<o:DateTimeType>Manual</o:DateTimeType><o:DaylightSavings>false</o:DaylightSavings><o:UTCDateTime>' +
        `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute>` +
        `<tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year>` +
        `<tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></o:UTCDateTime>`,
      signal,
    );
  }

  async information(signal?: AbortSignal): Promise<DeviceInformation> {
    const answer = await this.#call('GetDeviceInformation', '', signal);
    const text = (name: string): string => (textAt(answer, name) ?? '').slice(0, MAX_TEXT);
    return {
      manufacturer: text('Manufacturer'),
      model: text('Model'),
      firmware: text('FirmwareVersion'),
      serialNumber: text('SerialNumber'),
    };
  }

  /** By GetServices, or GetCapabilities of older devices; asked once. */
  async services(signal?: AbortSignal): Promise<ServiceUrls> {
    this.#urls ??= await this.#readServices(signal);
    return this.#urls;
  }

  async #readServices(signal: AbortSignal | undefined): Promise<ServiceUrls> {
    try {
      const answer = await this.#call('GetServices', '<o:IncludeCapability>false</o:IncludeCapability>', signal);
      const urls = new Map(
        childrenNamed(answer, 'Service').map((service) => [textAt(service, 'Namespace'), textAt(service, 'XAddr')]),
      );
      const urlOf = (namespace: string): URL | null => this.hereAt(urls.get(namespace));
      return {
        media1: urlOf(ONVIF.media1),
        media2: urlOf(ONVIF.media2),
        ptz: urlOf(ONVIF.ptz),
        events: urlOf(ONVIF.events),
      };
    } catch (error) {
      if (!(error instanceof OnvifError) || !['not-supported', 'refused', 'bad-answer'].includes(error.failure))
        throw error;
      const answer = await this.#call('GetCapabilities', '<o:Category>All</o:Category>', signal);
      const urlOf = (name: string): URL | null => this.hereAt(textAt(answer, 'Capabilities', name, 'XAddr'));
      return { media1: urlOf('Media'), media2: null, ptz: urlOf('PTZ'), events: urlOf('Events') };
    }
  }

  /**
   * An address the device names, on the host it was reached at: devices behind address translation or with several
   * networks name one that leads elsewhere. The port is the named one only when the host was right.
   */
  hereAt(address: string | undefined): URL | null {
    if (address === undefined || !URL.canParse(address)) return null;
    const named = new URL(address);
    if (!/^https?:$/.test(named.protocol)) return null;
    const here = new URL(this.soap.deviceUrl);
    if (named.hostname === here.hostname) {
      here.protocol = named.protocol;
      here.port = named.port;
    }
    here.pathname = named.pathname;
    here.search = named.search;
    return here;
  }

  #call(operation: string, inner: string, signal: AbortSignal | undefined, isAnonymous = false): Promise<XmlElement> {
    return this.soap.call({ namespace: ONVIF.device, operation, inner, signal, isAnonymous });
  }
}

function readUtc(element: XmlElement | undefined): number | null {
  const [year, month, day] = ['Year', 'Month', 'Day'].map((name) => numberAt(element, 'Date', name));
  const [hour, minute, second] = ['Hour', 'Minute', 'Second'].map((name) => numberAt(element, 'Time', name));
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return Number.isFinite(ms) ? ms : null;
}
