import { PURPOSES } from '@thapcanh/core/people/purpose';
import { expect, test } from 'vitest';
import { type GrantVocabulary, grantParts } from './grant-words.ts';

const words: GrantVocabulary = {
  role: (role) => role.toUpperCase(),
  purpose: (purpose) => purpose.toUpperCase(),
  place: (kind, id) => `${kind} ${id}`,
  everywhere: 'everywhere',
  everyPurpose: 'every purpose',
};
const NOWHERE = { isEverything: false, areaIds: [], operatingAreaIds: [], groupIds: [] };

test('a grant over everything for every purpose is said in two words instead of lists', () => {
  const grant = { role: 'admin' as const, scope: { ...NOWHERE, isEverything: true }, purposes: [...PURPOSES] };
  expect(grantParts(grant, words)).toEqual({ role: 'ADMIN', places: 'everywhere', purposes: 'every purpose' });
});

test('a grant over places names each, operating areas first, and its purposes within a sentence', () => {
  const scope = { ...NOWHERE, areaIds: ['a', 'b'], operatingAreaIds: ['fair'], groupIds: ['gates'] };
  expect(grantParts({ role: 'operator', scope, purposes: ['traffic', 'public-order'] }, words)).toEqual({
    role: 'OPERATOR',
    places: 'operatingArea fair, area a, area b, group gates',
    purposes: 'traffic, public-order',
  });
});
