import { randomUUID } from 'node:crypto';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, actorOf, type RequestOrigin, requireAccess } from '../identity/access.ts';
import type { SessionUser } from '../identity/identity.schema.ts';
import { hashToken, newToken, SESSION_LIMITS, SESSION_TOKEN, sessionUser } from '../identity/session.service.ts';
import type { WallRepository } from './wall.repository.ts';
import type { WallKeyRepository, WallKeyRow } from './wall-key.repository.ts';
import type { NewWallKey, ScreenLogin, WallKey, WallKeyCreate } from './wall-key.schema.ts';

export type ScreenSessionService = ReturnType<typeof createScreenSessionService>;

/**
 * Keys that let the computer of a wall's screen in without a person. The session behind a key may look at that wall and
 * at what it shows, and at nothing else; it ends with its key.
 */
export function createScreenSessionService(deps: {
  walls: WallRepository;
  keys: WallKeyRepository;
  clock: Clock;
  /** Called when sessions ended. */
  onChanged: () => void;
}) {
  const { walls, keys, clock, onChanged } = deps;

  return {
    async list(auth: Auth, wallId: string): Promise<WallKey[]> {
      const { scope } = requireAccess(auth, 'wall.manage');
      if ((await walls.find(wallId, scope)) === null) throw apiError('TC_WALL_NOT_FOUND', { wallId });
      return (await keys.list(wallId)).map(keyView);
    },

    /** The secret is given once. Throws `TC_WALL_SETTINGS_INVALID` for a screen that the wall does not have. */
    async create(auth: Auth, wallId: string, input: WallKeyCreate): Promise<NewWallKey> {
      const { scope, actor, displayName } = requireAccess(auth, 'wall.manage');
      const wall = await walls.find(wallId, scope);
      if (wall === null) throw apiError('TC_WALL_NOT_FOUND', { wallId });
      if (!wall.screens.some(({ id }) => id === input.screenId)) {
        const detail = { vi: `không có màn hình “${input.screenId}”`, en: `there is no screen “${input.screenId}”` };
        throw apiError('TC_WALL_SETTINGS_INVALID', { detail });
      }
      const secret = newToken();
      const row = {
        id: randomUUID(),
        wall_id: wallId,
        screen_id: input.screenId,
        name: input.name.trim(),
        created_by: displayName,
        created_at: new Date(clock.nowMs()),
      };
      await keys.insert({ ...row, key_hash: hashToken(secret) }, actor);
      return { key: keyView({ ...row, used_at: null }), secret };
    },

    /** Throws `TC_WALL_KEY_NOT_FOUND`. */
    async remove(auth: Auth, wallId: string, keyId: string): Promise<void> {
      const { scope, actor } = requireAccess(auth, 'wall.manage');
      if ((await walls.find(wallId, scope)) === null) throw apiError('TC_WALL_NOT_FOUND', { wallId });
      if (!(await keys.remove(wallId, keyId, actor))) throw apiError('TC_WALL_KEY_NOT_FOUND');
      onChanged();
    },

    /** Open to everybody: the key proves which screen it is. Throws `TC_WALL_KEY_REFUSED`. */
    async join(
      { wallId, screenId, key: secret }: ScreenLogin,
      origin: RequestOrigin,
    ): Promise<{ token: string; user: SessionUser }> {
      const key = secret !== undefined && SESSION_TOKEN.test(secret) ? await keys.findByHash(hashToken(secret)) : null;
      if (key === null || key.wall_id !== wallId || key.screen_id !== screenId) throw apiError('TC_WALL_KEY_REFUSED');
      const token = newToken();
      const nowMs = clock.nowMs();
      const session = {
        tokenHash: hashToken(token),
        createdAt: new Date(nowMs),
        expiresAt: new Date(nowMs + SESSION_LIMITS.absoluteMs),
      };
      const actor = { ...actorOf(null, origin), name: `${wallId}/${screenId}` };
      await keys.openSession(key, session, actor);
      const stored = await keys.findSession(session.tokenHash);
      if (stored === null) throw apiError('TC_WALL_KEY_REFUSED');
      return { token, user: sessionUser(stored.identity) };
    },
  };
}

function keyView(row: WallKeyRow): WallKey {
  return {
    id: row.id,
    screenId: row.screen_id,
    name: row.name,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
  };
}
