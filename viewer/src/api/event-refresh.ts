import type { LiveEvent } from '@thapcanh/core/events/live-event';

const QUERIES: Readonly<Record<LiveEvent['type'], readonly string[]>> = {
  'camera.changed': ['cameras'],
  'camera.status': ['cameras'],
  'recording.finished': ['recordings'],
  'gap.opened': ['coverage'],
  'gap.closed': ['coverage'],
  'finding.changed': ['findings'],
  'passage.created': ['passages'],
  'passage.updated': ['passages'],
  'alarm.changed': ['alarms'],
  'incident.changed': ['incidents'],
  'report.changed': ['reports'],
  'wall.changed': ['walls'],
};

/** Everything that live events can make stale. */
export const ALL_QUERIES: readonly string[] = [...new Set(Object.values(QUERIES).flat())];

/** The camera that an event is about, of one that makes nothing but that camera stale; null for every other event. */
export function changedCamera(data: string): string | null {
  const event = parseEvent(data);
  const isOfCamera = event?.type === 'camera.changed' || event?.type === 'camera.status';
  return isOfCamera && typeof event.cameraId === 'string' ? event.cameraId : null;
}

/** The queries that an event's data makes stale; none for a kind of event that this viewer does not know. */
export function queriesOfEvent(data: string): readonly string[] {
  const event = parseEvent(data);
  return Object.entries(QUERIES).find(([type]) => type === event?.type)?.[1] ?? [];
}

function parseEvent(data: string): { readonly type: unknown; readonly cameraId?: unknown } | null {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === 'object' && event !== null && 'type' in event ? event : null;
  } catch {
    return null;
  }
}
