import type { Role } from '@thapcanh/core/people/role';

/** What a person may do. Every route names one; every service method checks one first. */
export const PERMISSIONS = [
  'session.own',
  'user.manage',
  'area.manage',
  'camera.view',
  'camera.manage',
  'live.watch',
  'recording.watch',
  'coverage.view',
  'storage.view',
  'storage.manage',
  'hold.manage',
  'camera.discover',
  'ptz.control',
  'passage.view',
  'event.listen',
  'audit.view',
  'wall.view',
  'wall.control',
  'wall.manage',
  'alarm.view',
  'alarm.handle',
  'incident.view',
  'incident.handle',
  'incident.lead',
  'report.view',
  'report.handle',
  'key.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Everybody who is logged in has it, whatever was granted. */
export const OWN_PERMISSION: Permission = 'session.own';

/**
 * Not about single cameras: counts only from a grant over everything. Otherwise whoever manages the accounts of one ward
 * could give themselves the city.
 */
export const WHOLE_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  'user.manage',
  'area.manage',
  'storage.view',
  'storage.manage',
  'camera.discover',
  'audit.view',
  'wall.manage',
  'key.manage',
]);

/** What the computer of a wall's screen may, on the cameras of that wall. */
export const SCREEN_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  'camera.view',
  'live.watch',
  'recording.watch',
  'event.listen',
  'wall.view',
]);

const LISTEN: readonly Permission[] = ['camera.view', 'event.listen'];
const RECORDINGS: readonly Permission[] = [...LISTEN, 'recording.watch', 'coverage.view'];
const REVIEW: readonly Permission[] = [...LISTEN, 'recording.watch', 'passage.view'];
const WATCH: readonly Permission[] = [...RECORDINGS, 'live.watch', 'passage.view'];
const CONTROL: readonly Permission[] = [...WATCH, 'ptz.control'];
const SHIFT: readonly Permission[] = [
  ...CONTROL,
  'wall.view',
  'wall.control',
  'alarm.view',
  'alarm.handle',
  'incident.view',
  'incident.handle',
  'report.view',
  'report.handle',
];

/** The only place that says what a role may do; what is not listed is refused. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  operator: new Set(SHIFT),
  'shift-lead': new Set([...SHIFT, 'hold.manage', 'wall.manage', 'incident.lead']),
  'ward-officer': new Set(SHIFT),
  'traffic-officer': new Set(WATCH),
  reviewer: new Set(REVIEW),
  investigator: new Set([...WATCH, 'hold.manage', 'incident.view']),
  approver: new Set([...REVIEW, 'hold.manage']),
  auditor: new Set([...LISTEN, 'coverage.view', 'audit.view']),
  admin: new Set([
    ...SHIFT,
    'user.manage',
    'area.manage',
    'camera.manage',
    'camera.discover',
    'storage.view',
    'storage.manage',
    'hold.manage',
    'audit.view',
    'wall.manage',
    'key.manage',
    'incident.lead',
  ]),
};
