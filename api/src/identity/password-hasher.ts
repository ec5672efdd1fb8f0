import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { apiError } from '../errors/api-errors.ts';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashings under way or waiting at most (19 MiB each); past it a login is refused with `TC_BUSY`. */
const MAX_PENDING = 16;

/** Hashes and verifies passwords as argon2id PHC strings. Refuses with `TC_BUSY` when too many wait. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes the same time whether or not there is a hash to compare with (`null`: unknown user, always false). */
  verify(phc: string | null, password: string): Promise<boolean>;
}

export function createPasswordHasher(): PasswordHasher {
  let pending = 0;
  let decoy: Promise<string> | null = null;

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (pending >= MAX_PENDING) throw apiError('TC_BUSY');
    pending += 1;
    try {
      return await work();
    } finally {
      pending -= 1;
    }
  }

  return {
    hash: (password) => bounded(() => hash(password, ARGON2)),
    verify: (phc, password) =>
      bounded(async () => {
        decoy ??= hash(randomBytes(32).toString('hex'), ARGON2);
        const decoyHash = await decoy;
        const isMatch = await verify(phc ?? decoyHash, password);
        return phc !== null && isMatch;
      }),
  };
}
