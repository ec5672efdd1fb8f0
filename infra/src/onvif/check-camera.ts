import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { OnvifFindingRepository } from './onvif-finding.repository.ts';
import { type ProbeOptions, type ProbeResult, probeDevice } from './probe-device.ts';

export interface CheckDeps {
  readonly findings: OnvifFindingRepository;
  readonly publish: (event: LiveEvent) => Promise<void>;
}

/**
 * Asks a camera's device and keeps what it is and what is wrong with it: clock, key-frame distance, account, codecs. A
 * default password found earlier stays known when `isRoutine`: routine checks do not try any. @throws OnvifError, the signal's reason
 */
export async function checkCamera(
  id: CameraId,
  options: ProbeOptions & { readonly isRoutine?: boolean },
  { findings, publish }: CheckDeps,
): Promise<ProbeResult> {
  const result = await probeDevice(options);
  const kept = options.isRoutine === true ? (['default-password'] as const) : [];
  const at = new Date(options.clock.nowMs());
  await findings.replace(id, result.findings, at, kept);
  await findings.noteDevice(id, result.information, at);
  await publish({ type: 'finding.changed', cameraId: id });
  return result;
}
