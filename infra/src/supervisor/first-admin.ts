import { randomInt, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';

export interface FirstLogin {
  readonly username: string;
  readonly password: string;
}

/** No letters that are mistaken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;
/** OWASP Password Storage Cheat Sheet, argon2id; the hash carries its parameters, so the API may use others. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Creates `admin` with a random password (79 bits) when there is no account at all; null when there is one. */
export async function createFirstAdmin(db: Kysely<Tables>): Promise<FirstLogin | null> {
  const existing = await db.selectFrom('app_user').select('id').limit(1).executeTakeFirst();
  if (existing) return null;
  const username = 'admin';
  const password = randomPassword();
  const password_hash = await hash(password, ARGON2);
  const isCreated = await db.transaction().execute(async (tx) => {
    const created = await tx
      .insertInto('app_user')
      .values({ id: randomUUID(), username, username_key: username, display_name: 'Quản trị viên', password_hash })
      .onConflict((conflict) => conflict.column('username_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!created) return false;
    await tx
      .insertInto('access_grant')
      .values({ id: randomUUID(), user_id: created.id, role: 'admin', is_everything: true, purposes: [...PURPOSES] })
      .execute();
    return true;
  });
  return isCreated ? { username, password } : null;
}

function randomPassword(): string {
  const letter = (): string => ALPHABET[randomInt(ALPHABET.length)] ?? '';
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
