import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import type { Grant } from '../../api/api.ts';

/** What a sentence about a grant is made of, in the language of the page. */
export interface GrantVocabulary {
  readonly role: (role: Role) => string;
  readonly purpose: (purpose: Purpose) => string;
  readonly place: (kind: 'area' | 'operatingArea' | 'group', id: string) => string;
  readonly everywhere: string;
  readonly everyPurpose: string;
}

/** The three parts of "operator: Phường Hải Đình, for public order". */
export function grantParts(
  { role, scope, purposes }: Pick<Grant, 'role' | 'scope' | 'purposes'>,
  words: GrantVocabulary,
): { role: string; places: string; purposes: string } {
  const places = [
    ...scope.operatingAreaIds.map((id) => words.place('operatingArea', id)),
    ...scope.areaIds.map((id) => words.place('area', id)),
    ...scope.groupIds.map((id) => words.place('group', id)),
  ];
  return {
    role: words.role(role),
    places: scope.isEverything ? words.everywhere : places.join(', '),
    purposes:
      purposes.length === PURPOSES.length
        ? words.everyPurpose
        : purposes.map((purpose) => words.purpose(purpose).toLocaleLowerCase('vi')).join(', '),
  };
}
