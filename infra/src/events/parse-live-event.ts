import type { LiveEvent } from '@thapcanh/core/events/live-event';

/** Anybody with the database's password can notify: the payload is checked. Null for anything that is no live event. */
export function parseLiveEvent(payload: string): LiveEvent | null {
  const fields = parseObject(payload);
  const { type, cameraId } = fields;
  if (type === 'wall.changed') {
    return typeof fields.wallId === 'string' ? { type, cameraId: null, wallId: fields.wallId } : null;
  }
  if (cameraId === null || typeof cameraId === 'string') {
    if (type === 'alarm.changed') {
      return typeof fields.alarmId === 'string' ? { type, cameraId, alarmId: fields.alarmId } : null;
    }
    if (type === 'report.changed') {
      return typeof fields.reportId === 'string' ? { type, cameraId, reportId: fields.reportId } : null;
    }
    if (type === 'incident.changed') {
      return typeof fields.incidentId === 'string' ? { type, cameraId, incidentId: fields.incidentId } : null;
    }
  }
  if (typeof cameraId !== 'string') return null;
  if (type === 'camera.changed' || type === 'camera.status' || type === 'finding.changed') return { type, cameraId };
  if (type === 'recording.finished') {
    return typeof fields.recordingId === 'string' ? { type, cameraId, recordingId: fields.recordingId } : null;
  }
  if (type === 'gap.opened' || type === 'gap.closed') {
    return typeof fields.gapId === 'string' ? { type, cameraId, gapId: fields.gapId } : null;
  }
  if (type === 'passage.created' || type === 'passage.updated') {
    return typeof fields.passageId === 'string' ? { type, cameraId, passageId: fields.passageId } : null;
  }
  return null;
}

function parseObject(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
