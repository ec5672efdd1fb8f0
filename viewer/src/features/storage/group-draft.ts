import type { CameraGroup } from '../../api/api.ts';
import { GB } from '../../shared/format-bytes.ts';
import type { GroupBody } from './storage.queries.ts';

/** What the form holds; number fields may be empty while they are typed in. */
export interface GroupDraft {
  readonly name: string;
  readonly keepDays: number | string;
  /** Empty: no such limit. */
  readonly maxGb: number | string;
  /** Empty: recordings stay where they were made. */
  readonly moveAfterHours: number | string;
}

export function draftOf(group: CameraGroup | null): GroupDraft {
  return {
    name: group?.name ?? '',
    keepDays: group?.keepDays ?? 30,
    maxGb: group?.maxBytes == null ? '' : group.maxBytes / GB,
    moveAfterHours: group?.moveAfterHours ?? '',
  };
}

/** What is sent; null while the days to keep are not a number. */
export function groupBody(draft: GroupDraft): GroupBody | null {
  const keepDays = numberOf(draft.keepDays);
  const maxGb = numberOf(draft.maxGb);
  if (keepDays === null) return null;
  return {
    name: draft.name.trim(),
    keepDays,
    maxBytes: maxGb === null ? null : Math.round(maxGb * GB),
    moveAfterHours: numberOf(draft.moveAfterHours),
  };
}

function numberOf(value: number | string): number | null {
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}
