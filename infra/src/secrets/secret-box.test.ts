import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const key = randomBytes(32).toString('hex');

test('a sealed value with any bit changed does not open', () => {
  const box = createSecretBox(key);
  const sealed = box.seal('mật khẩu');
  for (let index = 0; index < sealed.length * 8; index++) {
    const changed = Buffer.from(sealed);
    changed[index >> 3]! ^= 1 << (index & 7);
    expect(() => box.open(changed)).toThrow(expect.objectContaining({ code: 'TC_SECRET_BOX' }));
  }
});

test('another key, a cut value and a key of the wrong length are refused', () => {
  const sealed = createSecretBox(key).seal('x');
  expect(() => createSecretBox(randomBytes(32).toString('hex')).open(sealed)).toThrow(
    expect.objectContaining({ code: 'TC_SECRET_BOX' }),
  );
  expect(() => createSecretBox(key).open(sealed.subarray(0, 20))).toThrow('too short');
  expect(() => createSecretBox('abcd')).toThrow('32 bytes');
});

test('every text opens as it was sealed, and never seals the same way twice', () => {
  const box = createSecretBox(key);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = box.seal(text);
      expect(box.open(sealed)).toBe(text);
      expect(box.seal(text).equals(sealed)).toBe(false);
    }),
    { numRuns: 50 },
  );
});
