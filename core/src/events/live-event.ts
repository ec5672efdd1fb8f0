/**
 * What browsers hear at once. Events carry ids only: the receiver fetches what it may see. Delivery is best effort
 * and unordered across kinds; a client that reconnects fetches state anew.
 */
export type LiveEvent =
  | { readonly type: 'camera.changed'; readonly cameraId: string }
  | { readonly type: 'camera.status'; readonly cameraId: string }
  | { readonly type: 'recording.finished'; readonly cameraId: string; readonly recordingId: string }
  | { readonly type: 'gap.opened'; readonly cameraId: string; readonly gapId: string }
  | { readonly type: 'gap.closed'; readonly cameraId: string; readonly gapId: string }
  | { readonly type: 'finding.changed'; readonly cameraId: string }
  | { readonly type: 'passage.created'; readonly cameraId: string; readonly passageId: string }
  | { readonly type: 'passage.updated'; readonly cameraId: string; readonly passageId: string }
  /** `cameraId` null: not about one camera. */
  | { readonly type: 'alarm.changed'; readonly cameraId: string | null; readonly alarmId: string }
  | { readonly type: 'incident.changed'; readonly cameraId: string | null; readonly incidentId: string }
  | { readonly type: 'report.changed'; readonly cameraId: string | null; readonly reportId: string }
  | { readonly type: 'wall.changed'; readonly cameraId: null; readonly wallId: string };

/** PostgreSQL NOTIFY channel that carries `LiveEvent` as JSON. */
export const LIVE_EVENT_CHANNEL = 'tc_live_events';
