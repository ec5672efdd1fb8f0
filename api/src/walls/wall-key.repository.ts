import { parseUserId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { WallKeyTable } from '@thapcanh/infra/database/wall-tables';
import type { Kysely, Selectable } from 'kysely';
import type { SessionRepository, StoredSession } from '../identity/session.repository.ts';

export type WallKeyRow = Omit<Selectable<WallKeyTable>, 'key_hash'>;

const COLUMNS = ['id', 'wall_id', 'screen_id', 'name', 'created_by', 'created_at', 'used_at'] as const;

export type WallKeyRepository = ReturnType<typeof createWallKeyRepository>;

/** SQL of the keys of wall screens and of the sessions that they open. */
export function createWallKeyRepository(db: Kysely<Tables>) {
  return {
    list: (wallId: string): Promise<WallKeyRow[]> =>
      db.selectFrom('wall_key').select(COLUMNS).where('wall_id', '=', wallId).orderBy('created_at').execute(),

    insert(key: Omit<WallKeyRow, 'used_at'> & { key_hash: Buffer }, actor: AuditActor): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await tx.insertInto('wall_key').values(key).execute();
        const details = { wall: key.wall_id, screen: key.screen_id, key: key.id, name: key.name };
        await appendAudit(tx, actor, { kind: 'wall.key-created', details });
      });
    },

    /** False when the wall has no such key. Its sessions end with it. */
    remove(wallId: string, id: string, actor: AuditActor): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const removed = await tx
          .deleteFrom('wall_key')
          .where('wall_id', '=', wallId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (removed.numDeletedRows !== 1n) return false;
        await appendAudit(tx, actor, { kind: 'wall.key-removed', details: { wall: wallId, key: id } });
        return true;
      });
    },

    async findByHash(keyHash: Buffer): Promise<WallKeyRow | null> {
      const row = await db.selectFrom('wall_key').select(COLUMNS).where('key_hash', '=', keyHash).executeTakeFirst();
      return row ?? null;
    },

    /** Opens a session; those of the key that have run out go. */
    openSession(
      key: WallKeyRow,
      session: { tokenHash: Buffer; createdAt: Date; expiresAt: Date },
      actor: AuditActor,
    ): Promise<void> {
      return db.transaction().execute(async (tx) => {
        const { tokenHash, createdAt, expiresAt } = session;
        await tx.deleteFrom('wall_session').where('key_id', '=', key.id).where('expires_at', '<=', createdAt).execute();
        await tx
          .insertInto('wall_session')
          .values({
            token_hash: tokenHash,
            key_id: key.id,
            created_at: createdAt,
            last_seen_at: createdAt,
            expires_at: expiresAt,
          })
          .execute();
        await tx.updateTable('wall_key').set({ used_at: createdAt }).where('id', '=', key.id).execute();
        const details = { wall: key.wall_id, screen: key.screen_id, key: key.id };
        await appendAudit(tx, actor, { kind: 'wall.joined', details });
      });
    },

    async findSession(tokenHash: Buffer): Promise<StoredSession | null> {
      const row = await db
        .selectFrom('wall_session')
        .innerJoin('wall_key', 'wall_key.id', 'wall_session.key_id')
        .innerJoin('wall', 'wall.id', 'wall_key.wall_id')
        .select(['wall_key.id', 'wall_key.wall_id', 'wall_key.screen_id', 'wall.name'])
        .select(['wall_session.last_seen_at', 'wall_session.expires_at'])
        .where('wall_session.token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      const userId = parseUserId(row.id);
      if (userId === null) throw new Error(`key ${row.id} has no UUID`);
      const username = `${row.wall_id}/${row.screen_id}`;
      const screen = { wallId: row.wall_id, screenId: row.screen_id };
      const displayName = `${row.name} / ${row.screen_id}`;
      return {
        identity: {
          userId,
          username,
          displayName,
          mustChangePassword: false,
          mustAddFactor: false,
          grants: [],
          screen,
        },
        lastSeenAtMs: row.last_seen_at.getTime(),
        expiresAtMs: row.expires_at.getTime(),
      };
    },

    async touchSession(tokenHash: Buffer, seenAt: Date): Promise<void> {
      await db.updateTable('wall_session').set({ last_seen_at: seenAt }).where('token_hash', '=', tokenHash).execute();
    },

    async removeSession(tokenHash: Buffer): Promise<void> {
      await db.deleteFrom('wall_session').where('token_hash', '=', tokenHash).execute();
    },
  };
}

/** The sessions of people and of wall screens behind one contract: a token is of one or of the other. */
export function withScreenSessions(people: SessionRepository, screens: WallKeyRepository): SessionRepository {
  return {
    ...people,
    find: async (tokenHash) => (await people.find(tokenHash)) ?? screens.findSession(tokenHash),
    async touch(tokenHash, seenAt) {
      await people.touch(tokenHash, seenAt);
      await screens.touchSession(tokenHash, seenAt);
    },
    async remove(tokenHash, actor) {
      await screens.removeSession(tokenHash);
      await people.remove(tokenHash, actor);
    },
  };
}
