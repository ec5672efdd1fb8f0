import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';
import { PurposeText, RoleText } from '../identity/identity.schema.ts';

const Name = Type.String({ minLength: 1, maxLength: 100 });

const OidcGroup = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'at the provider of single sign-on: whoever has it becomes a member at the login; null: chosen here',
});

export const Team = Type.Object(
  { id: Uuid, name: Name, memberIds: Type.Array(Uuid), oidcGroup: nullable(OidcGroup), version: Type.Integer() },
  { title: 'Team', additionalProperties: false },
);
export type Team = Static<typeof Team>;

export const TeamList = Type.Object({ items: Type.Array(Team) }, { title: 'TeamList', additionalProperties: false });

const MemberIds = Type.Array(Uuid, { maxItems: 2_000, description: 'users' });

export const TeamCreate = Type.Object(
  { name: Name, memberIds: MemberIds, oidcGroup: Type.Optional(nullable(OidcGroup)) },
  { title: 'TeamCreate', additionalProperties: false },
);
export type TeamCreate = Static<typeof TeamCreate>;

export const TeamUpdate = Type.Object(
  { name: Type.Optional(Name), memberIds: Type.Optional(MemberIds), oidcGroup: Type.Optional(nullable(OidcGroup)) },
  { title: 'TeamUpdate', additionalProperties: false, description: 'an absent field stays' },
);
export type TeamUpdate = Static<typeof TeamUpdate>;

const Ids = Type.Array(CameraIdText, { maxItems: 500 });

export const GrantScope = Type.Object(
  {
    isEverything: Type.Boolean({
      description: 'every camera that serves one of the purposes; then the lists are empty',
    }),
    areaIds: Ids,
    operatingAreaIds: Ids,
    groupIds: Ids,
  },
  { title: 'GrantScope', additionalProperties: false, description: 'areas with everything in them' },
);
export type GrantScope = Static<typeof GrantScope>;

const Purposes = Type.Array(PurposeText, { minItems: 1, uniqueItems: true });

export const Grant = Type.Object(
  {
    id: Uuid,
    userId: nullable(Uuid),
    teamId: nullable(Uuid),
    role: RoleText,
    scope: GrantScope,
    purposes: Purposes,
    createdAt: Instant,
    createdBy: nullable(
      Type.String({ description: 'display name; null: the installation, or an account that is gone' }),
    ),
  },
  { title: 'Grant', additionalProperties: false },
);
export type Grant = Static<typeof Grant>;

export const GrantList = Type.Object({ items: Type.Array(Grant) }, { title: 'GrantList', additionalProperties: false });

export const GrantQuery = Type.Object(
  { userId: Type.Optional(Uuid), teamId: Type.Optional(Uuid) },
  { additionalProperties: false },
);
export type GrantQuery = Static<typeof GrantQuery>;

export const GrantCreate = Type.Object(
  {
    userId: Type.Optional(Uuid),
    teamId: Type.Optional(Uuid),
    role: RoleText,
    scope: GrantScope,
    purposes: Purposes,
  },
  {
    title: 'GrantCreate',
    additionalProperties: false,
    description: 'for a user or for a team; a grant is never edited, another one takes its place',
  },
);
export type GrantCreate = Static<typeof GrantCreate>;
