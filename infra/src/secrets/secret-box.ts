import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { infraError } from '../errors/infra-errors.ts';

/** Seals short texts (camera passwords) for storage. */
export interface SecretBox {
  seal(text: string): Buffer;
  /** Throws `TC_SECRET_BOX` for anything this key did not seal. */
  open(sealed: Buffer): string;
}

const KEY_ID_BYTES = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;
const PURPOSE = 'thapcanh/secret-box/1';

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. Sealed: key id (1 byte) | nonce (12) | tag (16) | ciphertext.
 * The key id tells which of several keys sealed a value; purpose and key id are authenticated with it.
 */
export function createSecretBox(hexKey: string): SecretBox {
  const key = Buffer.from(hexKey, 'hex');
  if (key.length !== 32) throw infraError('TC_SECRET_BOX', { detail: 'the key is not 32 bytes' });
  const keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  const associatedData = Buffer.concat([Buffer.from(PURPOSE), keyId]);
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([keyId, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed.length < HEADER_BYTES) throw infraError('TC_SECRET_BOX', { detail: 'too short' });
      if (!sealed.subarray(0, KEY_ID_BYTES).equals(keyId)) throw infraError('TC_SECRET_BOX', { detail: 'another key' });
      const nonce = sealed.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
      const tag = sealed.subarray(KEY_ID_BYTES + NONCE_BYTES, HEADER_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, options).setAAD(associatedData).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw infraError('TC_SECRET_BOX', { detail: 'changed or sealed by another key' }, { cause: error });
      }
    },
  };
}
