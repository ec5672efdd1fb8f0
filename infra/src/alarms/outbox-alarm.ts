import type { RaisedAlarm } from './raise-alarm.ts';

/** What the outbox carries for the inbox of alarms. */
export const ALARM_OUTBOX_KINDS = [
  'camera.event',
  'recording.gap',
  'storage.breaker-opened',
  'storage.disk-full',
] as const;

/** What an outbox row means for the inbox; 'ends': the lasting alarm of this kind and camera is over; null: nothing. */
export type OutboxMeaning =
  | { readonly means: 'alarm'; readonly alarm: RaisedAlarm }
  | { readonly means: 'ends'; readonly kind: string; readonly cameraId: string }
  | null;

const MAX_TEXT = 200;

/** Rows are written by our own parts, but hold words of cameras: every field is checked, texts are cut. */
export function meaningOf(kind: string, payload: unknown, writtenAtMs: number): OutboxMeaning {
  const fields = fieldsOf(payload);
  const cameraId = textOf(fields.cameraId);
  if (kind === 'recording.gap' && cameraId !== null) {
    if (fields.state === 'closed') return { means: 'ends', kind, cameraId };
    const gapId = textOf(fields.gapId);
    const cause = textOf(fields.cause);
    const params = { ...(gapId !== null && { gapId }), ...(cause !== null && { cause }) };
    return { means: 'alarm', alarm: { kind, cameraId, params, atMs: writtenAtMs } };
  }
  if (kind === 'camera.event' && cameraId !== null) {
    const name = fields.event;
    // Motion is told all day and is no alarm by itself; the end of a thing is no new one.
    if ((name !== 'tamper' && name !== 'input') || fields.isActive === false) return null;
    const topic = textOf(fields.topic);
    const toldAtMs = Date.parse(textOf(fields.at) ?? '');
    const atMs = Number.isNaN(toldAtMs) ? writtenAtMs : Math.min(toldAtMs, writtenAtMs);
    const params = topic === null ? {} : { topic };
    return { means: 'alarm', alarm: { kind: `device.${name}`, cameraId, subject: topic ?? '', params, atMs } };
  }
  if (kind === 'storage.breaker-opened' || kind === 'storage.disk-full') {
    const node = textOf(fields.nodeId ?? fields.node);
    const params = node === null ? {} : { node };
    return { means: 'alarm', alarm: { kind, cameraId: null, subject: node ?? '', params, atMs: writtenAtMs } };
  }
  return null;
}

function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  return typeof payload === 'object' && payload !== null ? { ...payload } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_TEXT) : null;
}
