import type { Config, RoleName } from './config.ts';
import { badValue } from './config-refusals.ts';

export const ROLE_NAMES: readonly RoleName[] = ['api', 'ingest', 'analytics', 'jobs'];
export const LOG_LEVELS: readonly Config['logLevel'][] = ['debug', 'info', 'warn', 'error'];

export function isRoleName(text: string): text is RoleName {
  return ROLE_NAMES.some((name) => name === text);
}

export function isLogLevel(text: string): text is Config['logLevel'] {
  return LOG_LEVELS.some((name) => name === text);
}

export function parsePort(where: string, key: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw badValue(where, key, text, { vi: 'một số cổng từ 1 đến 65535', en: 'a port number from 1 to 65535' });
}

/** `api,ingest`: at least one role, no unknown one. */
export function parseRoles(where: string, key: string, text: string): RoleName[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = ROLE_NAMES.filter((role) => names.includes(role));
  if (names.every(isRoleName)) return roles;
  const all = ROLE_NAMES.join(',');
  throw badValue(where, key, text, { vi: `danh sách trong ${all}`, en: `a list of ${all}` });
}

export function parseSwitch(where: string, key: string, text: string): boolean {
  if (text === 'on') return true;
  if (text === 'off') return false;
  throw badValue(where, key, text, { vi: 'on hoặc off', en: 'on or off' });
}

/** A URL with one of the schemes; the message shows the value without its credentials. */
export function parseUrl(where: string, key: string, text: string, schemes: readonly string[]): string {
  const scheme = /^([a-z0-9+]+):\/\/./i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && schemes.includes(scheme)) return text;
  const shown = text.replace(/\/\/[^@]*@/, '//***@');
  const forms = schemes.map((name) => `${name}://…`).join(', ');
  throw badValue(where, key, shown, { vi: `địa chỉ dạng ${forms}`, en: `an address like ${forms}` });
}

/** 32 bytes as 64 hex digits; the message never shows the value. */
export function parseSecretKey(where: string, key: string, text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw badValue(where, key, '***', {
    vi: '64 chữ số thập lục phân (32 byte)',
    en: '64 hexadecimal digits (32 bytes)',
  });
}
