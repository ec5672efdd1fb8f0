/** What a person is to the platform; `api/src/identity/permissions.ts` says what each may do. */
export const ROLES = [
  'operator',
  'shift-lead',
  'ward-officer',
  'traffic-officer',
  'reviewer',
  'investigator',
  'approver',
  'auditor',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];
