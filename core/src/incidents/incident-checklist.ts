import type { CheckItem, ChecklistTable } from './checklist-table.ts';
import { CHECKLISTS_2026 } from './checklists-2026.ts';
import type { IncidentKind } from './incident-kind.ts';

/** Newest first. A change of procedure is a new file on top; incidents keep the list of their day. */
const TABLES: readonly ChecklistTable[] = [CHECKLISTS_2026];

/** What is to be done in an incident of that kind that happened at the instant. */
export function checklistOf(kind: IncidentKind, occurredAtMs: number): readonly CheckItem[] {
  const day = new Date(occurredAtMs).toISOString().slice(0, 10);
  const table = TABLES.find(({ from }) => from <= day) ?? TABLES.at(-1);
  return table?.items[kind] ?? [];
}
