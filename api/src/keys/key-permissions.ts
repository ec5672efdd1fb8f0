import { OWN_PERMISSION, PERMISSIONS, type Permission, WHOLE_PERMISSIONS } from '../identity/permissions.ts';

/**
 * What a key may be made for: what is about cameras and what they saw. Nothing about sessions, accounts, keys, areas or
 * the installation: such a key could make itself another.
 */
export const KEY_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  (permission) => permission !== OWN_PERMISSION && !WHOLE_PERMISSIONS.has(permission),
);
