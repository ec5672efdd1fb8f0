import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { createShortMemory } from '../http/short-memory.ts';
import { ANONYMOUS, type Auth, actorOf, type RequestOrigin, requireAccess } from '../identity/access.ts';
import { isAllowedFrom, networkOf } from './allowed-networks.ts';
import type { KeyRepository, KeyRow, StoredKey } from './key.repository.ts';
import type { ApiKey, ApiKeyCreate, NewApiKey } from './key.schema.ts';

/** Tells a leaked key apart from other secrets in logs and repositories. */
const PREFIX = 'tck_';
const KEY = /^tck_[A-Za-z0-9_-]{43}$/;
const SHOWN_LETTERS = PREFIX.length + 6;
const BELIEVED_MS = 1_000;
const TOUCH_EVERY_MS = 60_000;
const REFUSAL_NOTED_EVERY_MS = 10 * 60_000;
const LONGEST_LIFE_MS = 2 * 366 * 86_400_000;

const NO_PLACE = { vi: 'chọn toàn bộ hoặc ít nhất một nơi', en: 'choose everything or at least one place' };
const UNKNOWN_PLACE = { vi: 'có khu vực hoặc nhóm không tồn tại', en: 'an area or a group does not exist' };
const BAD_TIME = {
  vi: 'thời hạn phải ở tương lai và không quá hai năm',
  en: 'it has to expire in the future, within two years',
};
const BAD_NETWORK = {
  vi: 'địa chỉ được phép viết như 10.1.0.0/16 hoặc 10.1.2.3',
  en: 'write allowed addresses like 10.1.0.0/16 or 10.1.2.3',
};

export type KeyService = ReturnType<typeof createKeyService>;

/**
 * Keys with which other systems call the API. A key is 32 random bytes, of which only the SHA-256 is stored. It may what
 * its scopes name, on the cameras that its grant reaches, until it expires.
 */
export function createKeyService(deps: { keys: KeyRepository; audit: AuditRecorder; clock: Clock }) {
  const { keys, audit, clock } = deps;
  const known = createShortMemory({ clock, forMs: BELIEVED_MS, maxEntries: 1_000 }, (hash) =>
    keys.findByHash(Buffer.from(hash, 'hex')),
  );

  function refusalOf(key: StoredKey, origin: RequestOrigin): string | null {
    if (key.revokedAt !== null) return 'revoked';
    if (clock.nowMs() >= key.expiresAtMs) return 'expired';
    return isAllowedFrom(key.allowedNetworks, origin.address) ? null : 'address';
  }

  function authOf(key: StoredKey, keyHash: Buffer, origin: RequestOrigin): Auth {
    return { kind: 'key', identity: key.identity, scopes: new Set(key.scopes), keyHash, origin };
  }

  return {
    /** Who the key stands for. Throws `TC_KEY_REFUSED` for every key that is not good, whatever is wrong with it. */
    async resolve(text: string, origin: RequestOrigin): Promise<Auth> {
      if (!KEY.test(text)) throw apiError('TC_KEY_REFUSED');
      const keyHash = hashKey(text);
      const key = await known.get(keyHash.toString('hex'));
      if (key === null) throw apiError('TC_KEY_REFUSED');
      const reason = refusalOf(key, origin);
      if (reason !== null) {
        const fact = { kind: 'key.refused' as const, details: { key: key.identity.userId, reason } };
        const every = { key: `${key.identity.userId} ${reason}`, forMs: REFUSAL_NOTED_EVERY_MS };
        await audit.noteOnce(actorOf(key.identity, origin), fact, every);
        throw apiError('TC_KEY_REFUSED');
      }
      const nowMs = clock.nowMs();
      if (key.lastUsedAtMs === null || nowMs - key.lastUsedAtMs >= TOUCH_EVERY_MS) {
        await keys.touch(keyHash, { at: new Date(nowMs), address: origin.address });
        known.forget(keyHash.toString('hex'));
      }
      return authOf(key, keyHash, origin);
    },

    /** What a key that was good stands for now: other grants, or nobody. */
    async renewed(auth: Auth): Promise<Auth> {
      if (auth.kind !== 'key') return ANONYMOUS;
      const key = await keys.findByHash(auth.keyHash);
      return key === null || refusalOf(key, auth.origin) !== null ? ANONYMOUS : authOf(key, auth.keyHash, auth.origin);
    },

    async list(auth: Auth): Promise<ApiKey[]> {
      requireAccess(auth, 'key.manage');
      return (await keys.list()).map(keyView);
    },

    /** The secret is given this once. Throws `TC_KEY_INVALID`. */
    async create(auth: Auth, input: ApiKeyCreate): Promise<NewApiKey> {
      const { userId, actor } = requireAccess(auth, 'key.manage');
      const { isEverything, ...parts } = input.scope;
      const places = parts.areaIds.length + parts.operatingAreaIds.length + parts.groupIds.length;
      if (isEverything === places > 0) throw apiError('TC_KEY_INVALID', { detail: NO_PLACE });
      const name = input.name.normalize('NFC').trim();
      if (name === '') throw apiError('TC_REQUEST_INVALID', { detail: 'name' });
      const nowMs = clock.nowMs();
      const expiresAt = new Date(input.expiresAt);
      const lifeMs = expiresAt.getTime() - nowMs;
      if (!(lifeMs > 0 && lifeMs <= LONGEST_LIFE_MS)) throw apiError('TC_KEY_INVALID', { detail: BAD_TIME });
      const allowedNetworks = (input.allowedNetworks ?? []).map((text) => {
        const network = networkOf(text);
        if (network === null) throw apiError('TC_KEY_INVALID', { detail: BAD_NETWORK });
        return network;
      });
      const secret = `${PREFIX}${randomBytes(32).toString('base64url')}`;
      const id = randomUUID();
      const isMade = await keys.insert(
        {
          id,
          name,
          keyHash: hashKey(secret),
          keyStart: secret.slice(0, SHOWN_LETTERS),
          scopes: input.scopes,
          allowedNetworks,
          expiresAt,
          createdAt: new Date(nowMs),
          createdBy: userId,
        },
        { isEverything, purposes: input.purposes, parts },
        actor,
      );
      if (!isMade) throw apiError('TC_KEY_INVALID', { detail: UNKNOWN_PLACE });
      return { key: await find(id), secret };
    },

    /** For good. Throws `TC_KEY_NOT_FOUND`. */
    async revoke(auth: Auth, id: string): Promise<void> {
      const { actor } = requireAccess(auth, 'key.manage');
      await find(id);
      await keys.revoke(id, new Date(clock.nowMs()), actor);
      known.forgetAll();
    },

    /** To be called when grants were changed elsewhere in this process. */
    forgetKnown(): void {
      known.forgetAll();
    },
  };

  async function find(id: string): Promise<ApiKey> {
    const row = await keys.find(id);
    if (!row) throw apiError('TC_KEY_NOT_FOUND');
    return keyView(row);
  }
}

function hashKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function keyView(row: KeyRow): ApiKey {
  return {
    id: row.user_id,
    name: row.name,
    start: row.key_start,
    scopes: row.scopes as ApiKey['scopes'],
    allowedNetworks: row.allowed_networks,
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedFrom: row.last_used_address,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
  };
}
