import { CAMERA_FINDINGS, cameraFindingText, isCameraFindingCode } from '@thapcanh/core/camera/camera-finding';
import { INDEX_LAG_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { cameraStateOf, frameAgeOf } from '../cameras/camera-view.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraHealthRepository, HealthPeriods, HealthRow } from './camera-health.repository.ts';
import type { CameraCare, CameraHealth, CameraOwnerInput } from './camera-health.schema.ts';

const DAY_MS = 86_400_000;
/** Viet Nam has had no other offset since 1975 and no summer time. */
const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const UP_ENOUGH = 0.95;
const AGREEMENT_NOTICE_DAYS = 30;
const SEVERITIES = ['serious', 'warning', 'info'] as const;

export type CameraHealthService = ReturnType<typeof createCameraHealthService>;

/** How all cameras do on one board, and who lent which. */
export function createCameraHealthService(deps: {
  health: CameraHealthRepository;
  publish: (event: LiveEvent) => Promise<void>;
  clock: Clock;
}) {
  const { health, publish, clock } = deps;

  async function setOwner(auth: Auth, id: CameraId, input: CameraOwnerInput | null): Promise<void> {
    const { scope, actor } = requireAccess(auth, 'camera.manage');
    const owner = input && ownerColumns(input);
    if (!(await health.setOwner(id, owner, { scope, actor, at: new Date(clock.nowMs()) }))) {
      throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: id });
    }
    await publish({ type: 'camera.changed', cameraId: id });
  }

  return {
    /** By name. Up shares and completeness end 20 s before now, as coverage does. */
    async list(auth: Auth): Promise<CameraHealth[]> {
      const { scope } = requireAccess(auth, 'camera.view');
      const nowMs = clock.nowMs();
      const rows = await health.list(scope, scopeOf(auth, 'camera.manage'), periodsAt(nowMs - INDEX_LAG_MS));
      return rows.map((row) => healthView(row, nowMs));
    },

    /** Throws `TC_CAMERA_NOT_FOUND` or `TC_REQUEST_INVALID` (no such day, no name). */
    putOwner: (auth: Auth, id: CameraId, input: CameraOwnerInput): Promise<void> => setOwner(auth, id, input),

    /** The camera is the city's own from then on. Throws `TC_CAMERA_NOT_FOUND`. */
    removeOwner: (auth: Auth, id: CameraId): Promise<void> => setOwner(auth, id, null),
  };
}

function periodsAt(endMs: number): HealthPeriods {
  const there = new Date(endMs + VIETNAM_OFFSET_MS);
  const monthMs = Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), 1) - VIETNAM_OFFSET_MS;
  return {
    end: new Date(endMs),
    dayStart: new Date(endMs - DAY_MS),
    monthStart: new Date(endMs - 30 * DAY_MS),
    completenessStart: new Date(monthMs),
  };
}

function ownerColumns({ name, contact, agreementNumber, validUntil }: CameraOwnerInput) {
  const ownerName = name.normalize('NFC').trim();
  if (ownerName === '') throw apiError('TC_REQUEST_INVALID', { detail: 'name' });
  if (validUntil !== null && !isDay(validUntil)) throw apiError('TC_REQUEST_INVALID', { detail: 'validUntil' });
  return {
    owner_name: ownerName,
    contact: contact.normalize('NFC').trim(),
    agreement_number: agreementNumber.normalize('NFC').trim(),
    valid_until: validUntil,
  };
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text) && text >= '1900';
}

function healthView(row: HealthRow, nowMs: number): CameraHealth {
  const status = row.state && row.status_at && { state: row.state, updated_at: row.status_at };
  const state = cameraStateOf(row.is_enabled, status, nowMs);
  const findings = findingsView(row.findings ?? []);
  const seen = status && { ...status, last_frame_at: row.last_frame_at };
  return {
    cameraId: row.id,
    name: row.name,
    number: row.number,
    area: row.area_id === null || row.area_name === null ? null : { id: row.area_id, name: row.area_name },
    state,
    upDay: row.up_day,
    upMonth: row.up_month,
    completeness: row.completeness,
    fps: row.fps,
    bitrateKbps: row.bitrate_kbps,
    gopMs: row.gop_ms,
    frameAgeMs: frameAgeOf(row.is_enabled, seen, nowMs),
    clockOffsetMs: row.clock_offset_ms,
    findings,
    device:
      row.asked_at === null
        ? null
        : {
            manufacturer: row.manufacturer ?? '',
            model: row.model ?? '',
            firmware: row.firmware ?? '',
            askedAt: row.asked_at.toISOString(),
          },
    agreement: row.has_owner ? { number: row.agreement_number ?? '', validUntil: row.valid_until } : null,
    owner: row.owner_name === null ? null : { name: row.owner_name, contact: row.contact ?? '' },
    mayManage: row.may_manage,
    care: careOf(row, state, findings, nowMs),
  };
}

function careOf(
  row: HealthRow,
  state: CameraHealth['state'],
  findings: CameraHealth['findings'],
  nowMs: number,
): CameraCare[] {
  const lastDay = new Date(nowMs + VIETNAM_OFFSET_MS + AGREEMENT_NOTICE_DAYS * DAY_MS).toISOString().slice(0, 10);
  const isOn = row.is_enabled;
  return [
    ...(state === 'offline' || state === 'stale' ? (['down'] as const) : []),
    ...(isOn && row.up_day !== null && row.up_day < UP_ENOUGH ? (['often-down'] as const) : []),
    ...(isOn && findings.serious + findings.warning > 0 ? (['finding'] as const) : []),
    ...(row.valid_until !== null && row.valid_until <= lastDay ? (['agreement'] as const) : []),
  ];
}

function findingsView(rows: NonNullable<HealthRow['findings']>): CameraHealth['findings'] {
  const known = rows.flatMap(({ code, params }) =>
    isCameraFindingCode(code) ? [{ code, params, severity: CAMERA_FINDINGS[code].severity }] : [],
  );
  const of = (severity: (typeof SEVERITIES)[number]) => known.filter((finding) => finding.severity === severity);
  const [worst] = SEVERITIES.flatMap(of);
  return {
    serious: of('serious').length,
    warning: of('warning').length,
    info: of('info').length,
    worst:
      worst === undefined
        ? null
        : {
            code: worst.code,
            severity: worst.severity,
            vi: cameraFindingText(worst.code, worst.params, 'vi'),
            en: cameraFindingText(worst.code, worst.params, 'en'),
          },
  };
}
