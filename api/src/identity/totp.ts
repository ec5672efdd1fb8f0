import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const STEP_SECONDS = 30;
/** How many steps a phone's clock may be before or behind ours. */
const DRIFT_STEPS = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Without letters that are read as others. */
const RECOVERY_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_LENGTH = 16;

export function newTotpSecret(): string {
  return new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32;
}

/** What a phone scans: `otpauth://totp/...`. */
export function totpUri(secret: string, username: string): string {
  return totpOf(secret, username).toString();
}

/** The 30 s, counted from 1970, whose code this is; null when it is none of those around now. */
export function stepOfCode(secret: string, code: string, nowMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: nowMs, window: DRIFT_STEPS });
  return delta === null ? null : Math.floor(nowMs / 1000 / STEP_SECONDS) + delta;
}

/** The code of an instant, as a phone shows it. */
export function codeAt(secret: string, nowMs: number): string {
  return totpOf(secret, '').generate({ timestamp: nowMs });
}

/** Codes of 16 letters in groups of four; each lets in once when the phone is lost. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters: string[] = [];
    while (letters.length < RECOVERY_LENGTH) {
      // Bytes past the last whole multiple would make some letters likelier.
      const [byte = 255] = randomBytes(1);
      if (byte < 256 - (256 % RECOVERY_LETTERS.length))
        letters.push(RECOVERY_LETTERS[byte % RECOVERY_LETTERS.length] ?? '');
    }
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** However it is typed: with or without dashes and blanks, in capitals. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Tháp Canh',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
