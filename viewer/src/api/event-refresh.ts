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
  'wall.changed': ['walls'],
};

/** Everything that live events can make stale. */
export const ALL_QUERIES: readonly string[] = [...new Set(Object.values(QUERIES).flat())];

/** The queries that an event's data makes stale; none for a kind of event that this viewer does not know. */
export function queriesOfEvent(data: string): readonly string[] {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return [];
  }
  if (typeof event !== 'object' || event === null || !('type' in event)) return [];
  return Object.entries(QUERIES).find(([type]) => type === event.type)?.[1] ?? [];
}
