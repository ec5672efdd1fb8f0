/** Universally unique identifier of ONVIF Media Signing messages: they must stay in the stream, in order. */
export const MEDIA_SIGNING_UUID = Buffer.from('005bc93f2d715e95ada4796f90877a6f', 'hex');

const USER_DATA_UNREGISTERED = 5;
const RECOVERY_POINT = 6;
const MAX_MESSAGES = 16;

export type SeiKind = 'signing' | 'recovery-point' | 'other';

/** `ue(v)` 0 or `se(v)` 0 begins with a set bit: recovery is immediate. */
const isZero = (byte: number | undefined): boolean => byte !== undefined && (byte & 0x80) !== 0;

/**
 * What a supplemental enhancement information unit (or its first fragment) at `[start, end)`, header left out, is good
 * for: the first message that counts. Sizes of H.264 7.3.2.3 and H.265 7.3.5 are alike. Never throws.
 */
export function seiKind(bytes: Buffer, start: number, end: number): SeiKind {
  let at = start;
  const value = (): number => {
    let sum = 0;
    while (at < end && bytes[at] === 0xff) {
      sum += 0xff;
      at++;
    }
    sum += at < end ? (bytes[at] ?? 0) : 0;
    at++;
    return sum;
  };
  for (let n = 0; n < MAX_MESSAGES && at + 2 < end; n++) {
    const type = value();
    const size = value();
    if (type === RECOVERY_POINT && at < end && isZero(bytes[at])) return 'recovery-point';
    if (type === USER_DATA_UNREGISTERED && at + MEDIA_SIGNING_UUID.length <= end && isSigning(bytes, at))
      return 'signing';
    at += size;
  }
  return 'other';
}

/** The identifier begins `00 5b`: no emulation prevention byte can stand in it. */
const isSigning = (bytes: Buffer, at: number): boolean =>
  MEDIA_SIGNING_UUID.compare(bytes, at, at + MEDIA_SIGNING_UUID.length) === 0;
