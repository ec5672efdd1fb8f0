import { PURPOSES } from '@thapcanh/core/people/purpose';
import { ROLES } from '@thapcanh/core/people/role';
import { type Static, Type } from 'typebox';
import { Instant, Uuid } from '../http/common.schema.ts';

export const RoleText = Type.Enum([...ROLES]);
export const PurposeText = Type.Enum([...PURPOSES]);
const Roles = Type.Array(RoleText, { description: 'from every grant of theirs and of their teams' });

export const SessionUser = Type.Object(
  {
    id: Uuid,
    username: Type.String(),
    displayName: Type.String(),
    roles: Roles,
    permissions: Type.Array(Type.String(), { description: 'what they may on some camera, or on the whole' }),
    mustChangePassword: Type.Boolean(),
    mustAddFactor: Type.Boolean({ description: 'a role of theirs asks for a second factor; until then nothing else' }),
    screen: Type.Optional(
      Type.Object(
        { wallId: Type.String(), screenId: Type.String() },
        { additionalProperties: false, description: 'not a person but this screen of a wall' },
      ),
    ),
  },
  { title: 'SessionUser', additionalProperties: false },
);
export type SessionUser = Static<typeof SessionUser>;

export const Session = Type.Object({ user: SessionUser }, { title: 'Session', additionalProperties: false });

export const OpenSession = Type.Object(
  {
    id: Uuid,
    createdAt: Instant,
    lastSeenAt: Instant,
    expiresAt: Instant,
    address: Type.String({ description: 'where the login came from' }),
    userAgent: Type.String(),
    isCurrent: Type.Boolean({ description: 'the session that asks' }),
  },
  { title: 'OpenSession', additionalProperties: false },
);
export type OpenSession = Static<typeof OpenSession>;

export const OpenSessionList = Type.Object(
  { items: Type.Array(OpenSession) },
  { title: 'OpenSessionList', additionalProperties: false },
);

export const LoginRequest = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'of the second factor' })),
  },
  { title: 'LoginRequest', additionalProperties: false },
);

export const PasswordChange = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 200 }), next: Type.String({ minLength: 1, maxLength: 200 }) },
  { title: 'PasswordChange', additionalProperties: false },
);

const Username = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{1,62}$',
  description: '2-63 letters, digits, dot, dash, underscore or @; compared without case',
});
const DisplayName = Type.String({ minLength: 1, maxLength: 100 });
const NewPassword = Type.String({ minLength: 1, maxLength: 200 });

export const User = Type.Object(
  {
    id: Uuid,
    username: Type.String(),
    displayName: Type.String(),
    roles: Roles,
    isActive: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    createdAt: Instant,
  },
  { title: 'User', additionalProperties: false },
);
export type User = Static<typeof User>;

export const UserList = Type.Object({ items: Type.Array(User) }, { title: 'UserList', additionalProperties: false });

export const UserCreate = Type.Object(
  { username: Username, displayName: DisplayName, role: Type.Optional(RoleText), password: NewPassword },
  {
    title: 'UserCreate',
    additionalProperties: false,
    description: 'with a role on everything and for all purposes, or without any grant',
  },
);
export type UserCreate = Static<typeof UserCreate>;

export const UserUpdate = Type.Object(
  {
    displayName: Type.Optional(DisplayName),
    isActive: Type.Optional(Type.Boolean()),
    password: Type.Optional(NewPassword),
  },
  { title: 'UserUpdate', additionalProperties: false },
);
export type UserUpdate = Static<typeof UserUpdate>;
