import { randomUUID } from 'node:crypto';
import { parseUserId, type UserId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from './access.ts';
import type { User, UserCreate, UserUpdate } from './identity.schema.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-policy.ts';
import { usernameKey } from './session.service.ts';
import type { UserRepository, UserRow } from './user.repository.ts';

export type UserService = ReturnType<typeof createUserService>;

/** Accounts, for administrators. A password set here must be changed by its owner at the next login. */
export function createUserService(deps: {
  users: UserRepository;
  hasher: PasswordHasher;
  clock: Clock;
  /** Called after every change of an account. */
  onChanged: () => void;
}) {
  const { users, hasher, clock, onChanged } = deps;

  async function find(id: UserId): Promise<User> {
    const row = await users.find(id);
    if (!row) throw apiError('TC_USER_NOT_FOUND');
    return userView(row);
  }

  return {
    async list(auth: Auth): Promise<User[]> {
      requireAccess(auth, 'user.manage');
      return (await users.list()).map(userView);
    },

    /** Throws `TC_PASSWORD_WEAK` or `TC_USERNAME_TAKEN`. */
    async create(auth: Auth, input: UserCreate): Promise<User> {
      const { actor } = requireAccess(auth, 'user.manage');
      requireStrongPassword(input.password, { username: input.username });
      const now = new Date(clock.nowMs());
      const id = randomUUID();
      const isNew = await users.insert(
        {
          id,
          username: input.username,
          username_key: usernameKey(input.username),
          display_name: input.displayName,
          password_hash: await hasher.hash(input.password),
          must_change_password: true,
          created_at: now,
          updated_at: now,
        },
        { actor, role: input.role ?? null },
      );
      if (!isNew) throw apiError('TC_USERNAME_TAKEN', { username: input.username });
      return find(userIdOf(id));
    },

    /** A new password or a switched-off account logs the user out everywhere. Throws `TC_LAST_ADMIN`. */
    async update(auth: Auth, id: UserId, input: UserUpdate): Promise<User> {
      const identity = requireAccess(auth, 'user.manage');
      const user = await users.find(id);
      if (!user) throw apiError('TC_USER_NOT_FOUND');
      if (input.password !== undefined) requireStrongPassword(input.password, { username: user.username });
      const result = await users.update(
        id,
        {
          ...(input.displayName !== undefined && { display_name: input.displayName }),
          ...(input.isActive !== undefined && { is_active: input.isActive }),
          ...(input.password !== undefined && {
            password_hash: await hasher.hash(input.password),
            must_change_password: identity.userId !== id,
          }),
        },
        {
          updatedAt: new Date(clock.nowMs()),
          actor: identity.actor,
          endSessions: input.password !== undefined || input.isActive === false,
        },
      );
      if (result === 'last-admin') throw apiError('TC_LAST_ADMIN');
      onChanged();
      return find(id);
    },
  };
}

/** Throws `TC_USER_NOT_FOUND` for text that is no id. */
export function userIdOf(text: string): UserId {
  const id = parseUserId(text);
  if (!id) throw apiError('TC_USER_NOT_FOUND');
  return id;
}

function userView(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    roles: row.roles,
    isActive: row.is_active,
    mustChangePassword: row.must_change_password,
    createdAt: row.created_at.toISOString(),
  };
}
