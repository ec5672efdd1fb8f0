import type { LocalText } from '../errors/app-error.ts';
import type { IncidentKind } from './incident-kind.ts';

export interface CheckItem extends LocalText {
  /** Never renamed or reused within a kind: incidents keep which were done. */
  readonly id: string;
}

export interface ChecklistTable {
  /** First day (UTC) on which it holds. */
  readonly from: string;
  readonly items: Readonly<Record<IncidentKind, readonly CheckItem[]>>;
}
