import { randomUUID } from 'node:crypto';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { ConsoleRepository } from './console.repository.ts';
import type { CameraMark, CameraMarkCreate, ConsoleLayout, ConsoleLayoutEdit } from './console.schema.ts';
import { requireClip } from './wall-settings.ts';

const MAX_MARKS = 200;

export type ConsoleService = ReturnType<typeof createConsoleService>;

/** What a person keeps of their console: nine arrangements of their own, and moments of cameras. */
export function createConsoleService(deps: { console: ConsoleRepository; clock: Clock }) {
  const { console: kept, clock } = deps;

  return {
    async layouts(auth: Auth): Promise<ConsoleLayout[]> {
      const { userId } = requireAccess(auth, 'live.watch');
      return (await kept.layouts(userId)).map(({ number, name, layout, tiles, updated_at }) => ({
        number,
        name,
        layout,
        tiles: tiles.map(plainContent),
        updatedAt: updated_at.toISOString(),
      }));
    },

    /** Cameras that are out of reach stay in it, and show nothing. Throws `TC_WALL_CLIP_INVALID`. */
    async saveLayout(auth: Auth, number: number, input: ConsoleLayoutEdit): Promise<ConsoleLayout> {
      const { userId, screen } = requireAccess(auth, 'live.watch');
      if (screen !== undefined) throw apiError('TC_ACCESS_DENIED', { permission: 'wall.control' });
      for (const content of input.tiles) if (content !== null) requireClip(content);
      const updatedAt = new Date(clock.nowMs());
      const { name, layout, tiles } = input;
      await kept.saveLayout({ user_id: userId, number, name, layout, tiles, updated_at: updatedAt });
      return { number, name, layout, tiles, updatedAt: updatedAt.toISOString() };
    },

    /** Throws `TC_CONSOLE_LAYOUT_NOT_FOUND`. */
    async removeLayout(auth: Auth, number: number): Promise<void> {
      const { userId } = requireAccess(auth, 'live.watch');
      if (!(await kept.removeLayout(userId, number))) throw apiError('TC_CONSOLE_LAYOUT_NOT_FOUND', { number });
    },

    /** Marks a moment, or tells that a picture of it was taken. */
    async mark(auth: Auth, cameraId: CameraId, input: CameraMarkCreate): Promise<CameraMark> {
      const { scope, actor, userId, displayName, screen } = requireAccess(auth, 'live.watch');
      if (screen !== undefined) throw apiError('TC_ACCESS_DENIED', { permission: 'wall.control' });
      if (!(await kept.cameraExists(cameraId, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const id = randomUUID();
      const at = new Date(input.at);
      const createdAt = new Date(clock.nowMs());
      const { kind, note = '' } = input;
      await kept.addMark({ id, camera_id: cameraId, user_id: userId, kind, at, note, created_at: createdAt }, actor);
      return {
        id,
        cameraId,
        kind,
        at: at.toISOString(),
        note,
        createdBy: displayName,
        createdAt: createdAt.toISOString(),
      };
    },

    /** Moments of a camera that anybody marked, the newest first. */
    async marks(auth: Auth, cameraId: CameraId): Promise<CameraMark[]> {
      const { scope } = requireAccess(auth, 'recording.watch');
      if (!(await kept.cameraExists(cameraId, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      return (await kept.marks(cameraId, MAX_MARKS)).map((row) => ({
        id: row.id,
        cameraId: row.camera_id,
        kind: row.kind,
        at: row.at.toISOString(),
        note: row.note,
        createdBy: row.created_by,
        createdAt: row.created_at.toISOString(),
      }));
    },
  };
}

type Content = ConsoleLayout['tiles'][number];

/** As the schema has it: its lists are not read-only. */
function plainContent(content: Parameters<ConsoleRepository['saveLayout']>[0]['tiles'][number]): Content {
  if (content === null || content.kind !== 'sequence') return content;
  return { ...content, cameraIds: [...content.cameraIds] };
}
