import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, systemErrorCode } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';

const FORMAT = /^[0-9a-f]{32,64}$/;

/**
 * The secret of that name in `<dataDir>/secrets`, 32 random bytes made on first use, hex. Readable by the owner only; a
 * damaged one is refused with `TC_SECRET_UNREADABLE`, never replaced, because data may be sealed with it.
 */
export async function readOrCreateSecret(dataDir: string, name: string): Promise<string> {
  const dir = path.join(dataDir, 'secrets');
  await makeDirectory(dir);
  await chmod(dir, 0o700);
  const file = path.join(dir, name);
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw infraError('TC_SECRET_UNREADABLE', { path: file, detail: errorDetail(error) }, { cause: error });
  });
  const secret = text.trim();
  if (!FORMAT.test(secret)) throw infraError('TC_SECRET_UNREADABLE', { path: file, detail: 'format' });
  return secret;
}
