import type { Config, RoleName } from './config.ts';
import { badValue } from './config-refusals.ts';

export const ROLE_NAMES: readonly RoleName[] = ['api', 'ingest', 'archiver', 'analytics', 'jobs'];
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

/** A whole number within the bounds, both included. */
export function parseCount(where: string, key: string, text: string, bounds: { min: number; max: number }): number {
  const count = Number(text);
  if (/^\d{1,6}$/.test(text) && count >= bounds.min && count <= bounds.max) return count;
  throw badValue(where, key, text, {
    vi: `một số từ ${bounds.min} đến ${bounds.max}`,
    en: `a number from ${bounds.min} to ${bounds.max}`,
  });
}

/** `node-1`: it stands in database rows and never in a path. */
export function parseNodeId(where: string, key: string, text: string): string {
  if (isNodeId(text)) return text;
  throw badValue(where, key, text, {
    vi: 'tên máy 1-63 ký tự A-Z, a-z, 0-9, dấu . _ -',
    en: 'a node name of 1-63 characters A-Z, a-z, 0-9, . _ -',
  });
}

export function isNodeId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text);
}

/** `host:port` or `[v6]:port` that others can reach, so neither `0.0.0.0` nor `::`. */
export function parseHostPort(where: string, key: string, text: string): { host: string; port: number } {
  const [, v6, name, digits = ''] =
    /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?)):(\d{1,5})$/i.exec(text) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  if (host !== undefined && host !== '0.0.0.0' && host !== '::' && port >= 1 && port <= 65_535) return { host, port };
  throw badValue(where, key, text, {
    vi: 'địa chỉ máy:cổng mà các máy khác gọi được, ví dụ 10.0.0.5:8090',
    en: 'host:port as other nodes reach it, for example 10.0.0.5:8090',
  });
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
