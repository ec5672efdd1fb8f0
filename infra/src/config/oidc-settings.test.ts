import { expect, test } from 'vitest';
import { oidcToEnvironment, parseOidc } from './oidc-settings.ts';

const ALL: Readonly<Record<string, string>> = {
  THAPCANH_PUBLIC_URL: 'https://thapcanh.example',
  THAPCANH_OIDC_ISSUER: 'https://sso.example/realm',
  THAPCANH_OIDC_CLIENT_ID: 'thapcanh',
  THAPCANH_OIDC_CLIENT_SECRET: 'bi-mat',
};
const of = (settings: Readonly<Record<string, string>>) => parseOidc('test', (name) => settings[name] ?? null);

test.each(Object.keys(ALL).filter((name) => name !== 'THAPCANH_OIDC_ISSUER'))(
  'single sign-on without %s is refused',
  (missing) => {
    const { [missing]: _, ...rest } = ALL;
    expect(() => of(rest)).toThrow(missing);
  },
);

test('without an issuer there is no single sign-on, and an address that is none is refused', () => {
  expect(of({})).toBeNull();
  expect(() => of({ ...ALL, THAPCANH_OIDC_ISSUER: 'sso' })).toThrow('THAPCANH_OIDC_ISSUER');
});

test('what is told to a child process gives the same settings again', () => {
  const settings = of(ALL);
  expect(settings).toMatchObject({ name: 'SSO', groupsClaim: 'groups' });
  expect(of(oidcToEnvironment(settings ?? undefined) as Record<string, string>)).toEqual(settings);
});
