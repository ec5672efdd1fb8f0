const MAX_GROUPS = 500;

/** A user name of ours out of what the provider calls somebody. */
export function usernameOfClaims(claims: Readonly<Record<string, unknown>>): string {
  for (const wish of [claims.preferred_username, claims.email, claims.sub]) {
    if (typeof wish !== 'string') continue;
    const name = wish
      .normalize('NFD')
      .replace(/\p{Mark}/gu, '')
      .replace(/[đĐ]/g, 'd')
      .replace(/[^A-Za-z0-9._@-]+/g, '.')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 58);
    if (name.length >= 2) return name;
  }
  return 'sso';
}

export function displayNameOfClaims(claims: Readonly<Record<string, unknown>>, fallback: string): string {
  const name = typeof claims.name === 'string' ? claims.name.normalize('NFC').trim() : '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a provider may send anything
  const plain = name.replace(/[\u0000-\u001f\u007f]|\p{Surrogate}/gu, '').slice(0, 100);
  return plain === '' ? fallback : plain;
}

/** The groups of the claim: a list of texts, or one text. */
export function groupsOfClaims(claims: Readonly<Record<string, unknown>>, claim: string): string[] {
  const value = claims[claim];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string').slice(0, MAX_GROUPS);
}
