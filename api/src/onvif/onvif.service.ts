import { CAMERA_FINDINGS, cameraFindingText, isCameraFindingCode } from '@thapcanh/core/camera/camera-finding';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { type AddressPolicy, privateAddresses } from '@thapcanh/infra/onvif/address-policy';
import { checkCamera } from '@thapcanh/infra/onvif/check-camera';
import { OnvifMedia } from '@thapcanh/infra/onvif/onvif-media';
import { type ProbeResult, probeDevice } from '@thapcanh/infra/onvif/probe-device';
import { type DiscoveryOptions, discoverDevices } from '@thapcanh/infra/onvif/ws-discovery';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import { type CameraScope, EVERYTHING } from '../identity/camera-scope.ts';
import type { CameraDevices } from './camera-device.ts';
import type { FindingRepository } from './finding.repository.ts';
import type {
  CameraFindingList,
  ClockRequest,
  DiscoveredList,
  FindingView,
  ProbeRequest,
  ProbeResultView,
} from './onvif.schema.ts';
import { withCamera } from './onvif-failures.ts';

export type OnvifService = ReturnType<typeof createOnvifService>;

/** Below this a clock set right counts as right; devices tell whole seconds. */
const CLOCK_RIGHT_MS = 2000;
const MAX_GOP_S = 2;

/** Finding cameras on the network, taking them in, and setting right what ONVIF can. For administrators. */
export function createOnvifService(deps: {
  cameras: CameraRepository;
  findings: FindingRepository;
  devices: CameraDevices;
  publish: (event: LiveEvent) => Promise<void>;
  clock: Clock;
  /** Which addresses may be asked that nobody configured; private ones by default. */
  mayReach?: AddressPolicy;
  discoveryTargets?: DiscoveryOptions['targets'];
}) {
  const { cameras, findings, devices, publish, clock, mayReach = privateAddresses, discoveryTargets } = deps;

  async function camerasByHost(): Promise<Map<string, string>> {
    const known = await cameras.list({ scope: EVERYTHING });
    return new Map(
      known.flatMap(({ camera }) =>
        [camera.main_url, camera.onvif_url].flatMap((url): [string, string][] =>
          url !== null && URL.canParse(url) ? [[new URL(url).hostname, camera.id]] : [],
        ),
      ),
    );
  }

  async function requireCamera(id: CameraId, scope: CameraScope): Promise<void> {
    if (!(await cameras.find(id, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
  }

  return {
    async discover(auth: Auth, seconds: number, signal: AbortSignal): Promise<DiscoveredList> {
      requireAccess(auth, 'camera.discover');
      const options = { timeoutMs: seconds * 1000, signal, ...(discoveryTargets && { targets: discoveryTargets }) };
      const [found, known] = await Promise.all([discoverDevices(options), camerasByHost()]);
      const items = found
        .map((device) => ({ ...device, cameraId: known.get(device.address) ?? null }))
        .sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
      return { items };
    },

    /** Asks a device that is no camera yet. Keeps nothing. */
    async probe(auth: Auth, request: ProbeRequest, signal: AbortSignal): Promise<ProbeResultView> {
      requireAccess(auth, 'camera.discover');
      const { address, username, password } = request;
      const account = username ? { username, password: password ?? '' } : null;
      const doesTryDefaults = request.tryDefaultPasswords === true;
      const options = { address, account, mayReach, clock, signal, doesTryDefaults };
      return probeView(await withCamera(() => probeDevice(options)));
    },

    /** Asks a camera's device with the camera's own account and keeps what is wrong with it. */
    async check(auth: Auth, id: CameraId, doesTryDefaults: boolean, signal: AbortSignal): Promise<ProbeResultView> {
      const { scope } = requireAccess(auth, 'camera.manage');
      const camera = await devices.find(id, scope);
      const { address, account } = camera;
      const options = { address, account, mayReach: camera.mayReach, clock, signal, doesTryDefaults };
      return probeView(await withCamera(() => checkCamera(id, options, { findings, publish })));
    },

    async listFindings(auth: Auth, id: CameraId): Promise<CameraFindingList> {
      const { scope } = requireAccess(auth, 'camera.view');
      await requireCamera(id, scope);
      const rows = await findings.list(id);
      const items = rows.flatMap((row) => {
        if (!isCameraFindingCode(row.code)) return [];
        return {
          ...findingView(row.code, row.params),
          foundBy: row.found_by,
          firstSeenAt: row.first_seen_at.toISOString(),
          lastSeenAt: row.last_seen_at.toISOString(),
        };
      });
      return { items };
    },

    /** Sets a camera's clock; says how far it was off before and is after. */
    async setClock(
      auth: Auth,
      id: CameraId,
      { mode, server }: ClockRequest,
      signal: AbortSignal,
    ): Promise<{ beforeMs: number; afterMs: number }> {
      const { scope } = requireAccess(auth, 'camera.manage');
      const { device } = await devices.find(id, scope);
      const [before, after] = await withCamera(async () => {
        const was = await device.readClock(signal);
        await device.setClock(mode === 'ntp' ? { kind: 'ntp', server: server ?? null } : { kind: 'manual' }, signal);
        return [was, await device.readClock(signal)] as const;
      });
      if (Math.abs(after.offsetMs) <= CLOCK_RIGHT_MS) {
        await findings.remove(id, 'clock-off');
        await publish({ type: 'finding.changed', cameraId: id });
      }
      return { beforeMs: before.offsetMs, afterMs: after.offsetMs };
    },

    /** Sets the key-frame distance of every encoder that tells its picture rate. */
    async setGop(
      auth: Auth,
      id: CameraId,
      seconds: number,
      signal: AbortSignal,
    ): Promise<{ encoders: { profile: string; before: number | null; after: number }[] }> {
      const { scope } = requireAccess(auth, 'camera.manage');
      const { device } = await devices.find(id, scope);
      const encoders = await withCamera(async () => {
        await device.readClock(signal);
        const media = new OnvifMedia(device);
        const done = new Map<string, { profile: string; before: number | null; after: number }>();
        for (const { name, video } of await media.profiles(signal)) {
          if (video === null || video.fps === null || !/^H26[45]$/.test(video.encoding) || done.has(video.token))
            continue;
          const after = Math.max(1, Math.round(video.fps * seconds));
          if (after !== video.gopFrames) await media.setGop(video.token, after, signal);
          done.set(video.token, { profile: name, before: video.gopFrames, after });
        }
        return [...done.values()];
      });
      if (seconds <= MAX_GOP_S && encoders.length > 0) {
        await findings.remove(id, 'gop-too-long');
        await publish({ type: 'finding.changed', cameraId: id });
      }
      return { encoders };
    },
  };
}

function probeView(result: ProbeResult): ProbeResultView {
  return {
    deviceUrl: result.deviceUrl,
    ...result.information,
    clockOffsetMs: result.clock?.offsetMs ?? null,
    profiles: result.profiles.map(({ token, name, hasPtz, video, audio, streamUrl }) => ({
      token,
      name,
      hasPtz,
      encoding: video?.encoding ?? null,
      width: video?.width ?? null,
      height: video?.height ?? null,
      fps: video?.fps ?? null,
      kbps: video?.kbps ?? null,
      gopFrames: video?.gopFrames ?? null,
      audio,
      streamUrl,
    })),
    proposal: { ...result.proposal },
    findings: result.findings.map(({ code, params }) => findingView(code, params)),
  };
}

function findingView(
  code: keyof typeof CAMERA_FINDINGS,
  params: Readonly<Record<string, string | number>>,
): FindingView {
  return {
    code,
    severity: CAMERA_FINDINGS[code].severity,
    vi: cameraFindingText(code, params, 'vi'),
    en: cameraFindingText(code, params, 'en'),
  };
}
