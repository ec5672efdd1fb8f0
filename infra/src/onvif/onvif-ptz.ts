import type { OnvifDevice } from './onvif-device.ts';
import { OnvifError } from './onvif-error.ts';
import { ONVIF } from './onvif-namespaces.ts';
import { childAt, childrenNamed, escapeXml, finite, textAt, type XmlElement } from './xml-element.ts';

/** Speeds from -1 to 1; right, up and nearer are positive. */
export interface PtzSpeed {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

/** In the device's generic space: pan and tilt from -1 to 1, zoom from 0 to 1; null where it does not say. */
export interface PtzStatus {
  readonly pan: number | null;
  readonly tilt: number | null;
  readonly zoom: number | null;
  readonly isMoving: boolean | null;
}

export interface PtzPreset {
  readonly token: string;
  readonly name: string;
}

const MAX_PRESETS = 500;

/** Turning and zooming (PTZ Specification 5). Every move carries a time after which the device stops by itself. */
export class OnvifPtz {
  readonly #device: OnvifDevice;
  readonly #profile: string;

  constructor(device: OnvifDevice, profileToken: string) {
    this.#device = device;
    this.#profile = `<o:ProfileToken>${escapeXml(profileToken)}</o:ProfileToken>`;
  }

  async move({ pan, tilt, zoom }: PtzSpeed, forMs: number, signal?: AbortSignal): Promise<void> {
    const speed = (value: number): string => Math.max(-1, Math.min(1, value)).toFixed(3);
    await this.#call(
      'ContinuousMove',
      `<o:Velocity><tt:PanTilt x="${speed(pan)}" y="${speed(tilt)}"/><tt:Zoom x="${speed(zoom)}"/></o:Velocity>` +
        `<o:Timeout>PT${(forMs / 1000).toFixed(1)}S</o:Timeout>`,
      signal,
    );
  }

  async stop(signal?: AbortSignal): Promise<void> {
    await this.#call('Stop', '<o:PanTilt>true</o:PanTilt><o:Zoom>true</o:Zoom>', signal);
  }

  async home(signal?: AbortSignal): Promise<void> {
    await this.#call('GotoHomePosition', '', signal);
  }

  async presets(signal?: AbortSignal): Promise<PtzPreset[]> {
    const answer = await this.#call('GetPresets', '', signal);
    return childrenNamed(answer, 'Preset')
      .slice(0, MAX_PRESETS)
      .flatMap((preset) => {
        const token = preset.attributes.get('token');
        if (token === undefined || token === '' || token.length > 64) return [];
        return [{ token, name: (textAt(preset, 'Name') ?? token).slice(0, 120) }];
      });
  }

  async goTo(presetToken: string, signal?: AbortSignal): Promise<void> {
    await this.#call('GotoPreset', `<o:PresetToken>${escapeXml(presetToken)}</o:PresetToken>`, signal);
  }

  async status(signal?: AbortSignal): Promise<PtzStatus> {
    const status = childAt(await this.#call('GetStatus', '', signal), 'PTZStatus');
    const attribute = (element: XmlElement | undefined, name: string): number | null =>
      finite(element?.attributes.get(name)) ?? null;
    const moves = [textAt(status, 'MoveStatus', 'PanTilt'), textAt(status, 'MoveStatus', 'Zoom')];
    return {
      pan: attribute(childAt(status, 'Position', 'PanTilt'), 'x'),
      tilt: attribute(childAt(status, 'Position', 'PanTilt'), 'y'),
      zoom: attribute(childAt(status, 'Position', 'Zoom'), 'x'),
      isMoving: moves.every((move) => move === undefined) ? null : moves.includes('MOVING'),
    };
  }

  async #call(operation: string, inner: string, signal: AbortSignal | undefined): Promise<XmlElement> {
    const { ptz } = await this.#device.services(signal);
    if (ptz === null) throw new OnvifError('not-supported', 'the device cannot turn');
    const call = { url: ptz, namespace: ONVIF.ptz, operation, inner: this.#profile + inner, signal };
    return this.#device.soap.call(call);
  }
}
