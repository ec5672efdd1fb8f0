import type { Purpose } from '@thapcanh/core/people/purpose';
import type { Camera } from '../../api/api.ts';

/** What all chosen cameras are to become; an absent field stays as it is. */
export interface CameraBulkChanges {
  readonly areaId?: string | null;
  readonly groupId?: string;
  readonly purposes?: Purpose[];
  readonly profile?: Camera['profile'];
  readonly isEnabled?: boolean;
}

export const BULK_FIELDS = ['areaId', 'groupId', 'purposes', 'profile', 'isEnabled'] as const;
export type BulkField = (typeof BULK_FIELDS)[number];

const same = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((item) => other.includes(item))
    : one === other;

/** How many of the cameras each named field changes, in the order of the form. */
export function changedCounts(
  cameras: readonly Camera[],
  changes: CameraBulkChanges,
): readonly { readonly field: BulkField; readonly count: number }[] {
  return BULK_FIELDS.flatMap((field) => {
    const after = changes[field];
    if (after === undefined) return [];
    return [{ field, count: cameras.filter((camera) => !same(camera[field], after)).length }];
  });
}
