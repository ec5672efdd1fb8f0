/** What a person may do. Every route names one; every service method checks one first. */
export type Permission =
  | 'session.own'
  | 'user.manage'
  | 'area.manage'
  | 'camera.view'
  | 'camera.manage'
  | 'live.watch'
  | 'recording.watch'
  | 'coverage.view'
  | 'storage.view'
  | 'storage.manage'
  | 'hold.manage'
  | 'camera.discover'
  | 'ptz.control'
  | 'passage.view'
  | 'event.listen';

export type Role = 'admin' | 'operator';

const OPERATOR: readonly Permission[] = [
  'session.own',
  'camera.view',
  'live.watch',
  'recording.watch',
  'coverage.view',
  'ptz.control',
  'passage.view',
  'event.listen',
];

/** The only place that says what a role may do; what is not listed is refused. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  operator: new Set(OPERATOR),
  admin: new Set([
    ...OPERATOR,
    'user.manage',
    'area.manage',
    'camera.manage',
    'camera.discover',
    'storage.view',
    'storage.manage',
    'hold.manage',
  ]),
};
