import type { AppError } from '@thapcanh/core/errors/app-error';
import { nearest } from '@thapcanh/core/text/did-you-mean';
import { infraError } from '../errors/infra-errors.ts';

/** What a setting wants, in both languages. */
export interface Expectation {
  readonly vi: string;
  readonly en: string;
}

export function unknownKey(where: string, key: string, known: readonly string[]): AppError {
  const near = nearest(key, known);
  const all = known.join(', ');
  return infraError('TC_CONFIG_UNKNOWN_KEY', {
    where,
    key,
    hintVi: near === null ? ` Các mục dùng được: ${all}.` : ` Có phải ý bạn là "${near}"?`,
    hintEn: near === null ? ` Known ones: ${all}.` : ` Did you mean "${near}"?`,
  });
}

export function badValue(where: string, key: string, value: string, expected: Expectation): AppError {
  const params = { where, key, value: value.slice(0, 120), expectedVi: expected.vi, expectedEn: expected.en };
  return infraError('TC_CONFIG_VALUE', params);
}

export function missingValue(where: string, key: string, expected: Expectation): AppError {
  return infraError('TC_CONFIG_MISSING', { where, key, expectedVi: expected.vi, expectedEn: expected.en });
}
