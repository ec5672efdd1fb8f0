import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from './api-server.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** PostgreSQL keeps neither the character 0 nor half of a surrogate pair in a text. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}

/** Refuses such a text anywhere in the body or the address of a request, before any route sees it. */
export function registerStorableText(app: ApiServer): void {
  app.addHook('preValidation', async (request) => {
    for (const part of ['body', 'query', 'params'] as const) {
      const way = unstorableIn(request[part]);
      if (way !== null) {
        throw apiError('TC_REQUEST_INVALID', { detail: `${part}${way}: U+0000 or half a character` });
      }
    }
  });
}

/** Where the first such text stands; null: nowhere. Bytes and streams are not looked into. */
function unstorableIn(value: unknown): string | null {
  const open: { value: unknown; way: string }[] = [{ value, way: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: found, way } = next;
    if (typeof found === 'string' && !isStorableText(found)) return way;
    if (typeof found !== 'object' || found === null || !isPlain(found)) continue;
    for (const [key, inner] of Object.entries(found)) {
      if (!isStorableText(key)) return way;
      open.push({ value: inner, way: `${way}/${key}` });
    }
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
