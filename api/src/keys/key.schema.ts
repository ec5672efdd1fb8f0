import { type Static, Type } from 'typebox';
import { GrantScope } from '../grants/grant.schema.ts';
import { Instant, nullable, Uuid } from '../http/common.schema.ts';
import { PurposeText } from '../identity/identity.schema.ts';
import { KEY_PERMISSIONS } from './key-permissions.ts';

const Name = Type.String({ minLength: 1, maxLength: 100, description: 'what uses it' });
const Scopes = Type.Array(Type.Enum([...KEY_PERMISSIONS]), {
  minItems: 1,
  uniqueItems: true,
  description: 'what it may; never accounts, keys, settings of the whole or sessions',
});
const Networks = Type.Array(Type.String({ minLength: 2, maxLength: 50 }), {
  maxItems: 20,
  description: 'addresses or networks like 10.1.0.0/16 it may be used from; none: from everywhere',
});

export const ApiKey = Type.Object(
  {
    id: Uuid,
    name: Name,
    start: Type.String({ description: 'its first letters, to tell keys apart' }),
    scopes: Scopes,
    allowedNetworks: Networks,
    expiresAt: Instant,
    revokedAt: nullable(Instant),
    lastUsedAt: nullable(Instant),
    lastUsedFrom: nullable(Type.String()),
    createdAt: Instant,
    createdBy: nullable(Type.String({ description: 'display name' })),
  },
  { title: 'ApiKey', additionalProperties: false },
);
export type ApiKey = Static<typeof ApiKey>;

export const ApiKeyList = Type.Object(
  { items: Type.Array(ApiKey) },
  { title: 'ApiKeyList', additionalProperties: false, description: 'newest first, revoked and expired ones too' },
);

export const ApiKeyCreate = Type.Object(
  {
    name: Name,
    scopes: Scopes,
    scope: GrantScope,
    purposes: Type.Array(PurposeText, { minItems: 1, uniqueItems: true }),
    allowedNetworks: Type.Optional(Networks),
    expiresAt: Type.String({ ...Instant, description: 'at most two years from now' }),
  },
  { title: 'ApiKeyCreate', additionalProperties: false },
);
export type ApiKeyCreate = Static<typeof ApiKeyCreate>;

export const NewApiKey = Type.Object(
  { key: ApiKey, secret: Type.String({ description: '`tck_...`, shown this once; sent as `Authorization: Bearer`' }) },
  { title: 'NewApiKey', additionalProperties: false },
);
export type NewApiKey = Static<typeof NewApiKey>;
