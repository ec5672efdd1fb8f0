import type { OidcConfig } from './config.ts';
import { missingValue } from './config-refusals.ts';
import { parseUrl } from './setting-values.ts';

export const OIDC_VARIABLES = [
  'THAPCANH_PUBLIC_URL',
  'THAPCANH_OIDC_ISSUER',
  'THAPCANH_OIDC_CLIENT_ID',
  'THAPCANH_OIDC_CLIENT_SECRET',
  'THAPCANH_OIDC_NAME',
  'THAPCANH_OIDC_GROUPS_CLAIM',
] as const;
type OidcVariable = (typeof OIDC_VARIABLES)[number];

/** Single sign-on is chosen by its issuer; then the client and the address of this installation are needed too. */
export function parseOidc(where: string, text: (name: OidcVariable) => string | null): OidcConfig | null {
  const issuer = text('THAPCANH_OIDC_ISSUER');
  if (issuer === null) return null;
  const needed = (name: OidcVariable): string => {
    const value = text(name);
    if (value !== null) return value;
    throw missingValue(where, name, {
      vi: 'giá trị này khi có THAPCANH_OIDC_ISSUER',
      en: 'it whenever THAPCANH_OIDC_ISSUER is set',
    });
  };
  return {
    issuer: parseUrl(where, 'THAPCANH_OIDC_ISSUER', issuer, ['https', 'http']),
    clientId: needed('THAPCANH_OIDC_CLIENT_ID'),
    clientSecret: needed('THAPCANH_OIDC_CLIENT_SECRET'),
    publicUrl: parseUrl(where, 'THAPCANH_PUBLIC_URL', needed('THAPCANH_PUBLIC_URL'), ['https', 'http']),
    name: text('THAPCANH_OIDC_NAME') ?? 'SSO',
    groupsClaim: text('THAPCANH_OIDC_GROUPS_CLAIM') ?? 'groups',
  };
}

/** The variables from which `parseOidc` makes the same. */
export function oidcToEnvironment(oidc: OidcConfig | undefined): Partial<Record<OidcVariable, string>> {
  if (oidc === undefined) return {};
  return {
    THAPCANH_PUBLIC_URL: oidc.publicUrl,
    THAPCANH_OIDC_ISSUER: oidc.issuer,
    THAPCANH_OIDC_CLIENT_ID: oidc.clientId,
    THAPCANH_OIDC_CLIENT_SECRET: oidc.clientSecret,
    THAPCANH_OIDC_NAME: oidc.name,
    THAPCANH_OIDC_GROUPS_CLAIM: oidc.groupsClaim,
  };
}
