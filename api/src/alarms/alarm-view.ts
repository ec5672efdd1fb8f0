import { alarmText } from '@thapcanh/core/alarms/alarm-kind';
import { CAMERA_FAULTS, type CameraFaultCode, cameraFaultText } from '@thapcanh/core/camera/camera-fault';
import { cameraFindingText, isCameraFindingCode } from '@thapcanh/core/camera/camera-finding';
import { gapCauseText, isGapCause } from '@thapcanh/core/coverage/gap-cause';
import type { Language } from '@thapcanh/core/errors/app-error';
import type { AlarmRow } from './alarm.repository.ts';
import type { Alarm } from './alarm.schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const inBoth = (text: (language: Language) => string): { vi: string; en: string } => ({
  vi: text('vi'),
  en: text('en'),
});

export function alarmView(row: AlarmRow): Alarm {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    source: row.source,
    text: inBoth((language) => alarmText(row, language)),
    detail: detailOf(row),
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    params: row.params,
    state: row.state,
    count: row.count,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    isLasting: row.is_lasting,
    endedAt: iso(row.ended_at),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by_name,
    escalatedAt: iso(row.escalated_at),
    escalatedBy: row.escalated_by_name,
    closedAt: iso(row.closed_at),
    closedBy: row.closed_by_name,
    isMuted: row.mute_id !== null,
    incidentId: row.incident_id,
    isUnread: row.is_unread,
    version: row.version,
  };
}

/** The cause and the remedy where the platform knows them; null: the name says it all. */
function detailOf({ params }: AlarmRow): Alarm['detail'] {
  const { fault, finding, cause, topic } = params;
  if (typeof fault === 'string' && isFault(fault))
    return inBoth((language) => cameraFaultText(fault, params, language));
  if (typeof finding === 'string' && isCameraFindingCode(finding)) {
    return inBoth((language) => cameraFindingText(finding, params, language));
  }
  if (typeof cause === 'string' && isGapCause(cause))
    return inBoth((language) => gapCauseText(cause, params, language));
  return typeof topic === 'string' ? { vi: topic, en: topic } : null;
}

const isFault = (text: string): text is CameraFaultCode => Object.hasOwn(CAMERA_FAULTS, text);
