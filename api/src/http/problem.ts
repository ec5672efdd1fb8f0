import { STATUS_CODES } from 'node:http';
import { AppError, type Language } from '@thapcanh/core/errors/app-error';
import type { FastifyError } from 'fastify';
import type { Static } from 'typebox';
import { apiError } from '../errors/api-errors.ts';
import type { Problem as ProblemSchema } from './common.schema.ts';

type Problem = Static<typeof ProblemSchema>;
export type FieldError = { path: string; message: string };

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
export const BODY_LIMIT_BYTES = 64 * 1024;

/** RFC 9457 body of an error. `errors` names the fields of a request that a schema refused. */
export function problemOf(
  error: AppError,
  options: { traceId: string; language: Language; errors?: FieldError[] },
): Problem {
  const { status, retryable } = error.entry;
  return {
    type: `urn:thapcanh:problem:${error.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.text(options.language),
    code: error.code,
    traceId: options.traceId,
    retryable,
    messages: { vi: error.text('vi'), en: error.text('en') },
    ...(options.errors ? { errors: options.errors } : {}),
  };
}

/** Vietnamese unless the client prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = acceptLanguage?.split(',', 1)[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'vi';
}

/** The table entry behind whatever was thrown; what nobody foresaw is `TC_INTERNAL`, its text never leaves the server. */
export function appErrorOf(error: unknown): { error: AppError; fields?: FieldError[] } {
  if (error instanceof AppError) return { error };
  if (isDatabaseAway(error)) return { error: apiError('TC_DATABASE_UNAVAILABLE', {}, { cause: error }) };
  if (isFastifyError(error)) return fromFastify(error);
  return { error: apiError('TC_INTERNAL', {}, { cause: error }) };
}

function fromFastify(error: FastifyError): { error: AppError; fields?: FieldError[] } {
  if (error.validation) {
    const part = error.validationContext ?? 'request';
    const fields = error.validation.slice(0, 20).map((issue) => ({
      path: `${part}${issue.instancePath}`,
      message: issue.message ?? 'invalid',
    }));
    const detail = fields.map((field) => `${field.path} ${field.message}`).join('; ');
    return { error: apiError('TC_REQUEST_INVALID', { detail: detail.slice(0, 400) }, { cause: error }), fields };
  }
  switch (error.statusCode) {
    case 413:
      return { error: apiError('TC_REQUEST_TOO_LARGE', { limit: BODY_LIMIT_BYTES }, { cause: error }) };
    case 415:
      return { error: apiError('TC_MEDIA_TYPE_UNSUPPORTED', {}, { cause: error }) };
    case 503:
      return { error: apiError('TC_BUSY', {}, { cause: error }) };
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? { error: apiError('TC_REQUEST_INVALID', { detail: error.message }, { cause: error }) }
        : { error: apiError('TC_INTERNAL', {}, { cause: error }) };
  }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('FST_');
}

/** Connection refused or cut, or PostgreSQL classes 08 (connection), 53 (resources) and 57P (shutdown). */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/timeout exceeded when trying to connect|Connection terminated/.test(error.message)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isSocketError = code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ENOENT';
  const isConnect = 'syscall' in error && error.syscall === 'connect';
  return (isSocketError && isConnect) || /^(08|53|57P)/.test(code);
}
