import { randomUUID } from 'node:crypto';
import type { Purpose } from '@thapcanh/core/people/purpose';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { ApiKeyTable } from '@thapcanh/infra/database/sign-in-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { GrantParts } from '../grants/grant.repository.ts';
import type { Identity } from '../identity/access.ts';
import { grantsOfUser, identityOf } from '../identity/session.repository.ts';

export type KeyRow = Omit<Selectable<ApiKeyTable>, 'key_hash'> & {
  readonly name: string;
  readonly created_by_name: string | null;
};

export interface StoredKey {
  readonly identity: Identity;
  readonly scopes: readonly string[];
  readonly allowedNetworks: readonly string[];
  readonly expiresAtMs: number;
  readonly revokedAt: Date | null;
  readonly lastUsedAtMs: number | null;
}

export type KeyRepository = ReturnType<typeof createKeyRepository>;

/** SQL of keys. Each has an account of its own, whose user name no person can have. */
export function createKeyRepository(db: Kysely<Tables>) {
  const networks = sql<string[]>`allowed_networks::text[]`;
  const keys = () =>
    db
      .selectFrom('api_key')
      .innerJoin('app_user', 'app_user.id', 'api_key.user_id')
      .leftJoin('app_user as maker', 'maker.id', 'api_key.created_by')
      .select(['api_key.user_id', 'key_start', 'scopes', 'expires_at', 'revoked_at', 'last_used_at'])
      .select(['last_used_address', 'api_key.created_by', 'api_key.created_at'])
      .select(['app_user.display_name as name', 'maker.display_name as created_by_name'])
      .select(networks.as('allowed_networks'));

  return {
    /** Newest first. */
    list: (): Promise<KeyRow[]> => keys().orderBy('api_key.created_at', 'desc').orderBy('api_key.user_id').execute(),

    async find(id: string): Promise<KeyRow | null> {
      return (await keys().where('api_key.user_id', '=', id).executeTakeFirst()) ?? null;
    },

    /** False when an area or a group is none. */
    async insert(
      key: {
        id: string;
        name: string;
        keyHash: Buffer;
        keyStart: string;
        scopes: readonly string[];
        allowedNetworks: readonly string[];
        expiresAt: Date;
        createdAt: Date;
        createdBy: string;
      },
      grant: { isEverything: boolean; purposes: Purpose[]; parts: GrantParts },
      actor: AuditActor,
    ): Promise<boolean> {
      const { id, createdAt } = key;
      const username = `api:${id}`;
      try {
        await db.transaction().execute(async (tx) => {
          await tx
            .insertInto('app_user')
            .values({ id, username, username_key: username, display_name: key.name, password_hash: null })
            .execute();
          await tx
            .insertInto('api_key')
            .values({
              user_id: id,
              key_hash: key.keyHash,
              key_start: key.keyStart,
              scopes: [...key.scopes],
              allowed_networks: sql`${[...key.allowedNetworks]}::cidr[]`,
              expires_at: key.expiresAt,
              created_by: key.createdBy,
              created_at: createdAt,
            })
            .execute();
          // The role holds every scope there is: what the key may is what its scopes say.
          const grantId = randomUUID();
          await tx
            .insertInto('access_grant')
            .values({
              ...{ id: grantId, user_id: id, role: 'admin', is_everything: grant.isEverything },
              ...{ purposes: grant.purposes, created_by: key.createdBy, created_at: createdAt },
            })
            .execute();
          const none = { grant_id: grantId, area_id: null, operating_area_id: null, group_id: null };
          const rows = [
            ...[...new Set(grant.parts.areaIds)].map((area_id) => ({ ...none, area_id })),
            ...[...new Set(grant.parts.operatingAreaIds)].map((operating_area_id) => ({ ...none, operating_area_id })),
            ...[...new Set(grant.parts.groupIds)].map((group_id) => ({ ...none, group_id })),
          ];
          if (rows.length > 0) await tx.insertInto('access_grant_part').values(rows).execute();
          const { name, scopes, allowedNetworks, expiresAt } = key;
          const details = { key: id, name, scopes, allowedNetworks, expiresAt, ...grant };
          await appendAudit(tx, actor, { kind: 'key.created', details });
        });
        return true;
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        return false;
      }
    },

    /** For good: the key and what was granted to it. */
    async revoke(id: string, at: Date, actor: AuditActor): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('api_key')
          .set({ revoked_at: at })
          .where('user_id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
        await tx.updateTable('app_user').set({ is_active: false, updated_at: at }).where('id', '=', id).execute();
        await appendAudit(tx, actor, { kind: 'key.revoked', details: { key: id } });
      });
    },

    async findByHash(keyHash: Buffer): Promise<StoredKey | null> {
      const row = await db
        .selectFrom('api_key')
        .innerJoin('app_user', 'app_user.id', 'api_key.user_id')
        .select(['app_user.id', 'app_user.username', 'app_user.display_name', 'app_user.must_change_password'])
        .select(['api_key.scopes', 'api_key.expires_at', 'api_key.revoked_at', 'api_key.last_used_at'])
        .select([grantsOfUser, networks.as('allowed_networks')])
        .where('api_key.key_hash', '=', keyHash)
        .executeTakeFirst();
      return row
        ? {
            identity: identityOf({ ...row, must_add_factor: false }),
            scopes: row.scopes,
            allowedNetworks: row.allowed_networks,
            expiresAtMs: row.expires_at.getTime(),
            revokedAt: row.revoked_at,
            lastUsedAtMs: row.last_used_at?.getTime() ?? null,
          }
        : null;
    },

    async touch(keyHash: Buffer, use: { at: Date; address: string }): Promise<void> {
      await db
        .updateTable('api_key')
        .set({ last_used_at: use.at, last_used_address: use.address })
        .where('key_hash', '=', keyHash)
        .execute();
    },
  };
}
