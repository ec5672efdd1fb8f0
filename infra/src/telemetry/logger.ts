import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const SECRET_KEYS = ['password', 'token', 'authorization', 'cookie', 'secretKey', 'accessKey', 'secret'];
const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*(?::[^\s/@]*)?@/gi;

/** Any text with `user:password@` cut out of the URLs in it. */
export function withoutUrlCredentials(text: string): string {
  return text.replace(URL_CREDENTIALS, '$1***@');
}

function cleanDeep(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutUrlCredentials(value);
  if (value instanceof Error) return cleanError(value, depth);
  if (depth === 0 || typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map((item) => cleanDeep(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanDeep(item, depth - 1)]));
}

function cleanError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  const fields = { type: name, message, ...code, stack, ...(cause === undefined ? {} : { cause }) };
  return depth === 0 ? undefined : cleanDeep(fields, depth - 1);
}

/**
 * Structured logs, one JSON object a line on standard output: `level` as a word, `time` RFC 3339 UTC, `role`, ids under
 * their usual keys (`cameraId`, `traceId`), `worker` where a role runs in several processes, the failure under `err`. Values under secret names are replaced by
 * `[redacted]` and credentials are cut out of every URL, in fields, errors and messages alike.
 */
export function createLogger(
  level: LogLevel,
  role: string,
  destination?: DestinationStream,
  worker: number | null = null,
): Logger {
  const options = {
    level,
    base: worker === null ? { role } : { role, worker },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    // Errors are already plain when they get here; pino's own serializer would restore the original text.
    serializers: { err: (error: unknown) => error },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, cleanDeep(value, 4)])),
    },
    hooks: {
      logMethod(this: PinoLogger, args: Parameters<PinoLogger['info']>, method: PinoLogger['info']): void {
        const cleaned = args.map((arg) => (typeof arg === 'string' ? withoutUrlCredentials(arg) : arg));
        method.apply(this, cleaned as Parameters<PinoLogger['info']>);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
