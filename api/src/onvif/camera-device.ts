import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { type AddressPolicy, enteredAddresses } from '@thapcanh/infra/onvif/address-policy';
import type { OnvifDevice } from '@thapcanh/infra/onvif/onvif-device';
import { OnvifError } from '@thapcanh/infra/onvif/onvif-error';
import { OnvifMedia } from '@thapcanh/infra/onvif/onvif-media';
import { deviceAt } from '@thapcanh/infra/onvif/probe-device';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import type { CameraRow } from '../cameras/camera-changes.ts';
import { apiError } from '../errors/api-errors.ts';
import type { CameraScope } from '../identity/camera-scope.ts';

/** A camera with what its ONVIF device is reached by. */
export interface CameraDevice {
  readonly device: OnvifDevice;
  readonly address: string;
  readonly account: { readonly username: string; readonly password: string } | null;
  readonly mayReach: AddressPolicy;
  /** Profile to turn with; found on first use. */
  ptzProfile: string | null;
}

const KEEP_MS = 5 * 60_000;
const MAX_KEPT = 500;

export type CameraDevices = ReturnType<typeof createCameraDevices>;

/**
 * The devices of configured cameras. Each is kept for five minutes or until its address or account changes, so that turning one
 * costs one request and not four. The least recently made one goes first.
 */
export function createCameraDevices(deps: {
  cameras: CameraRepository;
  secrets: { open(sealed: Buffer): string };
  clock: Clock;
  mayReach?: AddressPolicy;
}) {
  const { cameras, secrets, clock, mayReach = enteredAddresses } = deps;
  const kept = new Map<CameraId, { source: string; madeAtMs: number; device: CameraDevice }>();

  function make(row: CameraRow): CameraDevice {
    const address = row.onvif_url ?? new URL(row.main_url).hostname;
    const password = row.password_sealed === null ? '' : secrets.open(row.password_sealed);
    const account = row.username === null ? null : { username: row.username, password };
    return { device: deviceAt({ account, mayReach, clock }, address), address, account, mayReach, ptzProfile: null };
  }

  return {
    /** Throws `TC_CAMERA_NOT_FOUND`. */
    async find(id: CameraId, scope: CameraScope): Promise<CameraDevice> {
      const row = (await cameras.find(id, scope))?.camera;
      if (row === undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
      const known = kept.get(id);
      // Not the version: a camera that was removed and made anew begins with 1 again.
      const source = [row.main_url, row.onvif_url, row.username, row.password_sealed?.toString('hex')].join('\n');
      if (known?.source === source && clock.monotonicMs() - known.madeAtMs < KEEP_MS) return known.device;
      kept.delete(id);
      const device = make(row);
      kept.set(id, { source, madeAtMs: clock.monotonicMs(), device });
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return device;
    },

    /** The profile that turns the camera. Reads the clock first: tokens are signed by it. @throws OnvifError */
    async ptzProfile(camera: CameraDevice, signal: AbortSignal): Promise<string> {
      if (camera.ptzProfile !== null) return camera.ptzProfile;
      await camera.device.readClock(signal);
      const profiles = await new OnvifMedia(camera.device).profiles(signal);
      const token = profiles.find(({ hasPtz }) => hasPtz)?.token;
      if (token === undefined) throw new OnvifError('not-supported', 'the camera cannot turn');
      camera.ptzProfile = token;
      return token;
    },

    forget(id: CameraId): void {
      kept.delete(id);
    },
  };
}
