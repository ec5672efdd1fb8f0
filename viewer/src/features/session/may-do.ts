import type { SessionUser } from '../../api/api.ts';

/** Whether the person may on some camera, or on the whole: what is shown. The server decides on which. */
export function mayDo(user: SessionUser | null | undefined, permission: string): boolean {
  return user?.permissions.includes(permission) ?? false;
}
