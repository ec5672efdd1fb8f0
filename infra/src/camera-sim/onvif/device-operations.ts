import { childAt, numberAt, textAt, type XmlElement } from '../../onvif/xml-element.ts';
import { mediaOperations } from './media-operations.ts';
import type { SimulatedEvent } from './simulated-device-options.ts';
import type { SimulatedDeviceState } from './simulated-device-state.ts';
import { SoapFault, text, xml } from './soap-answer.ts';

type Operation = (request: XmlElement, url: URL) => string | Promise<string>;

/** What a simulated device answers to each operation, by name and service path. */
export class DeviceOperations {
  readonly #device: SimulatedDeviceState;
  readonly #byService: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

  constructor(device: SimulatedDeviceState) {
    this.#device = device;
    this.#byService = {
      '/onvif/device_service': this.#deviceService(),
      '/onvif/media_service': mediaOperations(device, false),
      '/onvif/media2_service': mediaOperations(device, true),
      '/onvif/ptz_service': this.#ptzService(),
      '/onvif/event_service': this.#eventService(),
      '/onvif/subscription': this.#subscriptionService(),
    };
  }

  /** The body of the answer. @throws SoapFault */
  async answer(request: XmlElement, url: URL): Promise<string> {
    const operation = this.#byService[url.pathname]?.[request.name];
    if (operation === undefined) throw new SoapFault('ter:ActionNotSupported', `no ${request.name} here`);
    return operation(request, url);
  }

  #addressOf(service: string): string {
    const url = new URL(this.#device.url);
    const { reportedHost } = this.#device.options;
    if (reportedHost !== undefined) url.host = reportedHost;
    url.pathname = `/onvif/${service}`;
    return url.href;
  }

  #deviceService(): Record<string, Operation> {
    const device = this.#device;
    const { options } = device;
    const operations: Record<string, Operation> = {
      GetSystemDateAndTime: () => {
        const now = new Date(device.clockMs);
        const time = text('tt:Hour', now.getUTCHours()) + text('tt:Minute', now.getUTCMinutes());
        const date = text('tt:Year', now.getUTCFullYear()) + text('tt:Month', now.getUTCMonth() + 1);
        const utc =
          xml('tt:Time', time + text('tt:Second', now.getUTCSeconds())) +
          xml('tt:Date', date + text('tt:Day', now.getUTCDate()));
        const type = text('tt:DateTimeType', device.clockSource) + text('tt:DaylightSavings', 'false');
        return xml('tds:GetSystemDateAndTimeResponse', xml('tds:SystemDateAndTime', type + xml('tt:UTCDateTime', utc)));
      },
      SetSystemDateAndTime: (request) => {
        if (textAt(request, 'DateTimeType') === 'NTP') {
          device.clockSource = 'NTP';
          device.clockMs = Date.now();
          return xml('tds:SetSystemDateAndTimeResponse');
        }
        const field = (...path: string[]): number => numberAt(request, 'UTCDateTime', ...path) ?? Number.NaN;
        const ms = Date.UTC(
          field('Date', 'Year'),
          field('Date', 'Month') - 1,
          field('Date', 'Day'),
          field('Time', 'Hour'),
          field('Time', 'Minute'),
          field('Time', 'Second'),
        );
        if (!Number.isFinite(ms)) throw new SoapFault('ter:InvalidDateTime', 'no date');
        device.clockSource = 'Manual';
        device.clockMs = ms;
        return xml('tds:SetSystemDateAndTimeResponse');
      },
      SetNTP: (request) => {
        const manual = childAt(request, 'NTPManual');
        device.ntpServer = textAt(manual, 'IPv4Address') ?? textAt(manual, 'DNSname') ?? null;
        return xml('tds:SetNTPResponse');
      },
      GetDeviceInformation: () =>
        xml(
          'tds:GetDeviceInformationResponse',
          text('tds:Manufacturer', options.manufacturer ?? 'Thap Canh') +
            text('tds:Model', options.model ?? 'Simulated camera') +
            text('tds:FirmwareVersion', '1.0') +
            text('tds:SerialNumber', 'SIM-0001') +
            text('tds:HardwareId', 'sim'),
        ),
      GetUsers: () => xml('tds:GetUsersResponse'),
      GetCapabilities: () => {
        const service = (name: string, path: string): string => xml(name, text('tt:XAddr', this.#addressOf(path)));
        const all = [
          service('tt:Device', 'device_service'),
          service('tt:Events', 'event_service'),
          service('tt:Media', 'media_service'),
          options.hasPtz === true ? service('tt:PTZ', 'ptz_service') : '',
        ];
        return xml('tds:GetCapabilitiesResponse', xml('tds:Capabilities', all.join('')));
      },
    };
    if (options.hasMedia2 === true) {
      operations.GetServices = () => {
        const service = (namespace: string, path: string): string => {
          const version = xml('tds:Version', text('tt:Major', 2) + text('tt:Minor', 60));
          const address = text('tds:XAddr', this.#addressOf(path));
          return xml(
            'tds:Service',
            text('tds:Namespace', `http://www.onvif.org/${namespace}/wsdl`) + address + version,
          );
        };
        const all = [
          service('ver10/device', 'device_service'),
          service('ver10/media', 'media_service'),
          service('ver20/media', 'media2_service'),
          service('ver10/events', 'event_service'),
          options.hasPtz === true ? service('ver20/ptz', 'ptz_service') : '',
        ];
        return xml('tds:GetServicesResponse', all.join(''));
      };
    }
    return operations;
  }

  #ptzService(): Record<string, Operation> {
    const { ptz, options } = this.#device;
    if (options.hasPtz !== true) return {};
    const axis = (request: XmlElement, name: string, key: string): number =>
      Number(childAt(request, 'Velocity', name)?.attributes.get(key) ?? 0);
    return {
      ContinuousMove: (request) => {
        const seconds = Number(/^PT([\d.]+)S$/.exec(textAt(request, 'Timeout') ?? '')?.[1] ?? 10);
        ptz.move(
          [axis(request, 'PanTilt', 'x'), axis(request, 'PanTilt', 'y'), axis(request, 'Zoom', 'x')],
          seconds * 1000,
        );
        return xml('tptz:ContinuousMoveResponse');
      },
      Stop: () => {
        ptz.stop();
        return xml('tptz:StopResponse');
      },
      GotoHomePosition: () => {
        ptz.home();
        return xml('tptz:GotoHomePositionResponse');
      },
      GetPresets: () => {
        const presets = ptz.presets.map(({ token, name }) => xml('tptz:Preset', text('tt:Name', name), { token }));
        return xml('tptz:GetPresetsResponse', presets.join(''));
      },
      GotoPreset: (request) => {
        if (!ptz.goTo(textAt(request, 'PresetToken') ?? '')) throw new SoapFault('ter:NoToken', 'no such preset');
        return xml('tptz:GotoPresetResponse');
      },
      GetStatus: () => {
        const [pan, tilt, zoom] = ptz.position;
        const position = xml('tt:PanTilt', '', { x: pan, y: tilt }) + xml('tt:Zoom', '', { x: zoom });
        const move = ptz.isMoving ? 'MOVING' : 'IDLE';
        const status = text('tt:PanTilt', move) + text('tt:Zoom', move);
        const all = xml('tt:Position', position) + xml('tt:MoveStatus', status);
        return xml('tptz:GetStatusResponse', xml('tptz:PTZStatus', all));
      },
    };
  }

  #eventService(): Record<string, Operation> {
    return {
      CreatePullPointSubscription: () => {
        const id = this.#device.pullPoint.create();
        const reference = text('wsa:Address', `${this.#addressOf('subscription')}?id=${id}`);
        return xml('tev:CreatePullPointSubscriptionResponse', xml('tev:SubscriptionReference', reference));
      },
    };
  }

  #subscriptionService(): Record<string, Operation> {
    const { pullPoint } = this.#device;
    const idOf = (url: URL): string => {
      const id = url.searchParams.get('id') ?? '';
      if (!pullPoint.has(id)) throw new SoapFault('wsnt:UnableToGetMessagesFault', 'no such subscription');
      return id;
    };
    return {
      PullMessages: async (request, url) => {
        const seconds = Number(/^PT([\d.]+)S$/.exec(textAt(request, 'Timeout') ?? '')?.[1] ?? 1);
        const events = await pullPoint.pull(idOf(url), seconds * 1000, numberAt(request, 'MessageLimit') ?? 1);
        return xml('tev:PullMessagesResponse', events.map((event) => this.#notification(event)).join(''));
      },
      Renew: (_, url) => {
        idOf(url);
        return xml('wsnt:RenewResponse');
      },
      Unsubscribe: (_, url) => {
        pullPoint.remove(idOf(url));
        return xml('wsnt:UnsubscribeResponse');
      },
    };
  }

  #notification({ topic, source = {}, data }: SimulatedEvent): string {
    const items = (values: Readonly<Record<string, string>>): string =>
      Object.entries(values)
        .map(([Name, Value]) => xml('tt:SimpleItem', '', { Name, Value }))
        .join('');
    const at = new Date(this.#device.clockMs).toISOString();
    const content = xml('tt:Source', items(source)) + xml('tt:Data', items(data));
    const message = xml('tt:Message', content, { UtcTime: at, PropertyOperation: 'Changed' });
    return xml('wsnt:NotificationMessage', text('wsnt:Topic', topic) + xml('wsnt:Message', message));
  }
}
