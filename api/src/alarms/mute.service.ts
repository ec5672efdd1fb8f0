import { randomUUID } from 'node:crypto';
import { alarmText } from '@thapcanh/core/alarms/alarm-kind';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { Mute, MuteCreate } from './alarm.schema.ts';
import type { MuteRepository, MuteRow } from './mute.repository.ts';

/** A mute that nobody remembers hides what a person should see. */
const MAX_DAYS = 30;
const DAY_MS = 86_400_000;

export type MuteService = ReturnType<typeof createMuteService>;

/** Mutes: until then, and for a reason, alarms of a camera or a kind do not come up. */
export function createMuteService(deps: { mutes: MuteRepository; clock: Clock }) {
  const { mutes, clock } = deps;
  const now = (): Date => new Date(clock.nowMs());

  return {
    /** Those in force. */
    async list(auth: Auth): Promise<Mute[]> {
      const { scope } = requireAccess(auth, 'alarm.view');
      return (await mutes.list(scope, now())).map(muteView);
    },

    /** In force when it resolves. Throws `TC_MUTE_INVALID`, `TC_REASON_REQUIRED`, `TC_CAMERA_NOT_FOUND`. */
    async create(auth: Auth, input: MuteCreate): Promise<Mute> {
      const { scope, actor } = requireAccess(auth, 'alarm.handle');
      const { cameraId = null, kind = null } = input;
      const at = now();
      const until = new Date(input.until);
      const refuse = (detail: string) => apiError('TC_MUTE_INVALID', { detail, maxDays: MAX_DAYS });
      if (cameraId === null && kind === null) throw refuse('cameraId, kind');
      if (until <= at || until.getTime() - at.getTime() > MAX_DAYS * DAY_MS) throw refuse('until');
      const reason = input.reason.normalize('NFC').trim();
      if (reason.length < 3) throw apiError('TC_REASON_REQUIRED');
      const id = randomUUID();
      if (!(await mutes.insert({ id, cameraId, kind, until, reason, at }, { scope, actor }))) {
        throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: cameraId ?? '' });
      }
      const row = await mutes.find(id, scope, at);
      if (row === null) throw apiError('TC_MUTE_NOT_FOUND');
      return muteView(row);
    },

    /** Before its time. Throws `TC_MUTE_NOT_FOUND`. */
    async end(auth: Auth, id: string): Promise<void> {
      const { scope, actor } = requireAccess(auth, 'alarm.handle');
      const at = now();
      const mute = await mutes.find(id, scope, at);
      if (mute === null || !(await mutes.end(id, at, actor))) throw apiError('TC_MUTE_NOT_FOUND');
    },
  };
}

function muteView(row: MuteRow): Mute {
  const { kind } = row;
  const name = kind === null ? null : { kind, title: null, params: {} };
  return {
    id: row.id,
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    kind,
    kindText: name && { vi: alarmText(name, 'vi'), en: alarmText(name, 'en') },
    until: row.until.toISOString(),
    reason: row.reason,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    suppressed: row.suppressed,
  };
}
